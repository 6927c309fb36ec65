/* The layout of the compare screen. */
#pragma once

#include "view/layout.h"

struct layout_compare_in {
    int w, h;
    int strategies;
    int references; /* figures from elsewhere */
    int sentences;  /* rows of the verdict; 0: a few */
    int steps;      /* rows of the waterfall; 0: none */
    int all_steps;  /* rows of all waterfalls, with their borders */
    bool waterfall; /* in the account's place; else below the verdict, with room */
};

struct layout_compare {
    struct layout_frame frame;
    int spacing; /* rows from one strategy to the next: 1, more with room */
    struct rect elapsed;
    struct rect account; /* where the time went */
    struct rect cost;    /* beside or below it */
    struct rect verdict;
    struct rect waterfall;
    struct rect activity; /* of a run, below the waterfall where much room is left */
    struct rect reference;
};

struct layout_compare layout_compare(const struct layout_compare_in *in);
