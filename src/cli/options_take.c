#include "cli/options_table.h"

#include "base/decimal.h"
#include "base/nearest.h"
#include "base/number.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "json/json_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void options_wrong(struct options *options, const char *format, ...)
{
    struct strbuf said = STRBUF_INIT;
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&said, format, args);
    va_end(args);
    strbuf_clear(&options->text);
    strbuf_adds(&options->text, "tictoc: ");
    text_add_safe(&options->text, said.text, 2000); /* what was typed may hold anything */
    strbuf_addc(&options->text, '\n');
    strbuf_release(&said);
}

static void *field(struct options *options, const struct option_row *row)
{
    return (char *)options + row->offset;
}

bool option_take_flag(struct options *options, const struct option_row *row, const char *value)
{
    (void)value;
    *(bool *)field(options, row) = true;
    return true;
}

bool option_take_text(struct options *options, const struct option_row *row, const char *value)
{
    *(const char **)field(options, row) = value;
    return true;
}

/* A file, and not stdout, which elsewhere goes by the same name. */
bool option_take_file(struct options *options, const struct option_row *row, const char *value)
{
    if (strcmp(value, "-") != 0)
        return option_take_text(options, row, value);
    options_wrong(options, "%s needs a file: stdout has the table or the JSON; a file called - is ./-",
                  row->name);
    return false;
}

bool option_take_choice(struct options *options, const struct option_row *row, const char *value)
{
    struct strbuf all = STRBUF_INIT;
    size_t count = 0;
    for (; row->choices[count]; count++) {
        strbuf_addf(&all, "%s%s", count ? ", " : "", row->choices[count]);
        if (strcmp(row->choices[count], value) == 0) {
            strbuf_release(&all);
            return option_take_text(options, row, value);
        }
    }
    const char *near = nearest(value, row->choices, count);
    options_wrong(options, "%s: there is no \"%s\"; %s %s%s", row->name, value,
                  near ? "did you mean" : "there are", near ? near : all.text, near ? "?" : "");
    strbuf_release(&all);
    return false;
}

/* ---- values ------------------------------------------------------------------------------------------- */

/* Seconds in plain decimals, exact to the ns. */
bool option_take_moment(struct options *options, const struct option_row *row, const char *value)
{
    size_t whole = strspn(value, "0123456789"), length = whole;
    if (whole && value[whole] == '.')
        length += 1 + strspn(value + whole + 1, "0123456789");
    bool plain = whole && value[length] == '\0' && value[length - 1] != '.';
    if (plain && decimal_read(value, length, 9, field(options, row)) == DECIMAL_EXACT)
        return true;
    options_wrong(options, "%s needs seconds, such as %s 1.5, not \"%s\"", row->name, row->name, value);
    return false;
}

/* A number from 1. */
bool option_take_ordinal(struct options *options, const struct option_row *row, const char *value)
{
    uint64_t number = 0;
    if (number_read(value, strlen(value), 10, &number) && number) {
        *(uint64_t *)field(options, row) = number;
        return true;
    }
    options_wrong(options, "%s needs a number from 1, not \"%s\"", row->name, value);
    return false;
}

/* More columns or rows than this are none that anybody looks at. */
#define SIDE_MAX 1000

bool option_take_size(struct options *options, const struct option_row *row, const char *value)
{
    uint64_t columns = 0, rows = 0;
    size_t first = strcspn(value, "x");
    bool right = value[first] && number_read(value, first, 10, &columns) &&
                 number_read(value + first + 1, strlen(value + first + 1), 10, &rows);
    if (!right || !columns || !rows || columns > SIDE_MAX || rows > SIDE_MAX) {
        options_wrong(options, "%s needs columns and rows of 1 ... %d, such as %s 100x32, not \"%s\"",
                      row->name, SIDE_MAX, row->name, value);
        return false;
    }
    options->columns = (unsigned)columns;
    options->rows = (unsigned)rows;
    return true;
}

/* ---- changes of the experiment ------------------------------------------------------------------------ */

/* Takes memory over until options_release(). */
static const char *own(struct options *options, char *text)
{
    options->owned = xreallocarray(options->owned, options->owned_count + 1, sizeof *options->owned);
    options->owned[options->owned_count++] = text;
    return text;
}

static void change(struct options *options, const struct option_row *row, const char *path, const char *value)
{
    size_t room = options->override_count + 1;
    options->overrides = xreallocarray(options->overrides, room, sizeof *options->overrides);
    options->overrides[options->override_count++] = (struct experiment_override){ path, value, row->name };
}

bool option_take_key(struct options *options, const struct option_row *row, const char *value)
{
    change(options, row, row->path, row->constant ? row->constant : value);
    return true;
}

bool option_take_workload(struct options *options, const struct option_row *row, const char *value)
{
    options->from_nothing = !options->experiment;
    return option_take_key(options, row, value);
}

/* "serial,pool" as a JSON list. Whether there are such strategies is for the reader to say. */
bool option_take_names(struct options *options, const struct option_row *row, const char *value)
{
    struct strbuf json = STRBUF_INIT;
    strbuf_addc(&json, '[');
    for (const char *at = value;; at++) {
        size_t length = strcspn(at, ",");
        char *name = xmemdup0(at, length);
        strbuf_adds(&json, at == value ? "" : ",");
        json_encode(&json, name);
        free(name);
        at += length;
        if (length == 0) {
            options_wrong(options, "%s \"%s\": a name is missing; such as %s serial,pool", row->name, value,
                          row->name);
            strbuf_release(&json);
            return false;
        }
        if (*at == '\0')
            break;
    }
    strbuf_addc(&json, ']');
    change(options, row, row->path, own(options, strbuf_detach(&json)));
    return true;
}

static bool has_change(const struct options *options, const char *path)
{
    for (size_t i = 0; i < options->override_count; i++)
        if (strcmp(options->overrides[i].path, path) == 0)
            return true;
    return false;
}

/* What is typed in a form of its own may mean more than one key of the workload,
 * and which workload is wanted. */
bool option_take_typed(struct options *options, const struct option_row *row, const char *value)
{
    struct config_typed typed[CONFIG_TYPED_MAX];
    unsigned column;
    char err[256];
    size_t count = row->key->custom->read_typed(value, typed, &column, err, sizeof err);
    if (!count) {
        options_wrong(options, "%s \"%s\": column %u: %s", row->name, value, column, err);
        return false;
    }
    if (!has_change(options, "workload.kind")) {
        change(options, row, "workload.kind", row->kind);
        options->from_nothing = !options->experiment;
    }
    for (size_t i = 0; i < count; i++) {
        struct strbuf path = STRBUF_INIT;
        strbuf_addf(&path, "workload.%s", typed[i].key);
        change(options, row, own(options, strbuf_detach(&path)), own(options, typed[i].json));
    }
    return true;
}

bool option_take_assignment(struct options *options, const struct option_row *row, const char *value)
{
    const char *equals = strchr(value, '=');
    if (!equals || equals == value) {
        options_wrong(options, "%s needs PATH=VALUE, such as %s repeat=5, not \"%s\"", row->name, row->name,
                      value);
        return false;
    }
    const char *path = own(options, xmemdup0(value, (size_t)(equals - value)));
    change(options, row, path, equals + 1);
    return true;
}
