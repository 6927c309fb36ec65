/* The workloads, one line each, in the order of lists. Included where WORKLOAD says what a line means. */
WORKLOAD(sleep)
WORKLOAD(perfect)
#ifdef MORE_WORKLOADS
MORE_WORKLOADS
#endif
#undef WORKLOAD
