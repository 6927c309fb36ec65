#include "base/mappings.h"

#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

struct range {
    uintptr_t from, to; /* addresses; [from, to) */
};

static struct range pages_of(const struct dl_phdr_info *object, const ElfW(Phdr) * segment)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), from = object->dlpi_addr + segment->p_vaddr;

    return (struct range){ from & -page, (from + segment->p_memsz + page - 1) & -page };
}

static void set_access(struct range range, int access)
{
    if (range.from < range.to)
        mprotect((void *)range.from, range.to - range.from, access); /* NOLINT(performance-no-int-to-ptr) */
}

/* Adds a segment that cannot be written and follows without a gap. */
static bool extend(struct range *range, const struct dl_phdr_info *object, const ElfW(Phdr) * segment)
{
    struct range pages = pages_of(object, segment);

    if (segment->p_flags & PF_W || !(segment->p_flags & PF_R) || (range->to && range->to != pages.from))
        return false;
    if (!range->to)
        range->from = pages.from;
    range->to = pages.to;
    return true;
}

static void join_read_only(const struct dl_phdr_info *object)
{
    struct range range = { 0, 0 };

    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];

        if (segment->p_type == PT_LOAD && !extend(&range, object, segment))
            break;
    }
    set_access(range, PROT_READ | PROT_EXEC);
}

/* What the dynamic linker protected after relocation; it too rounds the end down. */
static void join_written(const struct dl_phdr_info *object)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        uintptr_t from = object->dlpi_addr + segment->p_vaddr;

        if (segment->p_type == PT_GNU_RELRO)
            set_access((struct range){ from & -page, (from + segment->p_memsz) & -page },
                       PROT_READ | PROT_WRITE);
    }
}

static int join_segments(struct dl_phdr_info *object, size_t size, void *context)
{
    (void)size, (void)context;
    join_read_only(object);
    join_written(object);
    return 0;
}

void mappings_join(void)
{
    dl_iterate_phdr(join_segments, NULL);
}
