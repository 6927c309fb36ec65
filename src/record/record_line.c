#include "record/record_line.h"

#include "base/number.h"
#include "base/format.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- tables ------------------------------------------------------------------------------------------- */

static const char *const task_states[] = { "waiting", "claimed", "running", "done", "failed" };
static const char *const phases[] = { "ready", "running", "told", "ending", "ended", "broken" };
static const char *const event_kinds[] = { "result", "death",   "replaced",  "shrunk", "refused", "failed",
                                           "killed", "stopped", "continued", "stuck",  "held",    "opened" };

#define COUNT(array)        (sizeof(array) / sizeof *(array))
#define LINE(name, of, row) const struct record_line name = { of, row, COUNT(row) }

/* clang-format off */
#define FIELD(name, of, member, ...) { .key = name, .offset = offsetof(struct of, member), \
    .size = sizeof(((struct of *)NULL)->member), __VA_ARGS__ }
#define WHOLE(name, of, member, limit) FIELD(name, of, member, .type = RECORD_FIELD_WHOLE, .most = limit)
#define TIME(name, of, member) WHOLE(name, of, member, RECORD_NS_MAX)
#define MAYBE(name, of, member) FIELD(name, of, member, .type = RECORD_FIELD_WHOLE, .none = true)
#define LATER(kind, name, of, member) FIELD(name, of, member, .type = kind, .optional = true)
#define RARE(kind, name, of, member, limit) \
    FIELD(name, of, member, .type = kind, .most = limit, .optional = true, .rare = true)
#define OTHER(kind, name, of, member) FIELD(name, of, member, .type = kind)
#define CHOICE(name, of, member, names) \
    FIELD(name, of, member, .type = RECORD_FIELD_CHOICE, .choices = names, .choice_count = COUNT(names))
/* clang-format on */

static const struct record_field run_fields[] = {
    WHOLE("index", run_line, index, 0),
    WHOLE("strategy", run_line, run.strategy, 0),
    WHOLE("repeat", run_line, run.repeat, 0),
    OTHER(RECORD_FIELD_FLAG, "warmup", run_line, run.warmup),
    TIME("tic", run_line, tic),
    TIME("toc", run_line, run.record.toc),
    TIME("done", run_line, run.record.done),
    CHOICE("phase", run_line, run.record.phase, phases),
    WHOLE("slots", run_line, run.record.slots, SLOTS_MAX),
    WHOLE("chunk", run_line, run.record.chunk, TASKS_MAX),
    WHOLE("peak_live", run_line, run.record.peak_live, SLOTS_MAX),
    WHOLE("forks_refused", run_line, run.record.forks_refused, 0),
    TIME("coordinator_cpu", run_line, run.record.coordinator_cpu_ns),
    TIME("held", run_line, run.record.held_ns),
    OTHER(RECORD_FIELD_FLAG, "interrupted", run_line, run.record.interrupted),
    TIME("capacity", run_line, run.record.disturbance.capacity),
    TIME("others", run_line, run.record.disturbance.others),
    TIME("steal", run_line, run.record.disturbance.steal),
    WHOLE("throttles", run_line, run.record.disturbance.throttles, 0),
    OTHER(RECORD_FIELD_FLAG, "battery", run_line, run.record.disturbance.battery),
    OTHER(RECORD_FIELD_TEXT, "trouble", run_line, run.record.trouble),
    OTHER(RECORD_FIELD_TEXT, "note", run_line, run.record.note),
    WHOLE("plan_lives", run_line, run.plan.lives, 0),
    WHOLE("plan_attempts", run_line, run.plan.attempts, 0),
    OTHER(RECORD_FIELD_FLAG, "plan_join", run_line, run.plan.join),
    OTHER(RECORD_FIELD_FLAG, "plan_neighbours", run_line, run.plan.neighbours),
    WHOLE("plan_workers", run_line, run.plan.workers, 0),
    WHOLE("plan_cores", run_line, run.plan.cores, 0),
    OTHER(RECORD_FIELD_TEXT, "plan_limit", run_line, run.plan.limit),
    LATER(RECORD_FIELD_WHOLE, "quota_held_back", run_line, run.record.disturbance.quota),
    LATER(RECORD_FIELD_WHOLE, "quota_times", run_line, run.record.disturbance.quota_times),
    LATER(RECORD_FIELD_FLAG, "quota_known", run_line, run.record.disturbance.quota_known),
    LATER(RECORD_FIELD_FLAG, "plan_unsupervised", run_line, run.plan.unsupervised),
    LATER(RECORD_FIELD_WHOLE, "plan_task_timeout", run_line, run.plan.task_timeout_ns),
    LATER(RECORD_FIELD_FLAG, "plan_chaos", run_line, run.plan.chaos.on),
    LATER(RECORD_FIELD_WHOLE, "plan_chaos_every", run_line, run.plan.chaos.kill_every_ns),
    LATER(RECORD_FIELD_WHOLE, "plan_chaos_seed", run_line, run.plan.chaos.seed),
    FIELD("plan_order", run_line, run.plan.order, .type = RECORD_FIELD_CHOICE, .choices = order_names,
          .choice_count = ORDERS, .optional = true, .rare = true),
    RARE(RECORD_FIELD_WHOLE, "plan_seed", run_line, run.plan.seed, 0),
    WHOLE("lives", run_line, run.record.life_count, UINT32_MAX - 1),
    WHOLE("tasks", run_line, run.record.task_count, TASKS_MAX),
    WHOLE("events", run_line, run.record.event_count, EVENTS_MAX),
};

