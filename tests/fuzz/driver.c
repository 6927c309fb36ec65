/* Joins a target with libFuzzer: -DFUZZ_TARGET=fuzz_scan. */
#include "fuzz/targets.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FUZZ_TARGET((const char *)data, size);
    return 0;
}
