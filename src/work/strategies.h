/* The strategies, one line each, in the order of lists. The including file defines STRATEGY. */
STRATEGY(serial)
STRATEGY(process)
STRATEGY(pool)
#ifdef MORE_STRATEGIES
MORE_STRATEGIES
#endif
#undef STRATEGY
