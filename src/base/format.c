#include "base/format.h"

#include "base/clock.h"

#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Shown for a missing figure. */
#define NO_FIGURE "–"

enum { TIMES_DECIMALS = 9 };

/* As snprintf(), but returns `buf`. */
__attribute__((format(printf, 3, 4))) static char *print_text(char *buf, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(buf, size, format, args);
    va_end(args);
    return buf;
}

static uint64_t divide_rounded(uint64_t value, uint64_t by)
{
    uint64_t rest = value % by;
    return value / by + (rest >= by - rest);
}

char *format_count(char *buf, size_t size, uint64_t n)
{
    char digits[24], grouped[32];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, n);
    size_t used = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            grouped[used++] = ' ';
        grouped[used++] = digits[i];
    }
    grouped[used] = '\0';
    return print_text(buf, size, "%s", grouped);
}

/* From two minutes on: "2 min 05 s", "3 h 07 min". */
static char *format_long_duration(char *buf, size_t size, uint64_t ns)
{
    uint64_t seconds = divide_rounded(ns, NS_PER_S);
    if (seconds < 3600)
        return print_text(buf, size, "%" PRIu64 " min %02" PRIu64 " s", seconds / 60, seconds % 60);
    uint64_t minutes = divide_rounded(ns, 60 * NS_PER_S);
    return print_text(buf, size, "%" PRIu64 " h %02" PRIu64 " min", minutes / 60, minutes % 60);
}

char *format_duration(char *buf, size_t size, uint64_t ns)
{
    /* The first form whose limit, in steps, exceeds the rounded value: a value is rounded only once. */
    static const struct {
        uint64_t step, below;
        int decimals;
        const char *unit;
    } forms[] = {
        { 1, 1000, 0, "ns" },        { 10, 1000, 2, "µs" },
        { 100, 1000, 1, "µs" },      { 1000, 1000, 0, "µs" },
        { 10000, 1000, 2, "ms" },    { 100000, 1000, 1, "ms" },
        { 1000000, 1000, 0, "ms" },  { 10000000, 1000, 2, "s" },
        { 100000000, 1000, 1, "s" }, { UINT64_C(1000000000), 120, 0, "s" },
    };
    static const unsigned power[] = { 1, 10, 100 };

    if (ns == 0)
        return print_text(buf, size, "0 s");
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        uint64_t steps = divide_rounded(ns, forms[i].step);
        if (steps < forms[i].below)
            return print_text(buf, size, "%.*f %s", forms[i].decimals,
                              (double)steps / power[forms[i].decimals], forms[i].unit);
    }
    return format_long_duration(buf, size, ns);
}

char *format_signal(char *buf, size_t size, int number)
{
    static const char *const names[] = {
        [SIGHUP] = "HUP",   [SIGINT] = "INT",   [SIGQUIT] = "QUIT", [SIGILL] = "ILL",   [SIGTRAP] = "TRAP",
        [SIGABRT] = "ABRT", [SIGBUS] = "BUS",   [SIGFPE] = "FPE",   [SIGKILL] = "KILL", [SIGUSR1] = "USR1",
        [SIGSEGV] = "SEGV", [SIGUSR2] = "USR2", [SIGPIPE] = "PIPE", [SIGALRM] = "ALRM", [SIGTERM] = "TERM",
        [SIGXCPU] = "XCPU", [SIGXFSZ] = "XFSZ", [SIGSYS] = "SYS",
    };
    bool named = number > 0 && (size_t)number < sizeof names / sizeof *names && names[number];
    return print_text(buf, size, named ? "SIG%s" : "signal %s", named ? names[number] : strsignal(number));
}

char *format_nap(char *buf, size_t size, uint64_t ns)
{
    static const struct {
        uint64_t unit;
        int decimals;
        const char *name;
    } units[] = { { UINT64_C(1000000000), 9, "s" }, { 1000000, 6, "ms" }, { 1000, 3, "µs" }, { 1, 0, "ns" } };

    size_t i = 0;
    while (ns != 0 && ns < units[i].unit / 10)
        i++;
    char fraction[16];
    int digits = snprintf(fraction, sizeof fraction, ".%0*" PRIu64, units[i].decimals, ns % units[i].unit);
    while (digits > 0 && (fraction[digits - 1] == '0' || fraction[digits - 1] == '.'))
        fraction[--digits] = '\0';
    return print_text(buf, size, "%" PRIu64 "%s %s", ns / units[i].unit, fraction, units[i].name);
}

