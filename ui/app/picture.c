#include "app/ui.h"

#include "app/finished.h"
#include "cli/commands.h"
#include "view/frame.h"
#include "app/playback.h"
#include "race/race.h"
#include "app/timeline_source.h"
#include "base/number.h"
#include "draw/svg.h"
#include "draw/theme.h"
#include "view/view.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_USUAL = 80, ROWS_USUAL = 24 };

static const struct view_ops *wanted_view(const struct options *options)
{
    const char *name = options->screen ? options->screen : "run";
    size_t i = 0;
    while (strcmp(views[i]->name, name) != 0) /* the option's choices are names of views */
        i++;
    return views[i];
}

static void draw_race(struct canvas *canvas, const struct finished *finished, uint64_t at_ns,
                      const struct view_ops *view, void *state)
{
    struct race race;
    race_open(&race, finished);
    race_seek(&race, least_of(at_ns, race.scrub.end));
    struct model model = {
        .machine = &finished->recording.machine, .race = &race, .scrub = &race.scrub, .ascii = canvas->ascii
    };
    view->prepare(state, &model, canvas->w, canvas->h);
    frame_draw(canvas, &(struct frame){ .view = view, .state = state, .model = &model });
    race_close(&race);
}

static void draw_run(struct canvas *canvas, const struct finished *finished, const struct options *options,
                     const struct view_ops *view, void *state)
{
    const struct recording *recording = &finished->recording;
    struct playback playback;
    struct timeline_source timeline_source = { .open = false };
    size_t run = options->run ? (size_t)options->run - 1 : 0;
    playback_open(&playback, recording, run);
    bool end = options->at_ns > playback.trace.end;
    uint64_t now = end ? playback.trace.end : options->at_ns;
    playback.model.finished = &finished;
    playback.model.finished_count = 1;
    if (view->screen == SCREEN_TIMELINE) {
        timeline_source_record(&timeline_source, recording, run, &playback.trace);
        timeline_source.timeline.now = end ? timeline_source.timeline.now : now;
        playback.model.timeline = &timeline_source.timeline;
    }
    if (view->enter)
        view->enter(state, &playback.model);
    playback_frame(&playback, now, view, state, canvas);
    timeline_source_close(&timeline_source);
    playback_close(&playback);
}

/* What the options ask for (--screen, --run, --at, --size). The canvas is begun here. */
static void draw(struct canvas *canvas, const struct finished *finished, const struct options *options,
                 bool ascii)
{
    const struct view_ops *view = wanted_view(options);
    void *state = xcalloc(1, view->state_size);
    canvas_init(canvas, options->columns ? (int)options->columns : COLUMNS_USUAL,
                options->rows ? (int)options->rows : ROWS_USUAL, ascii);
    if (view->screen == SCREEN_RACE)
        draw_race(canvas, finished, options->at_ns, view, state);
    else
        draw_run(canvas, finished, options, view, state);
    if (view->release)
        view->release(state);
    free(state);
}

/* As text, or as a picture. Returns the exit status. */
static int print(const char *path, const struct options *options, bool svg)
{
    struct canvas canvas;
    struct strbuf out = STRBUF_INIT;
    enum theme theme = THEME_AUTO;
    struct finished *finished = finished_read(path, options->run);
    if (!finished)
        return 2;
    draw(&canvas, finished, options, svg ? options->ascii : command_ascii(options));
    if (options->theme)
        theme_by_name(options->theme, &theme);
    if (svg)
        svg_add_canvas(&out, &canvas, theme, finished->experiment.title);
    else
        canvas_print(&out, &canvas, NULL);
    bool printed = command_print(out.text, out.length);
    strbuf_release(&out);
    canvas_release(&canvas);
    finished_free(finished);
    return printed ? 0 : 1;
}

int picture_dump(const struct options *options)
{
    int status = 0;
    for (size_t i = 0; i < options->operand_count && status == 0; i++)
        status = print(options->operands[i], options, false);
    return status;
}

static bool is_picture(const struct options *options)
{
    return options->format && strcmp(options->format, "svg") == 0;
}

static bool asks_for_picture(const struct options *options)
{
    return options->screen || options->columns || options->theme || options->at_ns != OPTIONS_AT_END;
}

int picture_export(const struct options *options)
{
    if (is_picture(options))
        return print(options->operands[0], options, true);
    if (!options->format || !asks_for_picture(options))
        return command_export(options);
    command_warn("--screen, --at, --size and --theme say what a picture shows: they need --format svg");
    return 2;
}
