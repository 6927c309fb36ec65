#include "engine/unforked.h"

#include <sys/mman.h>

void *unforked_table(size_t bytes)
{
    void *table =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (table == MAP_FAILED)
        return NULL;
    madvise(table, bytes, MADV_DONTFORK);
    return table;
}
