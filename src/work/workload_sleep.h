/* Naps: a task sleeps for its seconds. */
#pragma once

#include "work/workload.h"

/* Lengths of naps: one for all, or one for each. */
struct naps {
    uint64_t *ns;      /* `distinct` lengths, ns */
    uint64_t distinct; /* 1, or as many as there are tasks */
    bool range;        /* given as {"from", "to"}: written back the same way */
};

/* The settings. */
struct sleep {
    struct naps naps;
    uint64_t count; /* naps of the one length; else 1 */
};
