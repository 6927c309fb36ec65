/* tictoc replay FILE…: runs that were written down, on the screen. */
#include "app/finished.h"
#include "app/loop.h"
#include "app/ui.h"

#include "base/clock.h"
#include "cli/commands.h"
#include "base/xmalloc.h"

#include <stdlib.h>

/* All of them before the screen opens: mistakes are printed on stderr. */
static bool read_files(struct app *app)
{
    for (size_t i = 0; i < app->options->operand_count; i++) {
        struct finished *finished = finished_read(app->options->operands[i], i ? 0 : app->options->run);
        if (!finished)
            return false;
        player_add(&app->player, finished);
    }
    return true;
}

/* At the moment that --at names; else the run begins. */
static void begin(struct app *app)
{
    const struct options *options = app->options;
    struct player *player = &app->player;
    player_go(player, 0, options->run ? (size_t)options->run - 1 : 0);
    if (options->at_ns == OPTIONS_AT_END)
        transport_play(&player->transport, clock_ns(), true);
    else
        transport_move(&player->transport, clock_ns(), options->at_ns);
    app_begin(app, SCREEN_RUN);
}

static int play(struct app *app)
{
    char err[APP_TEXT_MAX];
    if (!loop_open(app, err, sizeof err)) {
        command_warn("replay needs a screen, and there is none, because %s: --dump prints one moment", err);
        return 2;
    }
    begin(app);
    loop_run(app);
    loop_close(app);
    return app->signal ? 128 + app->signal : 0;
}

int ui_replay(const struct options *options)
{
    if (options->dump)
        return picture_dump(options);
    if (options->columns || options->screen) {
        command_warn("--size and --screen say what is printed: they need --dump");
        return 2;
    }
    struct app *app = xcalloc(1, sizeof *app);
    app->options = options;
    strbuf_init(&app->json);
    int status = read_files(app) ? play(app) : 2;
    app_release(app);
    free(app);
    return status;
}
