#include "record/record_write.h"

#include "base/hash.h"
#include "record/record_header.h"
#include "record/record_line.h"

/* Bytes in the buffer at which it is written out. */
#define BUFFER ((size_t)1 << 16)

static void sum_up(struct record_writer *writer)
{
    writer->sum =
        hash_bytes(writer->sum, writer->buffer.text + writer->summed, writer->buffer.length - writer->summed);
    writer->summed = writer->buffer.length;
}

static void flush_buffer(struct record_writer *writer)
{
    sum_up(writer);
    save_add(&writer->save, writer->buffer.text, writer->buffer.length);
    strbuf_clear(&writer->buffer);
    writer->summed = 0;
}

static void add_proof(struct record_writer *writer, const char *type)
{
    sum_up(writer);
    record_check_write(&writer->buffer, type, writer->runs, writer->lines, writer->sum);
    writer->lines++;
}

/* Counts a line that is in the buffer. */
static void count_line(struct record_writer *writer)
{
    writer->lines++;
    if (writer->lines % RECORD_CHECK_LINES == 0)
        add_proof(writer, "check");
    if (writer->buffer.length >= BUFFER)
        flush_buffer(writer);
}

static void add_line(struct record_writer *writer, const struct record_line *kind, const void *base)
{
    record_line_write(&(struct json_writer){ .out = &writer->buffer }, kind, base);
    count_line(writer);
}

bool record_writer_open(struct record_writer *writer, const char *path, const struct experiment *experiment,
                        const struct machine *machine, enum recording_origin origin, char *err, size_t size)
{
    *writer = (struct record_writer){ .sum = HASH_START };
    strbuf_init(&writer->buffer);
    if (!save_begin(&writer->save, path, err, size))
        return false;
    record_header_write(&writer->buffer, experiment, machine, origin);
    count_line(writer);
    return true;
}

void record_writer_add(struct record_writer *writer, const struct recorded_run *run)
{
    const struct record *record = &run->record;
    add_line(writer, &record_line_run, &(struct run_line){ .index = writer->runs++, .run = *run });
    for (uint64_t i = 0; i < record->life_count; i++)
        add_line(writer, &record_line_life, &(struct life_line){ .index = i, .life = record->lives[i] });
    for (uint64_t i = 0; i < record->task_count; i++)
        add_line(writer, &record_line_task, &(struct task_line){ .index = i, .task = record->tasks[i] });
    for (uint32_t i = 0; i < record->event_count; i++)
        add_line(writer, &record_line_event, &record->events[i]);
    flush_buffer(writer);
    save_sync(&writer->save);
}

bool record_writer_close(struct record_writer *writer, char *err, size_t size)
{
    add_proof(writer, "end");
    flush_buffer(writer);
    strbuf_release(&writer->buffer);
    return save_finish(&writer->save, err, size);
}

bool record_write_all(const char *path, const struct recording *recording, char *err, size_t size)
{
    struct record_writer writer;
    if (!record_writer_open(&writer, path, &recording->experiment, &recording->machine, recording->origin,
                            err, size))
        return false;
    for (size_t i = 0; i < recording->run_count; i++)
        record_writer_add(&writer, &recording->runs[i]);
    return record_writer_close(&writer, err, size);
}
