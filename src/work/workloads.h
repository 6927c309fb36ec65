/* The workloads, one line each, in the order of lists. The including file defines WORKLOAD. */
WORKLOAD(sleep)
WORKLOAD(perfect)
#ifdef MORE_WORKLOADS
MORE_WORKLOADS
#endif
#undef WORKLOAD
