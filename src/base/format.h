/* Numbers for people to read. All functions write a NUL-terminated UTF-8 string of at most `size` bytes,
 * for which FORMAT_MAX is enough, and return `buf`, so that they can be arguments of another call. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FORMAT_MAX 40

/* 100000 -> "100 000": digits in groups of three, a plain space between. */
char *format_count(char *buf, size_t size, uint64_t n);

/* A duration with three significant digits and its unit: "0 s", "84 ns", "84.2 µs", "1.23 ms",
 * "192 ms", "9.48 s", "74.2 s", "2 min 05 s", "3 h 07 min". Rounds once, so 999.96 ms is "1.00 s". */
char *format_duration(char *buf, size_t size, uint64_t ns);

/* The same for seconds; negative ones are "0 s". */
char *format_seconds(char *buf, size_t size, double seconds);

/* Seconds: "5.31 … 5.40 s"; a common unit is shown once. */
char *format_range(char *buf, size_t size, double min, double max);

/* A rate per second: "20 500/s", "9.8/s". */
char *format_rate(char *buf, size_t size, double rate);

/* "1 worker", "5 workers"; the plural adds s, or es after an s. */
char *format_plural(char *buf, size_t size, uint64_t count, const char *word);

/* 11 -> "SIGSEGV" for signals that end processes; others in words. */
char *format_signal(char *buf, size_t size, int number);

/* A duration, not rounded: "1 s", "0.5 s", "10 ms" (below 0.1 s), "0 s". */
char *format_nap(char *buf, size_t size, uint64_t ns);

/* A point in time since tic, in seconds with four decimals,
 * as --narrate and the Output panel show it: "0.0107". */
char *format_moment(char *buf, size_t size, uint64_t ns);

/* A ratio: "1.78 ×"; from 100 on without decimals, far below 1 to two digits: "0.00092 ×". */
char *format_times(char *buf, size_t size, double ratio);

/* A share 0 … 1 as "62 %"; never "100 %" below 1 nor "0 %" above 0.005. */
char *format_percent(char *buf, size_t size, double share);

/* A relative change, at least -1: "−43.7 %", "+3.2 %", "0.0 %". */
char *format_change(char *buf, size_t size, double change);

/* Writes a reason as snprintf() does. Always false, so that the call can be returned. */
bool format_refusal(char *err, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Bytes with a decimal unit: "72 kB", "68 MB", "1.2 GB". */
char *format_bytes(char *buf, size_t size, uint64_t bytes);
