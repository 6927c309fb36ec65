#include "cli/commands.h"

#include "analysis/findings.h"
#include "experiment/catalog.h"
#include "base/save.h"
#include "base/save_target.h"
#include "base/text.h"
#include "base/terminal.h"
#include "base/xmalloc.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What --workload changes when no EXPERIMENT is named. */
static const char nothing[] = "{ \"title\": \"Command line\" }";

bool command_ascii(const struct options *options)
{
    return options->ascii || !terminal_utf8();
}

bool command_print(const char *text, size_t length)
{
    if (save_write(STDOUT_FILENO, text, length))
        return true;
    command_warn("cannot write to stdout: %s", strerror(errno));
    return false;
}

/* A line to stderr, whatever is in it: names of files and values of options come from anywhere. */
static void write_line(const char *text, bool ascii)
{
    struct strbuf line = STRBUF_INIT;
    char *shown = text_printable(text, ascii);
    strbuf_addf(&line, "%s\n", shown);
    save_write(STDERR_FILENO, line.text, line.length); /* where that fails, no other place is left for it */
    strbuf_release(&line);
    free(shown);
}

void command_warn(const char *format, ...)
{
    struct strbuf text = STRBUF_INIT;
    va_list args;
    va_start(args, format);
    strbuf_adds(&text, "tictoc: ");
    strbuf_vaddf(&text, format, args);
    va_end(args);
    write_line(text.text, !terminal_utf8());
    strbuf_release(&text);
}

void command_report(const char *messages, bool ascii)
{
    for (size_t length; *messages; messages += length + (messages[length] == '\n')) {
        length = strcspn(messages, "\n");
        char *line = xmemdup0(messages, length);
        write_line(line, ascii);
        free(line);
    }
}

void command_warn_troubles(const struct results *results)
{
    struct findings findings;
    findings_of(&findings, results, false);
    for (size_t i = 0; i < findings.count; i++)
        if (findings.list[i].kind == FINDING_TROUBLE) /* a warning has no full stop */
            command_warn("%.*s", (int)findings.list[i].text.length - 1, findings.list[i].text.text);
    findings_release(&findings);
}

static bool overrides_begin(const struct options *options, const char *path)
{
    for (size_t i = 0; i < options->override_count; i++)
        if (strncmp(options->overrides[i].path, path, strlen(path)) == 0)
            return true;
    return false;
}

/* What is made on the command line alone is nothing changed. */
static void mark_changed(struct experiment *experiment, const struct options *options)
{
    static const struct {
        const char *path;
        unsigned news;
    } kinds[] = { { "title", EXPERIMENT_NEW_TITLE },
                  { "about", EXPERIMENT_NEW_ABOUT },
                  { "workload", EXPERIMENT_NEW_WORK } };
    unsigned news = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        news |= overrides_begin(options, kinds[i].path) ? kinds[i].news : 0;
    if (!options->from_nothing && (news & EXPERIMENT_NEW_WORK || overrides_begin(options, "strategies")))
        experiment_mark_changed(experiment, news);
}

bool command_experiment(struct experiment *experiment, const struct options *options)
{
    char *messages;
    if (options->from_nothing)
        messages = experiment_parse(experiment, "command line", nothing, strlen(nothing), options->overrides,
                                    options->override_count);
    else
        messages = catalog_load(experiment, options->experiment ? options->experiment : "default",
                                options->overrides, options->override_count);
    if (!messages) {
        mark_changed(experiment, options);
        return true;
    }
    command_report(messages, command_ascii(options));
    free(messages);
    const char *command = options->command == COMMAND_UI && options->experiment
                              ? options_nearest_command(options->experiment)
                              : NULL;
    if (command)
        command_warn("if a command was meant: tictoc %s", command);
    return false;
}

/* The file would take the place of the one that stdout goes to, and what is printed would be nowhere. */
static bool spares_stdout(const char *option, const char *path)
{
    if (!path || !save_is_open(path, STDOUT_FILENO))
        return true;
    command_warn("%s %s is where stdout goes: one would take the place of the other", option, path);
    return false;
}

bool command_outputs(const struct options *options)
{
    const char *json = options_json_file(options);
    if (json && options->record && save_same(json, options->record)) {
        command_warn("--json %s and --record %s are the same file: one would take the place of the other",
                     json, options->record);
        return false;
    }
    bool prints = !options->quiet || options->narrate || options_json_to_stdout(options);
    return !prints || (spares_stdout("--json", json) && spares_stdout("--record", options->record));
}
