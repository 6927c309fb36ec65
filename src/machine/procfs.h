/* Small files of the kernel, in /proc and /sys. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads at most size - 1 bytes from the start of the file and appends a NUL.
 * False, and an empty string, when it cannot be read. */
bool procfs_read(const char *path, char *buf, size_t size);

/* The whole number at the start of a file.
 * False when there is none ("max", "-1") or the file cannot be read. */
bool procfs_number(const char *path, uint64_t *value);

/* The whole number after `key` at the start of a line, as in /proc/meminfo ("MemAvailable: 24358864 kB")
 * and memory.stat ("inactive_file 4096"). False when there is no such line. */
bool procfs_field(const char *text, const char *key, uint64_t *value);
