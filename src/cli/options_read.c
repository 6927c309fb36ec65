#include "cli/options.h"

#include "base/nearest.h"
#include "cli/options_table.h"
#include "base/xmalloc.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/* What getopt_long answers for the first row; above every character. */
#define OPTION_FIRST 1000

/* The command line taken apart, before it is known which command it is for. */
struct given {
    struct {
        const struct option_row *row;
        const char *value;
    } * options;
    size_t option_count;
};

/* ---- what can be wrong -------------------------------------------------------------------------------- */

static const char *nearest_option(const char *word)
{
    const char *names[OPTIONS_MAX];
    for (size_t i = 0; i < option_rows()->count; i++)
        names[i] = option_rows()->row[i].name + 2;
    return nearest(word, names, option_rows()->count);
}

bool options_json_to_stdout(const struct options *options)
{
    return options->json && strcmp(options->json, "-") == 0;
}

const char *options_json_file(const struct options *options)
{
    return options_json_to_stdout(options) ? NULL : options->json;
}

const char *options_nearest_command(const char *word)
{
    const char *names[COMMANDS];
    for (size_t i = COMMAND_UI + 1; i < COMMANDS; i++)
        names[i - 1] = command_rows[i].name;
    return nearest(word, names, COMMANDS - 1);
}

/* A word that getopt does not know, or that begins several options. */
static void wrong_word(struct options *options, const char *argument)
{
    char *word = xmemdup0(argument, strcspn(argument, "="));
    struct strbuf beginnings = STRBUF_INIT;
    size_t count = 0;
    for (size_t i = 0; i < option_rows()->count; i++)
        if (strncmp(option_rows()->row[i].name, word, strlen(word)) == 0)
            strbuf_addf(&beginnings, "%s%s", count++ ? ", " : "", option_rows()->row[i].name);
    const char *near = nearest_option(word + strspn(word, "-"));
    if (count > 1)
        options_wrong(options, "%s could be any of %s", word, beginnings.text);
    else if (near)
        options_wrong(options, "there is no option %s; did you mean --%s?", word, near);
    else
        options_wrong(options, "there is no option %s; tictoc --help lists them all", word);
    strbuf_release(&beginnings);
    free(word);
}

/* The option getopt stopped at; `argument` is the word it was in. */
static void wrong_option(struct options *options, int answer, const char *argument)
{
    if (optopt == 0) {
        wrong_word(options, argument);
        return;
    }
    if (optopt < OPTION_FIRST) {
        options_wrong(options, "there is no option -%c; tictoc --help lists them all", optopt);
        return;
    }
    const struct option_row *row = &option_rows()->row[optopt - OPTION_FIRST];
    if (answer == ':')
        options_wrong(options, "%s needs a value: %s %s", row->name, row->name, row->argument);
    else
        options_wrong(options, "%s takes no value", row->name);
}

/* Several experiments are a playlist, which begins at once. */
static size_t most_operands(const struct options *options, const struct given *given)
{
    for (size_t i = 0; options->command == COMMAND_UI && i < given->option_count; i++)
        if (strcmp(given->options[i].row->name, "--start") == 0)
            return SIZE_MAX;
    return command_rows[options->command].operands_most;
}

static bool right_operands(struct options *options, const struct given *given)
{
    const struct command_row *row = &command_rows[options->command];
    size_t count = options->operand_count;
    if (count >= row->operands_least && count <= most_operands(options, given))
        return true;
    if (options->command == COMMAND_UI) {
        const char *word = options->operands[0], *near = options_nearest_command(word);
        if (near)
            options_wrong(options, "there is no command \"%s\"; did you mean tictoc %s?", word, near);
        else
            options_wrong(options,
                          "there is no command \"%s\"; tictoc --help lists them all; several experiments are "
                          "run by tictoc --start %s %s%s",
                          word, word, options->operands[1], count > 2 ? " …" : "");
    } else if (count < row->operands_least) {
        options_wrong(options, "%s needs at least one %s: %s", row->name, row->operand, row->synopsis);
    } else {
        options_wrong(options, "\"%s\" is one too many: %s", options->operands[row->operands_most],
                      row->synopsis);
    }
    return false;
}

static bool right_command(struct options *options, const struct option_row *row)
{
    if (row->commands & 1u << options->command)
        return true;
    if (options->command == COMMAND_UI)
        options_wrong(options, "%s goes with a command: tictoc run %s", row->name, row->name);
    else
        options_wrong(options, "%s is no option of tictoc %s; tictoc %s --help lists them", row->name,
                      command_rows[options->command].name, command_rows[options->command].name);
    return false;
}

