/* Few tasks as blocks, the width of each after its weight,
 * in lines, so that a classroom can read them. Pure. */
#pragma once

#include "draw/canvas.h"
#include "work/workload.h"

#define BLOCKS_MAX 64

struct blocks {
    int count;
    int height; /* rows of each: a row of text, from two on a bar below it */
    struct rect at[BLOCKS_MAX];
    bool alike; /* the tasks weigh the same */
};

/* Places a block for every task of the workload in w × h. False: too many or too wide for that. */
bool blocks_place(struct blocks *blocks, const struct workload *workload, int w, int h, bool ascii);
