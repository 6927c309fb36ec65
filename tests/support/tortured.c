#include "support/tortured.h"

#include "support/harness.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096 };

struct torture_state *tortured;

static const char *library(void)
{
    const char *build = getenv("BUILD");
    const char *path = textf("%s/%s/tests/torture.so", harness_home(), build ? build : "build");
    if (build && build[0] == '/')
        path = textf("%s/tests/torture.so", build);
    if (harness_sanitized())
        test_skips("a sanitizer wants to be the first library itself");
    if (access(path, R_OK) != 0)
        test_skips("%s is missing", path);
    return path;
}

void tortured_open(void)
{
    library();
    int fd = open(test_file("torture", ""), O_RDWR | O_CLOEXEC);
    EXPECT(fd >= 0 && ftruncate(fd, PAGE) == 0);
    if (tortured)
        munmap(tortured, PAGE);
    tortured = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    EXPECT(tortured != MAP_FAILED);
    close(fd);
}

const char *const *tortured_env(const char *request)
{
    const char **env = test_memory(4 * sizeof *env);
    memset(tortured, 0, sizeof *tortured);
    env[0] = textf("LD_PRELOAD=%s", library());
    env[1] = textf("TORTURE=%s", request);
    env[2] = textf("TORTURE_STATE=%s", test_path("torture"));
    return env;
}
