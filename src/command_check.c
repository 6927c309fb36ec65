#include "commands.h"

#include <stdlib.h>

int command_check(const struct options *options)
{
    int status = 0;
    for (size_t i = 0; i < options->operand_count; i++) {
        struct experiment experiment;
        char *messages = experiment_read(&experiment, options->operands[i], NULL, 0);
        if (messages) {
            command_complain(messages, command_ascii(options));
            free(messages);
            status = 2;
        } else {
            experiment_release(&experiment);
        }
    }
    return status;
}
