#include "cli/commands.h"

#include <stdlib.h>
#include <string.h>

/* `tictoc check config/ *.json` meets the schema as well: it describes experiments and is none. */
static bool is_schema(const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcmp(slash ? slash + 1 : path, "schema.json") == 0;
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
            experiment_release(&experiment);
        }
    }
    return status;
}
