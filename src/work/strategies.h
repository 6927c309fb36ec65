/* The strategies, one line each, in the order of lists. Included where STRATEGY says what a line means. */
STRATEGY(serial)
STRATEGY(process)
STRATEGY(pool)
#ifdef MORE_STRATEGIES
MORE_STRATEGIES
#endif
#undef STRATEGY
