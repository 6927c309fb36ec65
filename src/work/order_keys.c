#include "work/order_keys.h"

bool order_is_random(const void *strategy)
{
    return ((const struct strategy *)strategy)->order == ORDER_RANDOM;
}
