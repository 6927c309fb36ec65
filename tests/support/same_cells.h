/* The task maps of two snapshots, compared cell by cell. */
#pragma once

#include "history/snapshot.h"

/* A slot of `b` that is REFERENCE_ANY (reference.h) is not compared. */
void assert_same_cells(const struct snapshot *a, const struct snapshot *b);
