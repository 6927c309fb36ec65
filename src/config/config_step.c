/* Stepping a number up and down. */
#include "config/config.h"

#include "base/clock.h"
#include "base/number.h"

/* Wider ranges are doubled and halved, narrower ones counted one by one. */
#define COUNTED_MAX 100000

/* Durations step 1, 2, 5, 10 … from here on; shorter ones have to be typed. */
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

bool config_step(const struct config_key *key, uint64_t *value, int direction)
{
    uint64_t before = *value;
    if (key->word && before == 0) {
        /* The word is below all numbers. The next value is the least number, for durations a second. */
        uint64_t next = key->type == CONFIG_SECONDS ? most_of(key->min, NS_PER_S) : key->min;
        *value = direction > 0 ? least_of(next, key->max) : 0;
        return direction > 0;
    }
    uint64_t next =
        key->type == CONFIG_SECONDS ? step_seconds(before, direction) : step_whole(key, before, direction);
    bool to_word = direction < 0 && before == key->min && key->word;
    *value = to_word ? 0 : least_of(most_of(next, key->min), key->max);
    return *value != before;
}