static const struct record_field life_fields[] = {
    WHOLE("index", life_line, index, 0),
    WHOLE("slot", life_line, life.slot, SLOTS_MAX - 1),
    RARE(RECORD_FIELD_WHOLE, "host", life_line, life.host, RECORD_HOSTS_MAX - 1),
    OTHER(RECORD_FIELD_SIGNED, "pid", life_line, life.pid),
    RARE(RECORD_FIELD_SIGNED, "tid", life_line, life.tid, 0),
    TIME("spawned", life_line, life.spawned),
    TIME("exited", life_line, life.exited),
    OTHER(RECORD_FIELD_SIGNED, "status", life_line, life.status),
    TIME("cpu", life_line, life.cpu_ns),
    WHOLE("max_rss_kb", life_line, life.max_rss_kb, 0),
    MAYBE("died_task", life_line, life.died_task),
    TIME("died_started", life_line, life.died_started),
};

static const struct record_field task_fields[] = {
    WHOLE("index", task_line, index, 0),
    MAYBE("life", task_line, task.life),
    WHOLE("attempts", task_line, task.attempts, 0),
    TIME("started", task_line, task.started),
    TIME("ended", task_line, task.ended),
    WHOLE("result", task_line, task.result, 0),
    CHOICE("state", task_line, task.state, task_states),
};

static const struct record_field event_fields[] = {
    TIME("time", event, time),
    CHOICE("kind", event, kind, event_kinds),
    MAYBE("task", event, task),
    WHOLE("value", event, value, 0),
    WHOLE("slot", event, slot, SLOTS_MAX - 1),
    WHOLE("life", event, life, 0),
    LATER(RECORD_FIELD_WHOLE, "attempt", event, attempt),
    LATER(RECORD_FIELD_WHOLE, "attempts", event, attempts),
};

static const struct record_field host_fields[] = {
    WHOLE("cores", host_line, machine.cores, 0),
    WHOLE("threads_per_core", host_line, machine.threads_per_core, 0),
    OTHER(RECORD_FIELD_TEXT, "cpu", host_line, machine.cpu),
    OTHER(RECORD_FIELD_TEXT, "os", host_line, machine.os),
    OTHER(RECORD_FIELD_SIGNED, "clock_offset", host_line, clock_offset_ns),
    TIME("clock_error", host_line, clock_error_ns),
};

LINE(record_line_run, "run", run_fields);
LINE(record_line_life, "life", life_fields);
LINE(record_line_task, "task", task_fields);
LINE(record_line_event, "event", event_fields);
LINE(record_line_host, NULL, host_fields);

