#include "series/record_store.h"

#include "base/error_text.h"
#include "base/file.h"
#include "base/format.h"
#include "base/path.h"
#include "base/save.h"
#include "base/strbuf.h"
#include "base/xdg.h"
#include "base/xmalloc.h"
#include "record/record_read.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIRECTORY "records"
#define ENDING    ".rec"

/* Bytes of the line of a task and of a worker in a file, about. */
#define TASK_BYTES UINT64_C(115)
#define LIFE_BYTES UINT64_C(165)

#define NAME_BYTES 40

static bool is_record(const char *name)
{
    size_t length = strlen(name), ending = strlen(ENDING);
    return length > ending && name[0] != '.' && strcmp(name + length - ending, ENDING) == 0;
}

static void add_record(struct record_store *store, const char *directory, const char *name)
{
    struct stat file;
    struct strbuf path = STRBUF_INIT;
    strbuf_addf(&path, "%s/%s", directory, name);
    if (stat(path.text, &file) != 0 || !S_ISREG(file.st_mode)) {
        strbuf_release(&path);
        return;
    }
    store->records = xreallocarray(store->records, store->count + 1, sizeof *store->records);
    store->records[store->count++] = (struct stored_record){ .path = strbuf_detach(&path),
                                                             .bytes = (uint64_t)file.st_size,
                                                             .written = file.st_mtime };
}

/* The newest first; within a second by name. */
static int by_age(const void *a, const void *b)
{
    const struct stored_record *one = a, *other = b;
    if (one->written != other->written)
        return one->written > other->written ? -1 : 1;
    return -strcmp(one->path, other->path);
}

void record_store_open(struct record_store *store)
{
    *store = (struct record_store){ 0 };
    char *directory = xdg_path(XDG_STATE, DIRECTORY);
    DIR *dir = directory ? opendir(directory) : NULL;
    for (const struct dirent *entry; dir && (entry = readdir(dir));)
        if (is_record(entry->d_name))
            add_record(store, directory, entry->d_name);
    if (dir)
        closedir(dir);
    free(directory);
    if (store->count)
        qsort(store->records, store->count, sizeof *store->records, by_age);
}

static void release_record(struct stored_record *record)
{
    if (record->read && !record->problem)
        record_summary_release(&record->summary);
    free(record->problem);
    free(record->path);
}

void record_store_release(struct record_store *store)
{
    for (size_t i = 0; i < store->count; i++)
        release_record(&store->records[i]);
    free(store->records);
    *store = (struct record_store){ 0 };
}

void record_store_read(struct stored_record *record)
{
    char err[RECORD_ERR_MAX];
    if (record->read)
        return;
    record->read = true;
    if (!record_summary_read(&record->summary, record->path, err, sizeof err))
        record->problem = xstrdup(err);
}

/* ---- keeping ------------------------------------------------------------------------------------------ */

/* Bytes of a recording in a file, about. */
static uint64_t bytes_of(const struct recording *recording)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < recording->run_count; i++)
        bytes += recording->runs[i].record.task_count * TASK_BYTES +
                 recording->runs[i].record.life_count * LIFE_BYTES;
    return bytes;
}

/* "perfect-numbers-short": a title as a part of a file's name. */
static void add_name(struct strbuf *out, const char *title)
{
    size_t begin = out->length;
    for (; *title && out->length - begin < NAME_BYTES; title++) {
        bool plain = isalnum((unsigned char)*title) != 0;
        if (plain)
            strbuf_addc(out, (char)tolower((unsigned char)*title));
        else if (out->length > begin && out->text[out->length - 1] != '-')
            strbuf_addc(out, '-');
    }
    if (out->length == begin)
        strbuf_adds(out, "run");
}

/* The path of a new record; a second one of a second gets a number. Owned by the caller; NULL: no home. */
static char *new_path(const struct experiment *experiment, time_t now)
{
    struct tm tm;
    char day[40];
    char *directory = xdg_path(XDG_STATE, DIRECTORY);
    if (!directory || !localtime_r(&now, &tm) || strftime(day, sizeof day, "%Y-%m-%d-%H%M%S", &tm) == 0) {
        free(directory);
        return NULL;
    }
    struct strbuf path = STRBUF_INIT;
    for (unsigned number = 1; number == 1 || access(path.text, F_OK) == 0; number++) {
        strbuf_clear(&path);
        strbuf_addf(&path, "%s/%s-", directory, day);
        add_name(&path, experiment->title);
        if (number > 1)
            strbuf_addf(&path, "-%u", number);
        strbuf_adds(&path, ENDING);
    }
    free(directory);
    return strbuf_detach(&path);
}

