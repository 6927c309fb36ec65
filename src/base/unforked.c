#include "base/unforked.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* Copying a smaller block costs less than an extra mapping. */
#define BLOCK_MIN ((size_t)64 << 10)

void *unforked_table(size_t bytes)
{
    void *table =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (table == MAP_FAILED)
        return NULL;
    madvise(table, bytes, MADV_DONTFORK);
    return table;
}

/* Whole pages only: those at the ends hold data of the allocator, too. */
static void advise(void *block, size_t bytes, int advice)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), before = -(uintptr_t)block % page;
    if (block && bytes >= BLOCK_MIN)
        madvise((char *)block + before, (bytes - before) / page * page, advice);
}

void unforked_begin(void *block, size_t bytes)
{
    advise(block, bytes, MADV_DONTFORK);
}

void unforked_end(void *block, size_t bytes)
{
    advise(block, bytes, MADV_DOFORK);
}
