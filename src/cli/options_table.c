#include "cli/options_table.h"

#include "base/version.h"
#include "experiment/settings.h"
#include "report/export.h"

#include <stdint.h>
#include <string.h>

#define FORMATS_MAX 16
#define ON(command) (1u << (command))
#define RUNS        (ON(COMMAND_UI) | ON(COMMAND_RUN))
#define EVERYWHERE  ((1u << COMMANDS) - 1)

const struct command_row command_rows[COMMANDS] = {
    [COMMAND_UI] = { "", "tictoc [EXPERIMENT] [options]",
                     "Opens the screen, with EXPERIMENT selected; without a terminal it does what run does.\n"
                     "      What ends on the screen is kept as a record, the newest 20: ] lists them.",
                     "EXPERIMENT", 0, 1 },
    [COMMAND_RUN] = { "run", "tictoc run [EXPERIMENT] [options]",
                      "Carries out an experiment and prints a table of the results.", "EXPERIMENT", 0, 1 },
    [COMMAND_REPLAY] = { "replay", "tictoc replay FILE... [options]",
                         "Plays runs that were written down; with --dump it prints one moment of them.",
                         "FILE", 1, SIZE_MAX },
    [COMMAND_EXPORT] = { "export", "tictoc export FILE --format chrome|csv|json|svg",
                         "Prints runs that were written down in a form that other programs read.", "FILE", 1,
                         1 },
    [COMMAND_CHECK] = { "check", "tictoc check FILE...",
                        "Reads experiment files and reports every mistake with its place.", "FILE", 1,
                        SIZE_MAX },
    [COMMAND_LIST] = { "list", "tictoc list",
                       "Lists the experiments that can be found, and where each comes from.", NULL, 0, 0 },
};

static const char *const group_titles[GROUPS] = {
    [GROUP_WORK] = "The work (instead of what the experiment says)",
    [GROUP_STRATEGIES] = "How it is done (every strategy that knows the setting)",
    [GROUP_REPEATS] = "How often, and any other key",
    [GROUP_OUTPUT] = "What is printed",
    [GROUP_RECORD] = "Runs that were written down",
    [GROUP_SCREEN] = "The screen",
    [GROUP_HELP] = "Help",
};

static const char *const screens[] = { "run", "compare", "timeline", "race", NULL };

/* Filled in from the formats there are. */
static const char *formats[FORMATS_MAX + 1];

static void add_version(struct strbuf *out, enum command command)
{
    (void)command;
    strbuf_adds(out, "tictoc " TICTOC_VERSION "\n");
}

/* clang-format off */
#define FLAG(flag, field, where, of, text) \
    { .name = flag, .help = text, .commands = where, .group = of, \
      .take = option_take_flag, .offset = offsetof(struct options, field) }
/* clang-format on */

/* Behind the first two, and before the others, come those of the keys. */
static const struct option_row own_rows[] = {
    { .name = "--workload",
      .argument = "KIND",
      .help = "; without EXPERIMENT the options alone say what is done",
      .commands = RUNS,
      .group = GROUP_WORK,
      .take = option_take_workload,
      .early = true,
      .path = "workload.kind" },
    { .name = "--strategy",
      .argument = "LIST",
      .help = "these strategies only, in this order: ",
      .commands = RUNS,
      .group = GROUP_STRATEGIES,
      .take = option_take_names,
      .early = true,
      .path = "strategies" },
    { .name = "--set",
      .argument = "PATH=VALUE",
      .help = "any key of the file, such as strategies[].task_timeout_s=2; may be given again",
      .commands = RUNS,
      .group = GROUP_REPEATS,
      .take = option_take_assignment },
    { .name = "--json",
      .argument = "FILE",
      .help = "also write the results to FILE; -: to stdout, and nothing else there",
      .commands = RUNS,
      .group = GROUP_OUTPUT,
      .take = option_take_text,
      .offset = offsetof(struct options, json) },
    { .name = "--record",
      .argument = "FILE",
      .help = "write down every run: what tictoc replay and tictoc export read",
      .commands = RUNS,
      .group = GROUP_OUTPUT,
      .take = option_take_file,
      .offset = offsetof(struct options, record) },
    FLAG("--narrate", narrate, ON(COMMAND_RUN), GROUP_OUTPUT,
         "print what happens to each task, with the time"),
    FLAG("--quiet", quiet, ON(COMMAND_RUN), GROUP_OUTPUT, "no progress, no table"),
    FLAG("--ascii", ascii, EVERYWHERE, GROUP_OUTPUT, "nothing but ASCII"),
    { .name = "--format",
      .argument = "NAME",
      .help = "chrome for Perfetto, csv by task, json of results, svg of a screen",
      .commands = ON(COMMAND_EXPORT),
      .group = GROUP_RECORD,
      .take = option_take_choice,
      .offset = offsetof(struct options, format),
      .choices = formats },
    { .name = "--run",
      .argument = "N",
      .help = "this run only, from 1; without it replay shows the first",
      .commands = ON(COMMAND_REPLAY) | ON(COMMAND_EXPORT),
      .group = GROUP_RECORD,
      .take = option_take_ordinal,
      .offset = offsetof(struct options, run) },
    { .name = "--at",
      .argument = "SECONDS",
      .help = "seconds since tic; without it a picture shows the end",
      .commands = ON(COMMAND_REPLAY) | ON(COMMAND_EXPORT),
      .group = GROUP_RECORD,
      .take = option_take_moment,
      .offset = offsetof(struct options, at_ns) },
    FLAG("--dump", dump, ON(COMMAND_REPLAY), GROUP_RECORD, "print one moment as text"),
    { .name = "--screen",
      .argument = "NAME",
      .help = "what is drawn: run, compare, timeline or race",
      .commands = ON(COMMAND_REPLAY) | ON(COMMAND_EXPORT),
      .group = GROUP_RECORD,
      .take = option_take_choice,
      .offset = offsetof(struct options, screen),
      .choices = screens },
    { .name = "--size",
      .argument = "WxH",
      .help = "columns and rows, such as 100x32; without it 80x24",
      .commands = ON(COMMAND_REPLAY) | ON(COMMAND_EXPORT),
      .group = GROUP_RECORD,
      .take = option_take_size },
    FLAG("--start", start, ON(COMMAND_UI), GROUP_SCREEN,
         "begin at once; several EXPERIMENTs run one after the other"),
    FLAG("--exit", exit, ON(COMMAND_UI), GROUP_SCREEN,
         "leave when the experiment, or the last of them, is done"),
    { .name = "--theme",
      .argument = "NAME",
      .help = "auto, dark, light, colour-blind or mono",
      .commands = ON(COMMAND_UI) | ON(COMMAND_REPLAY) | ON(COMMAND_EXPORT),
      .group = GROUP_SCREEN,
      .take = option_take_choice,
      .offset = offsetof(struct options, theme),
      .choices = settings_themes },
    { .name = "--help",
      .help = "this; tictoc COMMAND --help is about one command",
      .commands = EVERYWHERE,
      .group = GROUP_HELP,
      .print = options_help },
    { .name = "--version",
      .help = "the version",
      .commands = EVERYWHERE,
      .group = GROUP_HELP,
      .print = add_version },
};

