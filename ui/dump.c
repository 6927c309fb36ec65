#include "dump.h"

#include "commands.h"
#include "playback.h"
#include "view.h"
#include "xmalloc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_USUAL = 80, ROWS_USUAL = 24 };

static size_t run_state_size(void)
{
    size_t i = 0;
    while (views[i]->screen != SCREEN_RUN)
        i++;
    return views[i]->state_size;
}

static bool print_frame(const struct recording *recording, size_t run, const struct options *options)
{
    bool ascii = command_ascii(options);
    struct playback playback;
    struct canvas canvas;
    void *state = xcalloc(1, run_state_size());
    canvas_init(&canvas, options->columns ? (int)options->columns : COLUMNS_USUAL,
                options->rows ? (int)options->rows : ROWS_USUAL, ascii);
    playback_open(&playback, recording, run, ascii);
    bool end = options->at_ns > playback.replay.end;
    playback_frame(&playback, end ? playback.replay.end : options->at_ns, state, &canvas);
    char *text = canvas_text(&canvas);
    bool printed = command_print(text, strlen(text));
    free(text);
    playback_close(&playback);
    canvas_release(&canvas);
    free(state);
    return printed;
}

static int dump(const char *path, const struct options *options)
{
    struct recording recording;
    if (!command_recording(&recording, path, options->run))
        return 2;
    int status = 0;
    if (recording.run_count == 0) {
        fprintf(stderr, "tictoc: %s: no run is in it\n", path);
        status = 2;
    } else if (!print_frame(&recording, options->run ? (size_t)options->run - 1 : 0, options)) {
        status = 1;
    }
    recording_release(&recording);
    return status;
}

int dump_main(const struct options *options)
{
    int status = 0;
    if (!options->dump) {
        fputs("tictoc: replay needs --dump: it prints one frame as text\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < options->operand_count && status == 0; i++)
        status = dump(options->operands[i], options);
    return status;
}
