#include "view/labels.h"

#include "base/clock.h"
#include "base/format.h"
#include "base/utf8.h"
#include "draw/glyph.h"
#include "draw/role.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

char *label_clock(char *buf, size_t size, uint64_t ns)
{
    double seconds = (double)ns / 1e9;
    if (seconds < 9.995)
        snprintf(buf, size, "%.2f s", seconds);
    else if (seconds < 99.95)
        snprintf(buf, size, "%.1f s", seconds);
    else
        format_duration(buf, size, ns);
    return buf;
}

char *label_eta(char *buf, size_t size, uint64_t ns)
{
    static const struct {
        uint64_t unit, below;
        const char *name;
    } steps[] = { { 1, 100, "s" }, { 60, 100, "min" }, { 3600, 100, "h" }, { 86400, UINT64_MAX, "days" } };
    uint64_t seconds = ns / NS_PER_S + (ns % NS_PER_S != 0);
    size_t i = 0;
    if (ns == UINT64_MAX) {
        snprintf(buf, size, "%s", "");
        return buf;
    }
    while (seconds / steps[i].unit >= steps[i].below)
        i++;
    const char *below = ns > 0 && ns < NS_PER_S ? "<" : "";
    snprintf(buf, size, "%s%llu %s left", below, (unsigned long long)(seconds / steps[i].unit),
             steps[i].name);
    return buf;
}

char *label_change(char *buf, size_t size, double change)
{
    char times[FORMAT_MAX];
    if (!(change >= 9.995))
        return format_change(buf, size, change);
    snprintf(buf, size, "%s as long", format_times(times, sizeof times, 1 + change));
    return buf;
}

char *label_ordinal(char *buf, size_t size, uint64_t number)
{
    static const char *const endings[] = { "th", "st", "nd", "rd" };
    bool teens = number / 10 % 10 == 1;
    uint64_t last = number % 10;
    snprintf(buf, size, "%llu%s", (unsigned long long)number, endings[!teens && last < 4 ? last : 0]);
    return buf;
}

char *label_machine(char *buf, size_t size, const struct machine *machine)
{
    char cores[FORMAT_MAX];
    snprintf(buf, size, "%s · %s", format_plural(cores, sizeof cores, machine->cores, "core"), machine->cpu);
    return buf;
}

char *label_title(char *buf, size_t size, const struct experiment *experiment)
{
    if (experiment->title[0])
        snprintf(buf, size, "%s", experiment->title);
    else
        experiment->workload.ops->describe(&experiment->workload, buf, size);
    return buf;
}

/* "nap 3 · 2 s" → "nap 3" → "3"; "75 001" stays. True when it became shorter. */
static bool shorten(char *name)
{
    char *dot = strstr(name, " · ");
    if (dot) {
        *dot = '\0';
        return true;
    }
    char *space = strchr(name, ' ');
    if (!space || !isalpha((unsigned char)*name))
        return false;
    memmove(name, space + 1, strlen(space + 1) + 1);
    return true;
}

char *label_task(char *buf, size_t size, const struct workload *workload, uint64_t task, int columns,
                 bool ascii)
{
    workload->ops->label(workload, task, buf, size);
    while (glyph_columns(buf, ascii) > columns && shorten(buf))
        continue;
    return buf;
}

char *label_failed(char *buf, size_t size, const struct result *result)
{
    char count[FORMAT_MAX];
    snprintf(buf, size, "%s failed", format_plural(count, sizeof count, result_failed(result), "task"));
    return buf;
}

const char *label_origin(const struct recording *recording)
{
    return recording->origin == ORIGIN_SIMULATED ? "simulated" : "recorded";
}

unsigned role_of_strategy(const struct strategy *strategy)
{
    return role_strategy(strategy_number(strategy, ROLE_STRATEGIES));
}

#define NO_BREAK_SPACE 0xA0u

/* A space between a digit and three digits that end there. */
static int is_group_gap(const char *text, const char *at)
{
    int digits = 0;
    while (digits < 4 && isdigit((unsigned char)at[1 + digits]))
        digits++;
    return *at == ' ' && at > text && isdigit((unsigned char)at[-1]) && digits == 3;
}

char *label_whole(char *buf, size_t size, const char *text)
{
    size_t used = 0;
    for (const char *at = text; *at;) {
        char bytes[4];
        int gap = is_group_gap(text, at);
        size_t length = utf8_put(bytes, gap ? NO_BREAK_SPACE : utf8_next(&at));
        at += gap;
        if (used + length + 1 > size)
            break;
        memcpy(buf + used, bytes, length);
        used += length;
    }
    buf[used] = '\0';
    return buf;
}

const char *label_file(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