/* ---- reading ------------------------------------------------------------------------------------------ */

static const struct option_row *row_named(const char *name)
{
    const struct option_row *row = option_rows()->row;
    while (strcmp(row->name, name) != 0)
        row++;
    return row;
}

/* The row of what getopt_long answers: an option by its place in the table, or by its letter. */
static const struct option_row *row_of(int answer)
{
    if (answer == 'h')
        return row_named("--help");
    return answer == 'V' ? row_named("--version") : &option_rows()->row[answer - OPTION_FIRST];
}

/* Lets getopt_long take the words apart, in their order. False when it does not know one. */
static bool collect(struct options *options, struct given *given, int argc, char **argv)
{
    struct option table[OPTIONS_MAX] = { 0 };
    for (size_t i = 0; i < option_rows()->count; i++)
        table[i] = (struct option){ option_rows()->row[i].name + 2,
                                    option_rows()->row[i].argument ? required_argument : no_argument, NULL,
                                    OPTION_FIRST + (int)i };
    opterr = 0;
    optind = 0; /* glibc: from the start, for every caller */
    for (int answer; (answer = getopt_long(argc, argv, "-:hV", table, NULL)) != -1;) {
        if (answer == '?' || answer == ':') {
            wrong_option(options, answer, argv[optind - 1]);
            return false;
        }
        if (answer == 1) {
            options->operands[options->operand_count++] = optarg;
            continue;
        }
        given->options[given->option_count].row = row_of(answer);
        given->options[given->option_count++].value = optarg;
    }
    while (optind < argc) /* behind "--" */
        options->operands[options->operand_count++] = argv[optind++];
    return true;
}

static void drop_operand(struct options *options)
{
    options->operand_count--;
    memmove(options->operands, options->operands + 1, options->operand_count * sizeof *options->operands);
}

/* `help` and `version` as first words mean the options of that name. */
static void find_words(struct options *options, struct given *given)
{
    static const char *const words[] = { "--help", "--version" };
    for (size_t i = 0; i < sizeof words / sizeof *words && options->operand_count; i++)
        if (strcmp(options->operands[0], words[i] + 2) == 0) {
            given->options[given->option_count++].row = row_named(words[i]);
            drop_operand(options);
            return;
        }
}

/* The first operand may be a command; it is none of the operands then. */
static void find_command(struct options *options)
{
    for (size_t i = COMMAND_UI + 1; i < COMMANDS && options->operand_count; i++)
        if (strcmp(options->operands[0], command_rows[i].name) == 0)
            options->command = (enum command)i;
    if (options->command != COMMAND_UI)
        drop_operand(options);
    const char *operand = command_rows[options->command].operand;
    if (options->operand_count && operand && strcmp(operand, "EXPERIMENT") == 0)
        options->experiment = options->operands[0];
}

static bool take_all(struct options *options, const struct given *given)
{
    for (int late = 0; late < 2; late++)
        for (size_t i = 0; i < given->option_count; i++) {
            const struct option_row *row = given->options[i].row;
            if (row->early != late && !row->take(options, row, given->options[i].value))
                return false;
        }
    return true;
}

static enum options_outcome settle(struct options *options, const struct given *given)
{
    /* Help and version come before everything that could be wrong with the rest. */
    for (size_t i = 0; i < given->option_count; i++)
        if (given->options[i].row->print) {
            given->options[i].row->print(&options->text, options->command);
            return OPTIONS_PRINT;
        }
    for (size_t i = 0; i < given->option_count; i++)
        if (!right_command(options, given->options[i].row))
            return OPTIONS_WRONG;
    return right_operands(options, given) && take_all(options, given) ? OPTIONS_GO : OPTIONS_WRONG;
}

enum options_outcome options_read(struct options *options, int argc, char **argv)
{
    *options = (struct options){ .command = COMMAND_UI, .at_ns = OPTIONS_AT_END };
    strbuf_init(&options->text);
    options->operands = xcalloc((size_t)argc + 1, sizeof *options->operands);
    struct given given = { 0 };
    given.options = xcalloc((size_t)argc + 1, sizeof *given.options);
    enum options_outcome outcome = OPTIONS_WRONG;
    if (collect(options, &given, argc, argv)) {
        find_words(options, &given);
        find_command(options);
        outcome = settle(options, &given);
    }
    free(given.options);
    return outcome;
}

void options_release(struct options *options)
{
    for (size_t i = 0; i < options->owned_count; i++)
        free(options->owned[i]);
    free(options->owned);
    free(options->overrides);
    free(options->operands);
    strbuf_release(&options->text);
    *options = (struct options){ 0 };
    strbuf_init(&options->text);
}
