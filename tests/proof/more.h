/* A strategy and a workload that only the tests have:
 * the one line of each. Nothing else in the program names them. */
#define MORE_STRATEGIES STRATEGY(turns)
#define MORE_WORKLOADS  WORKLOAD(squares)
