#include "experiment/catalog.h"

#include "experiment/builtin.h"
#include "json/json_scan.h"
#include "base/file.h"
#include "base/nearest.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "base/xdg.h"
#include "base/xmalloc.h"
#include "base/utf8.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef TICTOC_DATADIR /* the lint has no Makefile's flags */
#define TICTOC_DATADIR "/usr/local/share/tictoc"
#endif

#define NAME_SHOWN_MAX 200

/* Directories of experiments; the first one that has a name wins. */
enum { CURRENT, OWN, INSTALLED, DIRECTORIES };

/* Names of files in these directories that are no experiments. */
static const char *const reserved[] = { "schema", "settings" };

/* Without the slash at its end; "" without a home. Owned by the caller. */
static char *own_directory(void)
{
    char *path = xdg_path(XDG_CONFIG, "");
    if (!path)
        return xstrdup("");
    path[strlen(path) - 1] = '\0';
    return path;
}

/* The installed experiments: beside the directory of the binary, so that an installation can be moved;
 * else where the build expected them. Owned by the caller. */
static char *installed_directory(void)
{
    static const char ours[] = "/bin/tictoc";
    char exe[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", exe, sizeof exe);
    ssize_t prefix = length - (ssize_t)(sizeof ours - 1);
    struct strbuf sb = STRBUF_INIT;
    if (prefix >= 0 && length < (ssize_t)sizeof exe && memcmp(exe + prefix, ours, sizeof ours - 1) == 0)
        strbuf_addf(&sb, "%.*s/share/tictoc", (int)prefix, exe);
    if (!sb.length || access(sb.text, R_OK | X_OK) != 0) {
        strbuf_release(&sb);
        return xstrdup(TICTOC_DATADIR);
    }
    return strbuf_detach(&sb);
}

static void open_directories(char *directories[DIRECTORIES])
{
    directories[CURRENT] = xstrdup("config");
    directories[OWN] = own_directory();
    directories[INSTALLED] = installed_directory();
}

static void close_directories(char *directories[DIRECTORIES])
{
    for (size_t i = 0; i < DIRECTORIES; i++)
        free(directories[i]);
}

static bool is_reserved(const char *name)
{
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcmp(name, reserved[i]) == 0)
            return true;
    return false;
}

bool catalog_is_name(const char *name)
{
    size_t length = strlen(name), bytes = 0;
    for (size_t at = 0; at < length; at += bytes) {
        uint32_t c = 0;
        bytes = utf8_read(name + at, length - at, &c);
        if (!bytes || text_disturbs(c))
            return false;
    }
    return length && name[0] != '.' && !is_reserved(name);
}

static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static bool has_entry(const struct catalog *catalog, const char *name)
{
    for (size_t i = 0; i < catalog->count; i++)
        if (strcmp(catalog->entries[i].name, name) == 0)
            return true;
    return false;
}

static const struct builtin *find_builtin(const char *name)
{
    for (size_t i = 0; i < builtin_count; i++)
        if (strcmp(builtins[i].name, name) == 0)
            return &builtins[i];
    return NULL;
}

static char *read_builtin(struct experiment *out, const struct builtin *builtin,
                          const struct experiment_override *overrides, size_t override_count)
{
    struct strbuf name = STRBUF_INIT;
    strbuf_addf(&name, "built in: %s", builtin->name);
    char *messages =
        experiment_parse(out, name.text, builtin->text, builtin->length, overrides, override_count);
    strbuf_release(&name);
    return messages;
}

/* "PATH:LINE:COLUMN: what". */
static void find_line(struct catalog_entry *entry)
{
    struct strbuf text = STRBUF_INIT;
    size_t length = entry->path ? strlen(entry->path) : 0;
    int words = 0;
    if (!length || strncmp(entry->problem, entry->path, length) != 0 ||
        sscanf(entry->problem + length, ":%u:%u: %n", &entry->line_number, &entry->column, &words) != 2 ||
        file_read(&text, entry->path, JSON_TEXT_MAX))
        return;
    const char *line = text.text;
    for (unsigned i = 1; line && i < entry->line_number; i++)
        line = (line = strchr(line, '\n')) ? line + 1 : NULL;
    if (line) {
        entry->line = xmemdup0(line, strcspn(line, "\r\n"));
        entry->words = length + (size_t)words;
    }
    strbuf_release(&text);
}

void catalog_refuse(struct catalog_entry *entry, char *messages)
{
    messages[strcspn(messages, "\n")] = '\0';
    entry->problem = messages;
    find_line(entry);
}

/* Adds the experiment `name`: the file at `path`, or, where that is NULL, the copy in the binary. */
static void add_entry(struct catalog *catalog, const char *name, const char *path, bool shipped)
{
    if (has_entry(catalog, name))
        return;
    struct experiment experiment;
    char *problem = path ? experiment_read(&experiment, path, NULL, 0)
                         : read_builtin(&experiment, find_builtin(name), NULL, 0);
    bool titled = !problem && experiment.title[0];
    catalog->entries = xreallocarray(catalog->entries, catalog->count + 1, sizeof *catalog->entries);
    catalog->entries[catalog->count++] = (struct catalog_entry){
        .name = xstrdup(name),
        .title = xstrdup(titled ? experiment.title : name),
        .path = path ? xstrdup(path) : NULL,
        .shipped = shipped,
    };
    if (problem)
        catalog_refuse(&catalog->entries[catalog->count - 1], problem);
    else
        experiment_release(&experiment);
}

/* In tictoc's own source tree the current directory holds the shipped experiments, perhaps beside others. */
static bool is_shipped(int place, const char *name)
{
    return place == INSTALLED || (place == CURRENT && find_builtin(name));
}

