/* Layout: how large the terminal is and how much there is to show go in, rectangles come out. Pure arithmetic, tested
 * at every size: nothing overlaps, nothing leaves the screen. A rectangle with w or h 0 is a panel that has no room;
 * panels go from the least important one. Rectangles of panels include their border. */
#ifndef TICTOC_LAYOUT_H
#define TICTOC_LAYOUT_H

#include "draw/canvas.h"

#include <stdbool.h>

/* Below this a screen only says how large it has to be. */
#define LAYOUT_COLUMNS_MIN 40
#define LAYOUT_ROWS_MIN    10

/* What all screens have. */
struct layout_frame {
    bool too_small;     /* everything else is empty then */
    struct rect header; /* one row: the title */
    struct rect body;   /* what the screen's own panels share */
    struct rect footer; /* one row: the keys */
};

struct layout_home_in {
    int w, h;
    int about;      /* columns of the text about the experiment, unbroken */
    int strategies; /* of the experiment that is selected */
};

struct layout_home {
    struct layout_frame frame;
    struct rect list;  /* experiments */
    struct rect about; /* title and text of the selected one */
    struct rect plan;  /* "Will run" */
    struct rect last;  /* "Last time" */
};

struct layout_home layout_home(const struct layout_home_in *in);

struct layout_run_in {
    int w, h;
    int workers;     /* rows the list could use; of the plan, not of the moment: the screen must not jump */
    long long tasks; /* cells the map could use */
    bool scrub;      /* it is played back */
};

struct layout_run {
    struct layout_frame frame;
    struct rect strip; /* one row: the strategies and their times */
    struct rect workers;
    struct rect queue;
    struct rect tasks;
    struct rect output;
    struct rect scrub; /* one row: the moment, the speed */
};

struct layout_run layout_run(const struct layout_run_in *in);

struct layout_compare_in {
    int w, h;
    int strategies;
    int references; /* figures from elsewhere */
    int sentences;  /* rows that the verdict could use; 0: a few */
    int steps;      /* rows of the waterfall; 0: it is not wanted */
    bool
        waterfall; /* it takes the account's place; else it stands below the verdict where that leaves room */
};

struct layout_compare {
    struct layout_frame frame;
    int spacing; /* rows from one strategy to the next: 1, more with room */
    struct rect elapsed;
    struct rect account; /* where the time went */
    struct rect cost;    /* beside or below it */
    struct rect verdict;
    struct rect waterfall;
    struct rect reference;
};

struct layout_compare layout_compare(const struct layout_compare_in *in);

/* How many of those the bar itself takes: the first ones; a row of air is left, if there are two. And the rows of so
 * many bars, with the air between: so `elapsed`, besides the line that no strategy can pass, `account` and `cost`. */
int layout_bar_rows(int spacing);
int layout_bars(int bars, int spacing);

/* The widest spacing, up to `most`, at which so many bars fit into so many rows; 1 when they do not fit at all. */
int layout_spacing(int bars, int rows, int most);

struct layout_timeline_in {
    int w, h;
    int slots; /* rows of the timeline; of the plan, not of the moment */
};

struct layout_timeline {
    struct layout_frame frame;
    struct rect timeline;
    struct rect task;  /* the one that is selected */
    struct rect limit; /* could it be faster? */
};

struct layout_timeline layout_timeline(const struct layout_timeline_in *in);

struct layout_race_in {
    int w, h;
    int lanes;
};

struct layout_race {
    struct layout_frame frame;
    struct rect race;
    int lanes;     /* that are shown, each … */
    int lane_rows; /* … so high */
    struct rect scrub;
};

struct layout_race layout_race(const struct layout_race_in *in);

struct layout_edit_in {
    int w, h;
    int settings; /* rows of the form */
    int plan;     /* rows the plan could use */
};

struct layout_edit {
    struct layout_frame frame;
    struct rect form;
    struct rect plan; /* "Will run", as edited */
    struct rect hint; /* what the selected setting means, or why a value is refused */
};

struct layout_edit layout_edit(const struct layout_edit_in *in);

struct layout_help_in {
    int w, h;
};

struct layout_help {
    struct layout_frame frame;
    struct rect keys; /* the box */
    int columns;      /* the keys stand in so many columns of text … */
    int column_width; /* … each so wide */
};

struct layout_help layout_help(const struct layout_help_in *in);

#endif