char *format_moment(char *buf, size_t size, uint64_t ns)
{
    uint64_t steps = divide_rounded(ns, NS_PER_S / 10000);
    return print_text(buf, size, "%" PRIu64 ".%04" PRIu64, steps / 10000, steps % 10000);
}

/* Decimals that show two significant digits of a ratio below 1. */
static int decimals_of_small(double ratio)
{
    int decimals = 2;
    while (decimals < TIMES_DECIMALS && ratio * pow(10, decimals) < 9.95)
        decimals++;
    return decimals;
}

char *format_times(char *buf, size_t size, double ratio)
{
    char count[FORMAT_MAX];
    if (!isfinite(ratio))
        return print_text(buf, size, NO_FIGURE);
    if (ratio > 0 && ratio < 0.0995)
        return print_text(buf, size, "%.*f ×", decimals_of_small(ratio), ratio);
    if (ratio < 99.995)
        return print_text(buf, size, "%.2f ×", ratio);
    return print_text(buf, size, "%s ×",
                      format_count(count, sizeof count, (uint64_t)fmin(ratio + 0.5, 1e18)));
}

char *format_percent(char *buf, size_t size, double share)
{
    if (!isfinite(share))
        return print_text(buf, size, NO_FIGURE);
    double percent = round(share * 100);
    if (share < 1 && percent > 99)
        percent = 99;
    if (share > 0.005 && percent < 1)
        percent = 1;
    snprintf(buf, size, "%.0f %%", percent + 0.0); /* + 0.0: no "-0" */
    return buf;
}

char *format_change(char *buf, size_t size, double change)
{
    if (!isfinite(change))
        return print_text(buf, size, NO_FIGURE);
    double tenths = round(change * 1000);
    const char *sign = tenths < 0 ? "−" : tenths > 0 ? "+" : "";
    return print_text(buf, size, "%s%.1f %%", sign, fabs(tenths) / 10);
}

char *format_bytes(char *buf, size_t size, uint64_t bytes)
{
    static const char *const units[] = { "kB", "MB", "GB", "TB", "PB", "EB" };
    if (bytes < 1000)
        return print_text(buf, size, "%" PRIu64 " B", bytes);
    uint64_t unit = 1000;
    size_t i = 0;
    while (i + 1 < sizeof units / sizeof units[0] && divide_rounded(bytes, unit) >= 1000) {
        unit *= 1000;
        i++;
    }
    uint64_t tenths = divide_rounded(bytes, unit / 10);
    if (tenths < 100)
        return print_text(buf, size, "%" PRIu64 ".%" PRIu64 " %s", tenths / 10, tenths % 10, units[i]);
    return print_text(buf, size, "%" PRIu64 " %s", divide_rounded(bytes, unit), units[i]);
}

char *format_seconds(char *buf, size_t size, double seconds)
{
    return format_duration(buf, size, seconds > 0 ? (uint64_t)llround(seconds * 1e9) : 0);
}

char *format_range(char *buf, size_t size, double min, double max)
{
    char low[FORMAT_MAX], high[FORMAT_MAX];
    format_seconds(low, sizeof low, min);
    format_seconds(high, sizeof high, max);
    char *low_unit = strchr(low, ' ');
    char *high_unit = strchr(high, ' ');
    if (low_unit && high_unit && strcmp(low_unit, high_unit) == 0)
        *low_unit = '\0';
    return print_text(buf, size, "%s … %s", low, high);
}

char *format_rate(char *buf, size_t size, double rate)
{
    char count[FORMAT_MAX];
    if (rate < 10)
        return print_text(buf, size, "%.1f/s", rate);
    return print_text(buf, size, "%s/s", format_count(count, sizeof count, (uint64_t)(rate + 0.5)));
}

char *format_plural(char *buf, size_t size, uint64_t count, const char *word)
{
    char digits[FORMAT_MAX];
    size_t length = strlen(word);
    const char *ending = length > 0 && word[length - 1] == 's' ? "es" : "s";
    return print_text(buf, size, "%s %s%s", format_count(digits, sizeof digits, count), word,
                      count == 1 ? "" : ending);
}

bool format_refusal(char *err, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(err, size, format, args);
    va_end(args);
    return false;
}
