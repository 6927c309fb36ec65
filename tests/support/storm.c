#include "support/storm.h"

#include "base/random.h"

#include <stdlib.h>

bool storm_is_long(void)
{
    return getenv("STORM") != NULL;
}

uint64_t storm_below(uint64_t end)
{
    static uint64_t seed;
    static bool sown;
    if (!sown) {
        const char *given = getenv("STORM_SEED");
        seed = given ? strtoull(given, NULL, 10) : 20;
        sown = true;
    }
    return random_next(&seed) % end;
}
