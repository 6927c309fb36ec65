/* The lines of a record file. A table for each type of line has its keys:
 * the name, the place of the value in the struct of the line, and the values allowed.
 * Writer, reader and the format's description work from these tables.
 *
 * A reader skips lines of unknown types and unknown keys, so both can be added without a new format.
 * Every key of a table is required, except those that a later version added. */
#pragma once

#include "json/json_line.h"
#include "record/recording.h"
#include "base/strbuf.h"
#include "json/json_write.h"

/* Times up to 146 years: their sums as doubles convert back. */
#define RECORD_NS_MAX (UINT64_C(1) << 62)

enum record_field_type {
    RECORD_FIELD_WHOLE,  /* unsigned, 0 … most */
    RECORD_FIELD_SIGNED, /* int32_t or int64_t */
    RECORD_FIELD_FLAG,   /* bool */
    RECORD_FIELD_CHOICE, /* unsigned: the index in `choices` */
    RECORD_FIELD_TEXT,   /* char[], NUL-terminated */
};

struct record_field {
    const char *key;
    enum record_field_type type;
    size_t offset, size;
    uint64_t most; /* 0: all that fits */
    bool none;     /* all bits set mean "none", written as null */
    bool optional; /* from a later version: where it is missing, the struct is left unchanged */
    bool rare;     /* left out at 0 */
    const char *const *choices;
    size_t choice_count;
};

struct record_line {
    const char *type; /* value of "type"; NULL: it has none */
    const struct record_field *fields;
    size_t count;
};

/* The structs of the lines. */
struct run_line {
    uint64_t index, tic;
    struct recorded_run run;
};

struct life_line {
    uint64_t index;
    struct record_life life;
};

struct task_line {
    uint64_t index;
    struct record_task task;
};

struct host_line {
    struct machine machine;
    int64_t clock_offset_ns; /* of its clock against the first host's */
    uint64_t clock_error_ns; /* bound of the error of the offset */
};

extern const struct record_line record_line_run, record_line_life, record_line_task, record_line_event,
    record_line_host;

/* Appends the line with its newline (without, where it has no type). */
void record_line_write(struct json_writer *json, const struct record_line *kind, const void *base);

/* Fills in the struct. False, with a sentence in `err`, when a key is missing, there twice or wrong. */
bool record_line_read(const struct record_line *kind, const struct json_line *line, void *base, char *err,
                      size_t size);

/* The lines with a checksum of all lines before: "check" every RECORD_CHECK_LINES lines, "end" at the end. */
#define RECORD_CHECK_LINES 4096
void record_check_write(struct strbuf *out, const char *type, uint64_t runs, uint64_t lines, uint64_t sum);
bool record_check_read(const struct json_line *line, uint64_t *runs, uint64_t *lines, uint64_t *sum);
