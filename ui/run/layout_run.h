/* The layout of the run screen. */
#pragma once

#include "view/layout.h"

struct layout_run_in {
    int w, h;
    int workers;     /* rows the list could use; of the plan, not of the moment: the screen must not jump */
    long long tasks; /* cells the map could use */
    bool scrub;      /* it is played back */
    bool activity;   /* there is one to show */
    bool heads;      /* the list can use a row for them */
};

struct layout_run {
    struct layout_frame frame;
    struct rect strip; /* one row: the strategies and their times */
    struct rect workers;
    struct rect queue;
    struct rect activity; /* tasks a second, workers in a task */
    struct rect tasks;
    struct rect output;
    struct rect scrub; /* one row: the moment, the speed */
};

struct layout_run layout_run(const struct layout_run_in *in);