/* ---- values in memory --------------------------------------------------------------------------------- */

static uint64_t load_value(const void *base, const struct record_field *field)
{
    const char *place = (const char *)base + field->offset;
    uint8_t byte;
    uint32_t word;
    uint64_t wide;
    switch (field->size) {
    case 1:
        memcpy(&byte, place, sizeof byte);
        return byte;
    case 4:
        memcpy(&word, place, sizeof word);
        return word;
    default:
        memcpy(&wide, place, sizeof wide);
        return wide;
    }
}

static void store_value(void *base, const struct record_field *field, uint64_t value)
{
    char *place = (char *)base + field->offset;
    uint8_t byte = (uint8_t)value;
    uint32_t word = (uint32_t)value;
    if (field->size == sizeof byte)
        memcpy(place, &byte, sizeof byte);
    else if (field->size == sizeof word)
        memcpy(place, &word, sizeof word);
    else
        memcpy(place, &value, sizeof value);
}

/* All bits of a field set. */
static uint64_t highest(const struct record_field *field)
{
    return field->size >= 8 ? UINT64_MAX : (UINT64_C(1) << (8 * field->size)) - 1;
}

/* ---- writing ------------------------------------------------------------------------------------------ */

/* Of a field of 4 or 8 bytes. */
static int64_t load_signed(const void *base, const struct record_field *field)
{
    uint64_t value = load_value(base, field);
    return field->size == sizeof(uint32_t) ? (int32_t)value : (int64_t)value;
}

static void write_field(struct json_writer *json, const struct record_field *field, const void *base)
{
    if (field->type == RECORD_FIELD_TEXT) {
        json_text(json, field->key, (const char *)base + field->offset);
        return;
    }
    uint64_t value = load_value(base, field);
    if (field->none && value == highest(field))
        json_null(json, field->key);
    else if (field->type == RECORD_FIELD_FLAG)
        json_flag(json, field->key, value);
    else if (field->type == RECORD_FIELD_CHOICE)
        json_text(json, field->key, field->choices[value]);
    else if (field->type == RECORD_FIELD_SIGNED)
        json_signed(json, field->key, load_signed(base, field));
    else
        json_whole(json, field->key, value);
}

void record_line_write(struct json_writer *json, const struct record_line *kind, const void *base)
{
    json_object(json, NULL, JSON_COMPACT);
    if (kind->type)
        json_text(json, "type", kind->type);
    for (size_t i = 0; i < kind->count; i++)
        if (!kind->fields[i].rare || load_value(base, &kind->fields[i]))
            write_field(json, &kind->fields[i], base);
    json_close(json);
    if (kind->type)
        strbuf_addc(json->out, '\n');
}

/* ---- reading ------------------------------------------------------------------------------------------ */

/* A whole number as JSON writes it. */
static bool read_digits(const char *text, size_t length, uint64_t *value)
{
    return (length < 2 || *text != '0') && number_read(text, length, 10, value);
}

static bool take_whole(const struct record_field *field, const struct json_member *member, void *base)
{
    uint64_t value, most = field->most ? field->most : highest(field);
    if (field->none && member->type == JSON_NULL) {
        store_value(base, field, highest(field));
        return true;
    }
    if (member->type != JSON_NUMBER || !read_digits(member->text, member->length, &value) || value > most)
        return false;
    if (field->none && value == highest(field))
        return false;
    store_value(base, field, value);
    return true;
}

static bool take_signed(const struct record_field *field, const struct json_member *member, void *base)
{
    bool negative = member->length && *member->text == '-';
    uint64_t value, limit = (highest(field) >> 1) + negative;
    if (member->type != JSON_NUMBER ||
        !read_digits(member->text + negative, member->length - negative, &value) || value > limit)
        return false;
    store_value(base, field, negative ? ~value + 1 : value);
    return true;
}

static bool take_choice(const struct record_field *field, const struct json_member *member, void *base)
{
    for (size_t i = field->choice_count; i-- > 0;)
        if (json_member_is(member, field->choices[i])) {
            store_value(base, field, i);
            return true;
        }
    return false;
}