const struct option_rows *option_rows(void)
{
    static struct option_rows rows;
    if (rows.count)
        return &rows;
    for (size_t i = 0; i < export_format_count && i < FORMATS_MAX; i++)
        formats[i] = export_formats[i].name;
    rows.row[rows.count++] = own_rows[0];
    option_rows_add_workloads(&rows, RUNS);
    rows.row[rows.count++] = own_rows[1];
    option_rows_add_strategies(&rows, RUNS);
    option_rows_add_experiment(&rows, RUNS);
    for (size_t i = 2; i < sizeof own_rows / sizeof *own_rows && rows.count < OPTIONS_MAX; i++)
        rows.row[rows.count++] = own_rows[i];
    return &rows;
}

/* ---- help --------------------------------------------------------------------------------------------- */

#define HELP_COLUMN 22

/* "(run)", "(replay, export)" where the help of all has an option that tictoc alone does not take. */
static void add_commands(struct strbuf *out, const struct option_row *row)
{
    const char *before = " (";
    for (size_t i = 0; i < COMMANDS; i++)
        if (row->commands & ON(i) && command_rows[i].name[0]) {
            strbuf_addf(out, "%s%s", before, command_rows[i].name);
            before = ", ";
        }
    strbuf_addc(out, ')');
}

static void add_option(struct strbuf *out, const struct option_row *row, enum command command)
{
    size_t start = out->length;
    strbuf_addf(out, "  %s%s%s", row->name, row->argument ? " " : "", row->argument ? row->argument : "");
    size_t used = out->length - start;
    strbuf_fill(out, ' ', used < HELP_COLUMN ? HELP_COLUMN - used : 1);
    strbuf_adds(out, row->help);
    if (!(row->commands & ON(command)))
        add_commands(out, row);
    strbuf_addc(out, '\n');
}

static void add_group(struct strbuf *out, enum option_group group, enum command command)
{
    bool begun = false;
    const struct option_rows *rows = option_rows();
    for (size_t i = 0; i < rows->count; i++) {
        const struct option_row *row = &rows->row[i];
        if (row->group != group || (command != COMMAND_UI && !(row->commands & ON(command))))
            continue;
        if (!begun)
            strbuf_addf(out, "\n%s:\n", group_titles[group]);
        begun = true;
        add_option(out, row, command);
    }
}

void options_help(struct strbuf *out, enum command command)
{
    const struct command_row *row = &command_rows[command];
    if (command == COMMAND_UI) {
        strbuf_adds(
            out, "tictoc lets you watch parallelism: the same work in a loop, as processes, by a pool.\n\n");
        for (size_t i = 0; i < COMMANDS; i++)
            strbuf_addf(out, "  %s\n      %s\n", command_rows[i].synopsis, command_rows[i].about);
    } else {
        strbuf_addf(out, "%s\n\n%s\n", row->synopsis, row->about);
    }
    if (row->operand && strcmp(row->operand, "EXPERIMENT") == 0)
        strbuf_adds(
            out, "\nEXPERIMENT is a file or a name that tictoc list shows; without one it is \"default\".\n");
    for (int group = 0; group < GROUPS; group++)
        add_group(out, (enum option_group)group, command);
    strbuf_adds(out,
                "\nExit status: 0 all went well, 1 a run failed or lost a task, or something could not be\n"
                "written, 2 wrong usage or a wrong file, 128 + signal when interrupted.\n");
}
