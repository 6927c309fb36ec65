/* Numbers as people read them. All functions write a NUL-terminated UTF-8 string of at most `size` bytes
 * and return `buf`, so that they can be arguments of another call. FORMAT_MAX holds any of them.
 * The same value always takes the same form; columns line up because callers pad on the left. */
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

/* The same of seconds; below 0: "0 s". */
char *format_seconds(char *buf, size_t size, double seconds);

/* "5.31 … 5.40 s", of seconds: the unit once where both have the same. */
char *format_range(char *buf, size_t size, double min, double max);

/* Something a second: "20 500/s", "9.8/s". */
char *format_rate(char *buf, size_t size, double rate);

/* "1 worker", "5 workers"; the plural is the word with an s, or with es behind another s. */
char *format_plural(char *buf, size_t size, uint64_t count, const char *word);

/* 11 -> "SIGSEGV": signals that end processes, by the names that people look up; others in words. */
char *format_signal(char *buf, size_t size, int number);

/* A duration as its author wrote it, not rounded to three digits:
 * "1 s", "0.5 s", "10 ms" (below 0.1 s), "0 s". */
char *format_nap(char *buf, size_t size, uint64_t ns);

/* A point in time since tic, in seconds with four decimals,
 * as --narrate and the Output panel show it: "0.0107". */
char *format_moment(char *buf, size_t size, uint64_t ns);

/* A ratio to two decimals with its sign: "1.78 ×"; above 100 without decimals, far below 1 as a
 * fraction: "0.00092 ×". */
char *format_times(char *buf, size_t size, double ratio);

/* A share 0 … 1 as "62 %"; never "100 %" below 1 nor "0 %" above 0.005. */
char *format_percent(char *buf, size_t size, double share);

/* A change -1 … as "−43.7 %", "+3.2 %", "0.0 %": how much longer or shorter something takes. */
char *format_change(char *buf, size_t size, double change);

/* Writes why something cannot be, as printf does; always false, so that it can be returned. */
bool format_refusal(char *err, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Bytes with a decimal unit: "72 kB", "68 MB", "1.2 GB". */
char *format_bytes(char *buf, size_t size, uint64_t bytes);
