/* Workloads that are made by hand. Their settings are never released. */
#pragma once

#include "work/workload_perfect.h"
#include "work/workload_sleep.h"

/* Numbers 1 … tasks, and first … last. */
struct workload make_numbers(uint64_t tasks);
struct workload make_numbers_from(uint64_t first, uint64_t last);

/* `distinct` lengths, which are borrowed; `tasks` naps, of one length where distinct is 1. */
struct workload make_naps(uint64_t *ns, uint64_t distinct, uint64_t tasks);
