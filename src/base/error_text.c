#include "base/error_text.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

static const struct {
    int error;
    const char *text;
} remedies[] = {
    { EACCES, "Permission denied; change its permissions, or choose another place" },
    { EPERM,
      "Operation not permitted; it is another user's in a shared directory, or immutable (see lsattr)" },
    { EROFS, "Read-only file system; choose another place" },
    { ENOSPC, "No space left on device; free some, or choose another place" },
    { EDQUOT, "Disk quota exceeded; free some, or choose another place" },
    { EFBIG, "File too large; see ulimit -f" },
    { EMFILE, "Too many open files; see ulimit -n" },
    { ENAMETOOLONG, "File name too long; choose a shorter one" },
    { EIO, "Input/output error; the device fails (see dmesg)" },
    { ESTALE, "Stale file handle; mount the file system again" },
};

const char *error_text(int error)
{
    for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++)
        if (remedies[i].error == error)
            return remedies[i].text;
    return strerror(error);
}

const char *error_remedy(int error, const char *usual)
{
    return error == EPERM || error == ENOSYS ? "a sandbox (seccomp) forbids it" : usual;
}
