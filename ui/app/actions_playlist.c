#include "app/actions.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/xdg.h"
#include "base/xmalloc.h"
#include "cli/commands.h"
#include "view/labels.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How long a comparison is shown before the next experiment begins by itself. */
#define PAUSE_S 5

#define FILE_MAX (1u << 16)

/* ---- reading ------------------------------------------------------------------------------------------ */

/* False after the mistake was reported. */
static bool add(struct playlist *list, const struct options *options, const char *name)
{
    struct options one = *options;
    struct experiment experiment;
    one.experiment = name;
    if (!command_experiment(&experiment, &one))
        return false;
    list->experiments = xreallocarray(list->experiments, list->count + 1, sizeof *list->experiments);
    list->experiments[list->count++] = experiment;
    return true;
}

/* A name a line; blanks around it are none of it, and behind a # is what people read. */
static char *trim(char *line)
{
    line[strcspn(line, "#")] = '\0';
    line += strspn(line, " \t\r");
    size_t length = strlen(line);
    while (length > 0 && strchr(" \t\r", line[length - 1]))
        length--;
    line[length] = '\0';
    return line;
}

static bool read_lines(struct playlist *list, const struct options *options, const char *path, char *text)
{
    bool right = true;
    size_t number = 1;
    for (char *line = text, *next; line; line = next, number++) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        const char *name = trim(line);
        if (!name[0] || add(list, options, name))
            continue;
        command_warn("%s:%zu: named here", path, number);
        right = false;
    }
    if (right && !list->count)
        command_warn("%s: no experiment is named in it", path);
    return right && list->count;
}

static bool read_list(struct playlist *list, const struct options *options, const char *path)
{
    struct strbuf text = STRBUF_INIT;
    const char *problem = file_read_own(&text, path, FILE_MAX);
    if (problem)
        command_warn("%s: cannot be read: %s", path, problem);
    bool right = !problem && read_lines(list, options, path, text.text);
    strbuf_release(&text);
    return right;
}

bool playlist_read(struct playlist *list, const struct options *options)
{
    bool right = true;
    for (size_t i = 0; options->operand_count > 1 && i < options->operand_count; i++)
        right = add(list, options, options->operands[i]) && right;
    char *path = xdg_path(XDG_CONFIG, "playlist");
    bool plays = options->start && !options->experiment && !options->from_nothing;
    if (plays && path && access(path, F_OK) == 0)
        right = read_list(list, options, path);
    free(path);
    if (right && list->count > 1 && (options->json || options->record)) {
        command_warn("%s is for one experiment, and the playlist has %zu",
                     options->json ? "--json" : "--record", list->count);
        return false;
    }
    return right;
}

void playlist_release(struct playlist *list)
{
    for (size_t i = 0; i < list->count; i++)
        experiment_release(&list->experiments[i]);
    free(list->experiments);
    *list = (struct playlist){ .count = 0 };
}

/* ---- playing ------------------------------------------------------------------------------------------ */

bool playlist_goes_on(const struct app *app)
{
    return app->playlist.next < app->playlist.count;
}

#define COUNTDOWN "Next, in "

static void report_next(struct app *app)
{
    char title[APP_TEXT_MAX / 2];
    if (!playlist_goes_on(app)) {
        app_report(app, COUNTDOWN "%d s: the end of the playlist.", (int)app->playlist.left_s);
        return;
    }
    label_title(title, sizeof title, &app->playlist.experiments[app->playlist.next]);
    if (app->playlist.due_ns)
        app_report(app, COUNTDOWN "%d s: %s. n begins it now.", (int)app->playlist.left_s, title);
    else
        app_report(app, "Next: %s. n begins it.", title);
}

void playlist_wait(struct app *app)
{
    app->playlist.due_ns = app->options->exit ? clock_ns() + PAUSE_S * NS_PER_S : 0;
    app->playlist.left_s = PAUSE_S;
    report_next(app);
}

void playlist_next(struct app *app)
{
    if (!playlist_goes_on(app)) {
        app_report(app, "No playlist goes on: tictoc --start A B plays several experiments.");
        return;
    }
    app->playlist.due_ns = 0;
    app->message[0] = '\0'; /* it named what begins now */
    actions_start(app, &app->playlist.experiments[app->playlist.next++]);
}

static bool waits(const struct app *app)
{
    bool rests = !app->live.session.playing && !app->player.open && !app->question && !app->typing;
    return app->playlist.due_ns && rests;
}

uint64_t playlist_tend_ns(const struct app *app)
{
    const struct playlist *list = &app->playlist;
    return waits(app) ? list->due_ns - (list->left_s - (list->left_s > 0)) * NS_PER_S : 0;
}

/* The message counts down for as long as no other one has taken its place. */
void playlist_tend(struct app *app)
{
    struct playlist *list = &app->playlist;
    uint64_t now = clock_ns();
    if (!waits(app) || now < playlist_tend_ns(app))
        return;
    if (now >= list->due_ns) {
        app->over = !playlist_goes_on(app);
        if (!app->over)
            playlist_next(app);
        return;
    }
    list->left_s = (list->due_ns - now + NS_PER_S - 1) / NS_PER_S;
    if (strncmp(app->message, COUNTDOWN, strlen(COUNTDOWN)) == 0)
        report_next(app);
}
