#include "base/mappings.h"

#include "base/file.h"

#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAPS_MOST ((size_t)1 << 20) /* bytes */

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

/* Adds a read-only segment that follows without a gap. */
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

/* The headers, code and constants of an object. */
static struct range read_only_of(const struct dl_phdr_info *object)
{
    struct range range = { 0, 0 };
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type == PT_LOAD && !extend(&range, object, segment))
            break;
    }
    return range;
}

/* The pages protected by the dynamic linker after relocation. It also rounds the end down. */
static struct range relocated_of(const struct dl_phdr_info *object)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        uintptr_t from = object->dlpi_addr + segment->p_vaddr;
        if (segment->p_type == PT_GNU_RELRO)
            return (struct range){ from & -page, (from + segment->p_memsz) & -page };
    }
    return (struct range){ 0, 0 };
}

/* Whether all pages of the range are readable, and none has the access `refused`: 'w' or 'x'. */
static bool is_plain(const char *maps, struct range range, char refused)
{
    uintptr_t until = range.from;
    for (const char *line = maps; until < range.to && line; line = strchr(line + 1, '\n')) {
        char *end;
        uintptr_t from = strtoul(line, &end, 16);
        if (*end++ != '-')
            break;
        uintptr_t to = strtoul(end, &end, 16);
        if (to <= until)
            continue;
        if (from > until || strncmp(end, " r", 2) != 0 || memchr(end, refused, strcspn(end, "ps")))
            break;
        until = to;
    }
    return until >= range.to;
}

/* `context` is the text of /proc/self/maps. */
static int join_segments(struct dl_phdr_info *object, size_t size, void *context)
{
    struct range read_only = read_only_of(object), relocated = relocated_of(object);

    (void)size;
    if (is_plain(context, read_only, 'w') && is_plain(context, relocated, 'x')) {
        set_access(read_only, PROT_READ | PROT_EXEC);
        set_access(relocated, PROT_READ | PROT_WRITE);
    }
    return 0;
}

void mappings_join(void)
{
    struct strbuf maps = STRBUF_INIT;

    if (!file_read(&maps, "/proc/self/maps", MAPS_MOST))
        dl_iterate_phdr(join_segments, maps.text);
    strbuf_release(&maps);
}
