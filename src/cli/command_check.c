#include "cli/commands.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* `tictoc check config/ *.json` meets the schema as well: it describes experiments and is none. */
static bool is_schema(const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcmp(slash ? slash + 1 : path, "schema.json") == 0;
}

/* What the file would run, in a line:
 * "FILE: right: perfect 1 … 100, trial division; serial · pool; 5 repeats". */
static void print_right(const char *path, const struct experiment *experiment, bool ascii)
{
    struct strbuf line = STRBUF_INIT;
    char work[192];
    experiment->workload.ops->describe(&experiment->workload, work, sizeof work);
    strbuf_addf(&line, "%s: right: %s; ", path, work);
    for (size_t i = 0; i < experiment->strategy_count; i++)
        strbuf_addf(&line, "%s%s", i ? " · " : "", experiment->strategies[i].label);
    strbuf_addf(&line, "; %llu repeat%s", (unsigned long long)experiment->repeat,
                experiment->repeat == 1 ? "" : "s");
    char *shown = text_printable(line.text, ascii);
    strbuf_clear(&line);
    strbuf_addf(&line, "%s\n", shown);
    command_print(line.text, line.length);
    free(shown);
    strbuf_release(&line);
}

int command_check(const struct options *options)
{
    int status = 0;
    for (size_t i = 0; i < options->operand_count; i++) {
        struct experiment experiment;
        if (is_schema(options->operands[i]))
            continue;
        char *messages = experiment_read(&experiment, options->operands[i], NULL, 0);
        if (messages) {
            command_report(messages, command_ascii(options));
            free(messages);
            status = 2;
        } else {
            print_right(options->operands[i], &experiment, command_ascii(options));
            experiment_release(&experiment);
        }
    }
    return status;
}
