#include "base/search.h"

#include <string.h>

size_t search_count(size_t count, search_before *before, const void *context)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (before(context, middle))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct keys {
    const unsigned char *first;
    size_t size;
    uint64_t key;
};

static bool is_less(const void *context, size_t index)
{
    const struct keys *keys = context;
    uint64_t key;
    memcpy(&key, keys->first + index * keys->size, sizeof key);
    return key < keys->key;
}

size_t search_less(const void *array, size_t count, size_t size, size_t offset, uint64_t key)
{
    if (!count)
        return 0;
    return search_count(count, is_less, &(struct keys){ (const unsigned char *)array + offset, size, key });
}

size_t search_up_to(const void *array, size_t count, size_t size, size_t offset, uint64_t key)
{
    return key == UINT64_MAX ? count : search_less(array, count, size, offset, key + 1);
}
