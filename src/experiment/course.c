#include "experiment/course.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *title;
    const char *names[6];
} groups[] = {
    { "Naps", { "naps-serial", "naps-nobody-joins", "naps-joined", "ten-naps", "ten-naps-of-two" } },
    { "A pool", { "pool-of-five", "longest-first", "homework" } },
    { "Perfect numbers", { "perfect-short", "default" } },
    { "Cost and imbalance", { "empty-tasks", "one-long" } },
    { "Faults", { "chaos", "naive-pool" } },
};

const char *course_group(const char *name)
{
    static const char own[] = "Your own";
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        for (size_t k = 0; groups[i].names[k]; k++)
            if (strcmp(groups[i].names[k], name) == 0)
                return groups[i].title;
    return own;
}
