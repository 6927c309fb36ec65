/* Few tasks as blocks in lines, each as wide as its weight, so that a classroom can read them. Pure. */
#pragma once

#include "draw/canvas.h"
#include "work/workload.h"

#define BLOCKS_MAX 64

struct blocks {
    int count;
    int height; /* rows of each: a row of text, then a bar */
    struct rect at[BLOCKS_MAX];
    bool alike; /* the tasks weigh the same */
};

/* Places a block for every task of the workload in w × h. False: they are too many or too wide. */
bool blocks_place(struct blocks *blocks, const struct workload *workload, int w, int h, bool ascii);
