/* The layout of the run screen. */
#pragma once

#include "view/layout.h"

struct layout_run_in {
    int w, h;
    int workers;     /* of the plan, not of the moment: the screen must not jump */
    long long tasks; /* cells of the map */
    bool scrub;      /* a replay */
    bool activity;   /* is known */
    bool heads;      /* the list can have a row of heads */
};

struct layout_run {
    struct layout_frame frame;
    struct rect strip; /* 1 row: the strategies and their times */
    struct rect workers;
    struct rect queue;
    struct rect activity; /* tasks a second, workers in a task */
    struct rect tasks;
    struct rect output;
    struct rect scrub; /* 1 row: the moment, the speed */
};

struct layout_run layout_run(const struct layout_run_in *in);