/* Whether the name is one that new_path() makes: "2026-01-31-235959-…". */
static bool is_ours(const char *path)
{
    static const char shape[] = "dddd-dd-dd-dddddd-";
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    for (size_t i = 0; shape[i]; i++)
        if (shape[i] == 'd' ? !isdigit((unsigned char)name[i]) : name[i] != shape[i])
            return false;
    return true;
}

/* Deletes the oldest records until the rest is within its bounds; the newest stays. */
static void make_room(void)
{
    struct record_store store;
    uint64_t bytes = 0;
    size_t ours = 0;
    record_store_open(&store);
    for (size_t i = 0; i < store.count; i++) {
        if (!is_ours(store.records[i].path))
            continue;
        bytes += store.records[i].bytes;
        if (ours++ > 0 && (ours > RECORD_STORE_MOST || bytes > RECORD_STORE_BYTES))
            unlink(store.records[i].path);
    }
    record_store_release(&store);
}

static bool check_size(uint64_t need, char *err, size_t size)
{
    char bytes[FORMAT_MAX], most[FORMAT_MAX];
    if (need > RECORD_STORE_BYTES)
        snprintf(err, size, "not kept: the record takes %s, and at most %s are kept",
                 format_bytes(bytes, sizeof bytes, need),
                 format_bytes(most, sizeof most, RECORD_STORE_BYTES));
    return need <= RECORD_STORE_BYTES;
}

static void end_keeping(struct record_keeping *keeping)
{
    free(keeping->path);
    *keeping = (struct record_keeping){ .recording = NULL };
}

bool record_keeping_begin(struct record_keeping *keeping, const struct recording *recording, time_t now,
                          char *err, size_t size)
{
    *keeping = (struct record_keeping){ .path = new_path(&recording->experiment, now) };
    if (!keeping->path)
        return true;
    if (check_size(bytes_of(recording), err, size) && xdg_make_directories(keeping->path, err, size) &&
        record_writer_open(&keeping->writer, keeping->path, &recording->experiment, &recording->machine,
                           recording->origin, err, size)) {
        keeping->recording = recording;
        return true;
    }
    end_keeping(keeping);
    return false;
}

enum record_kept record_keeping_step(struct record_keeping *keeping, char *err, size_t size)
{
    if (keeping->written < keeping->recording->run_count) {
        record_writer_add(&keeping->writer, &keeping->recording->runs[keeping->written++]);
        return RECORD_KEPT_MORE;
    }
    bool whole = record_writer_close(&keeping->writer, err, size);
    end_keeping(keeping);
    if (whole)
        make_room();
    return whole ? RECORD_KEPT : RECORD_KEPT_NOT;
}

/* Links the file under the other name; copies it where that is on another file system. */
static bool take_file(const char *from, const char *to, char *err, size_t size)
{
    struct strbuf text = STRBUF_INIT;
    if (link(from, to) == 0)
        return true;
    const char *problem = file_read(&text, from, RECORD_STORE_BYTES);
    if (problem)
        path_message(err, size, from, ": cannot be read again: %s", problem);
    bool taken = !problem && save_file(to, text.text, text.length, err, size);
    strbuf_release(&text);
    return taken;
}

bool record_store_take(const char *file, char *err, size_t size)
{
    struct stat is;
    struct record_summary summary;
    if (stat(file, &is) != 0 || !S_ISREG(is.st_mode)) /* a pipe has been read already */
        return true;
    if (!record_summary_read(&summary, file, err, size))
        return false;
    char *path = new_path(&summary.recording.experiment, is.st_mtime);
    bool taken = !path || (check_size((uint64_t)is.st_size, err, size) &&
                           xdg_make_directories(path, err, size) && take_file(file, path, err, size));
    if (path && taken)
        make_room();
    record_summary_release(&summary);
    free(path);
    return taken;
}

bool record_store_delete(struct record_store *store, size_t index, char *err, size_t size)
{
    struct stored_record *record = &store->records[index];
    if (unlink(record->path) != 0 && errno != ENOENT) {
        path_message(err, size, record->path, ": cannot be deleted: %s", error_text(errno));
        return false;
    }
    release_record(record);
    store->count--;
    memmove(record, record + 1, (store->count - index) * sizeof *record);
    return true;
}
