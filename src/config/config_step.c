/* The values that keys of the keyboard step through. */
#include "config/config.h"

#include "base/clock.h"
#include "base/number.h"

/* A range wider than this is doubled and halved, a narrower one is counted through. */
#define COUNTED_MAX 100000

/* Durations go 1, 2, 5, 10 … from here on; what is below is typed. */
#define SHORTEST_NS NS_PER_MS

static uint64_t step_whole(const struct config_key *key, uint64_t value, int direction)
{
    if (key->max - key->min < COUNTED_MAX)
        return direction > 0 ? value + 1 : value - (value > 0);
    if (direction < 0)
        return value / 2;
    return value > key->max / 2 ? key->max : most_of(2 * value, 1);
}

static uint64_t step_seconds(uint64_t ns, int direction)
{
    static const uint64_t digits[] = { 1, 2, 5 };
    uint64_t below = 0;
    for (uint64_t unit = SHORTEST_NS; unit < UINT64_MAX / 100; unit *= 10)
        for (size_t i = 0; i < sizeof digits / sizeof *digits; i++) {
            uint64_t round = unit * digits[i];
            if (direction > 0 && round > ns)
                return round;
            if (direction < 0 && round >= ns)
                return below;
            below = round;
        }
    return ns;
}

/* The word is below all numbers: the first number above it is the least,
 * and of durations, which may be as short as a blink, a second. */
static uint64_t above_word(const struct config_key *key)
{
    return key->type == CONFIG_SECONDS ? least_of(most_of(key->min, NS_PER_S), key->max) : key->min;
}

bool config_step(const struct config_key *key, uint64_t *value, int direction)
{
    uint64_t before = *value;
    if (key->word && before == 0) {
        *value = direction > 0 ? above_word(key) : 0;
        return direction > 0;
    }
    uint64_t next =
        key->type == CONFIG_SECONDS ? step_seconds(before, direction) : step_whole(key, before, direction);
    if (direction < 0 && before == key->min && key->word)
        next = 0;
    else
        next = least_of(most_of(next, key->min), key->max);
    *value = next;
    return next != before;
}