static void add_directory(struct catalog *catalog, const char *directory, int place)
{
    DIR *dir = opendir(directory);
    if (!dir)
        return;
    for (const struct dirent *file; (file = readdir(dir));) {
        size_t length = strlen(file->d_name);
        if (length <= 5 || strcmp(file->d_name + length - 5, ".json") != 0)
            continue;
        struct strbuf path = STRBUF_INIT;
        strbuf_addf(&path, "%s/%s", directory, file->d_name);
        char *name = xmemdup0(file->d_name, length - 5);
        if (catalog_is_name(name) && is_file(path.text))
            add_entry(catalog, name, path.text, is_shipped(place, name));
        free(name);
        strbuf_release(&path);
    }
    closedir(dir);
}

/* Shipped experiments in the order of the course, then all others. */
static size_t rank_of(const char *name)
{
    const struct builtin *builtin = find_builtin(name);
    return builtin ? (size_t)(builtin - builtins) : builtin_count;
}

static int by_rank(const void *a, const void *b)
{
    const struct catalog_entry *one = a, *other = b;
    size_t one_rank = rank_of(one->name), other_rank = rank_of(other->name);
    if (one_rank != other_rank)
        return one_rank < other_rank ? -1 : 1;
    return strcmp(one->name, other->name);
}

void catalog_open(struct catalog *catalog)
{
    char *directories[DIRECTORIES];
    *catalog = (struct catalog){ .entries = NULL };
    open_directories(directories);
    for (int i = 0; i < DIRECTORIES; i++)
        add_directory(catalog, directories[i], i);
    close_directories(directories);
    for (size_t i = 0; i < builtin_count; i++)
        add_entry(catalog, builtins[i].name, NULL, true);
    if (catalog->count)
        qsort(catalog->entries, catalog->count, sizeof *catalog->entries, by_rank);
}

bool catalog_is_shipped(const struct catalog *catalog, const char *path)
{
    struct stat wanted, found;
    for (size_t i = 0; stat(path, &wanted) == 0 && i < catalog->count; i++) {
        const struct catalog_entry *entry = &catalog->entries[i];
        if (entry->shipped && entry->path && stat(entry->path, &found) == 0 &&
            found.st_ino == wanted.st_ino && found.st_dev == wanted.st_dev)
            return true;
    }
    return false;
}

void catalog_release(struct catalog *catalog)
{
    for (size_t i = 0; i < catalog->count; i++) {
        free(catalog->entries[i].name);
        free(catalog->entries[i].title);
        free(catalog->entries[i].path);
        free(catalog->entries[i].problem);
        free(catalog->entries[i].line);
    }
    free(catalog->entries);
    *catalog = (struct catalog){ .entries = NULL };
}

/* Whether NAME.json is in the current directory. */
static bool is_json_here(const char *name)
{
    struct strbuf path = STRBUF_INIT;
    strbuf_addf(&path, "%s.json", name);
    bool there = catalog_is_name(name) && is_file(path.text);
    strbuf_release(&path);
    return there;
}

static char *report_unknown(const char *name)
{
    struct catalog catalog;
    struct strbuf sb = STRBUF_INIT;
    catalog_open(&catalog);
    const char **names = xreallocarray(NULL, catalog.count, sizeof *names);
    for (size_t i = 0; i < catalog.count; i++)
        names[i] = catalog.entries[i].name;
    const char *near = nearest(name, names, catalog.count);
    text_add_safe(&sb, name, NAME_SHOWN_MAX);
    strbuf_adds(&sb, ": there is no experiment of that name");
    if (is_json_here(name))
        strbuf_addf(&sb, "; did you mean the file %s.json?", name);
    else if (near)
        strbuf_addf(&sb, "; did you mean \"%s\"?", near);
    strbuf_adds(&sb, " (`tictoc list` shows them all)\n");
    free(names);
    catalog_release(&catalog);
    return strbuf_detach(&sb);
}

/* The path of an experiment in the first directory that has it. Owned by the caller; NULL: none has. */
static char *find_file(const char *name)
{
    char *directories[DIRECTORIES], *found = NULL;
    open_directories(directories);
    for (size_t i = 0; i < DIRECTORIES && !found; i++) {
        struct strbuf path = STRBUF_INIT;
        strbuf_addf(&path, "%s/%s.json", directories[i], name);
        if (is_file(path.text))
            found = strbuf_detach(&path);
        strbuf_release(&path);
    }
    close_directories(directories);
    return found;
}

static bool is_path(const char *text)
{
    struct stat status;
    size_t length = strlen(text);
    if (strchr(text, '/') || (length >= 5 && strcmp(text + length - 5, ".json") == 0))
        return true;
    return stat(text, &status) == 0 && !S_ISDIR(status.st_mode); /* a pipe is read as well */
}

char *catalog_load(struct experiment *out, const char *name_or_path,
                   const struct experiment_override *overrides, size_t override_count)
{
    if (strcmp(name_or_path, "-") == 0)
        return experiment_read(out, "/dev/stdin", overrides, override_count);
    if (is_path(name_or_path))
        return experiment_read(out, name_or_path, overrides, override_count);
    if (!catalog_is_name(name_or_path))
        return report_unknown(name_or_path);
    char *path = find_file(name_or_path);
    const struct builtin *builtin = find_builtin(name_or_path);
    char *messages = path      ? experiment_read(out, path, overrides, override_count)
                     : builtin ? read_builtin(out, builtin, overrides, override_count)
                               : report_unknown(name_or_path);
    free(path);
    return messages;
}