static bool take_text(const struct record_field *field, const struct json_member *member, void *base)
{
    if (member->type != JSON_STRING)
        return false;
    struct strbuf text = STRBUF_INIT;
    json_decode(&text, member->text - 1, (size_t)member->length + 2);
    bool fits = text.length < field->size;
    if (fits)
        memcpy((char *)base + field->offset, text.text, text.length + 1);
    strbuf_release(&text);
    return fits;
}

static bool take_value(const struct record_field *field, const struct json_member *member, void *base)
{
    switch (field->type) {
    case RECORD_FIELD_WHOLE:
        return take_whole(field, member, base);
    case RECORD_FIELD_SIGNED:
        return take_signed(field, member, base);
    case RECORD_FIELD_FLAG:
        store_value(base, field, member->type == JSON_TRUE);
        return member->type == JSON_TRUE || member->type == JSON_FALSE;
    case RECORD_FIELD_CHOICE:
        return take_choice(field, member, base);
    case RECORD_FIELD_TEXT:
        return take_text(field, member, base);
    }
    return false;
}

/* The field of a member. The search begins at its place in a line that tictoc writes. */
static size_t find_field(const struct record_line *kind, const struct json_member *member, size_t guess)
{
    for (size_t i = 0; i < kind->count; i++) {
        size_t at = (guess + i) % kind->count;
        const char *key = kind->fields[at].key;
        if (strncmp(key, member->key, member->key_length) == 0 && key[member->key_length] == '\0')
            return at;
    }
    return kind->count;
}

bool record_line_read(const struct record_line *kind, const struct json_line *line, void *base, char *err,
                      size_t size)
{
    uint64_t seen = 0;
    size_t guess = 0;
    for (unsigned i = 0; i < line->count; i++) {
        const struct json_member *member = &line->members[i];
        if (member->key_length == 4 && memcmp(member->key, "type", 4) == 0)
            continue;
        size_t at = find_field(kind, member, guess);
        if (at == kind->count)
            continue;
        const char *key = kind->fields[at].key;
        if (seen >> at & 1)
            return format_refusal(err, size, "\"%s\" is there twice", key);
        if (!take_value(&kind->fields[at], member, base))
            return format_refusal(err, size, "\"%s\" has an impossible value", key);
        seen |= UINT64_C(1) << at;
        guess = at + 1;
    }
    for (size_t i = 0; i < kind->count; i++)
        if (!(seen >> i & 1) && !kind->fields[i].optional)
            return format_refusal(err, size, "\"%s\" is missing", kind->fields[i].key);
    return true;
}

/* ---- proof -------------------------------------------------------------------------------------------- */

void record_check_write(struct strbuf *out, const char *type, uint64_t runs, uint64_t lines, uint64_t sum)
{
    struct json_writer json = { .out = out };
    char digits[17];
    snprintf(digits, sizeof digits, "%016" PRIx64, sum);
    json_object(&json, NULL, JSON_COMPACT);
    json_text(&json, "type", type);
    json_whole(&json, "runs", runs);
    json_whole(&json, "lines", lines);
    json_text(&json, "fnv1a", digits);
    json_close(&json);
    strbuf_addc(out, '\n');
}

bool record_check_read(const struct json_line *line, uint64_t *runs, uint64_t *lines, uint64_t *sum)
{
    const struct json_member *members[] = { json_line_find(line, "runs"), json_line_find(line, "lines"),
                                            json_line_find(line, "fnv1a") };
    uint64_t *values[] = { runs, lines };
    for (int i = 0; i < 2; i++)
        if (!members[i] || members[i]->type != JSON_NUMBER ||
            !read_digits(members[i]->text, members[i]->length, values[i]))
            return false;
    if (!members[2] || members[2]->type != JSON_STRING || members[2]->length != 16 ||
        !number_read(members[2]->text, 16, 16, sum))
        return false;
    char again[17]; /* only small letters are valid */
    snprintf(again, sizeof again, "%016" PRIx64, *sum);
    return memcmp(again, members[2]->text, 16) == 0;
}
