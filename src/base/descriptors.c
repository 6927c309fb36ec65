#include "base/descriptors.h"

#include <sys/syscall.h>
#include <unistd.h>

/* More than the program ever opens; the system's limit may be a billion. */
enum { DESCRIPTORS = 4096 };

void descriptors_close_from(int first)
{
#ifdef SYS_close_range
    if (syscall(SYS_close_range, (unsigned)first, ~0U, 0) == 0)
        return;
#endif
    for (int fd = first; fd < DESCRIPTORS; fd++)
        close(fd);
}
