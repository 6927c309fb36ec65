/* A small program for tests of the terminal's side (term, guard, canvas) and for looking at it:
 * the run screen with invented figures. Keys are shown as they arrive. */
#include "view/action.h"
#include "draw/canvas.h"
#include "draw/draw.h"
#include "term/guard.h"
#include "run/layout_run.h"
#include "term/term.h"
#include "view/widget.h"
#include "base/xmalloc.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TASKS 100000
#define CHUNK 12500

struct demo {
    struct term *term;
    struct guard guard;
    struct canvas canvas;
    int workers;
    int frames; /* drawn with --alive: moves the bars */
    bool alive, mouse, over;
    char last_key[48];
};

static int self_pipe[2];
static const struct rescue *rescue;

static void on_signal(int number)
{
    int saved_errno = errno;
    char byte = (char)number;
    if (write(self_pipe[1], &byte, 1) < 0)
        errno = saved_errno;
    errno = saved_errno;
}

static void on_crash(int number)
{
    rescue_now(rescue);
    raise(number); /* SA_RESETHAND: the default action now */
}

static void install_handlers(void)
{
    static const int handled[] = { SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP };
    static const int crashes[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL };
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
    for (size_t i = 0; i < sizeof handled / sizeof *handled; i++)
        sigaction(handled[i], &action, NULL);
    action = (struct sigaction){ .sa_handler = on_crash, .sa_flags = (int)SA_RESETHAND | SA_NODEFER };
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        sigaction(crashes[i], &action, NULL);
}

static void draw_strip(struct pane row)
{
    int x = 1;
    x += draw_text(row, x, 0, role_strategy(0) | ROLE_STRONG, "✓ serial ");
    x += draw_text(row, x, 0, ROLE_TEXT, "9.48 s   ");
    x += draw_text(row, x, 0, role_strategy(1) | ROLE_STRONG, "✓ process ");
    x += draw_text(row, x, 0, ROLE_TEXT, "9.21 s   ");
    x += draw_text(row, x, 0, role_strategy(2) | ROLE_STRONG, "▶ pool ");
    int w = row.w > 110 ? 32 : 6;
    draw_bar(row, x, 0, w, 0.62, role_strategy(2));
    x += w;
    x += draw_text(row, x, 0, ROLE_TEXT, " 62 %  ");
    x += draw_text(row, x, 0, ROLE_FIGURE, "3.31 s");
    draw_text(row, x, 0, ROLE_DIM, "  2 s left  +1");
}

static void draw_worker(struct pane row, int worker, double share)
{
    int x = draw_textf(row, 0, 0, role_worker((unsigned)worker) | ROLE_STRONG, "%-2d", worker) + 1;
    x += draw_textf(row, x, 0, ROLE_DIM, "%d", 4121 + worker) + 1;
    x += draw_text(row, x, 0, worker % 5 < 2 ? ROLE_RUNNING : ROLE_ASLEEP,
                   worker % 5 < 2 ? "● running" : "○ asleep ") +
         1;
    x += draw_textf(row, x, 0, ROLE_DIM, "core %d", worker % 2) + 2;
    x += draw_textf(row, x, 0, ROLE_TEXT, "chunk %-5d", worker + 5) + 1;
    int right = 26;
    draw_bar(row, x, 0, row.w - right - x, share, role_worker((unsigned)worker));
    draw_right(row, row.w - 19, 0, ROLE_TEXT, "91 %");
    draw_right(row, row.w - 8, 0, ROLE_DIM, "busy 99 %");
    draw_right(row, row.w, 0, ROLE_FIGURE, "36 371");
}

static void draw_workers(struct pane box, const struct demo *demo)
{
    struct pane inside = draw_box(box, true, "Workers", "pool · 2 workers · chunk 12 500");
    int shown = demo->workers > inside.h ? inside.h - 1 : demo->workers;
    for (int i = 0; i < shown; i++)
        draw_worker(pane_sub(inside, 0, i, inside.w, 1), i,
                    (double)((91 + 37 * i + demo->frames) % 101) / 100);
    if (shown < demo->workers)
        draw_textf(inside, 0, shown, ROLE_DIM, "… %d more: %d on a core, %d asleep", demo->workers - shown, 2,
                   demo->workers - shown - 2);
    widget_scrollbar(box, 0, demo->workers, inside.h);
}

static void draw_queue(struct pane box)
{
    struct pane inside = draw_box(box, false, "Queue", "first in, first out");
    int x = draw_text(inside, 0, 0, ROLE_DIM, "next ");
    x += draw_text(inside, x, 0, ROLE_BRAND, "▸ ");
    x += draw_text(inside, x, 0, ROLE_FIGURE, "75 001  ");
    for (int task = 2; x + 6 < inside.w - 20; task++)
        x += draw_textf(inside, x, 0, ROLE_TEXT, "75 %03d  ", task);
    draw_text(inside, x, 0, ROLE_DIM, "…");
    draw_right(inside, inside.w, 0, ROLE_TEXT, "25 000 waiting");
    draw_text(inside, 0, 1, ROLE_DIM, "all");
    draw_bar(inside, 5, 1, inside.w - 27, 0.67873, ROLE_LABEL);
    draw_right(inside, inside.w, 1, ROLE_FIGURE, "67 873 of 100 000");
}

static void draw_tasks(struct pane box, const struct demo *demo)
{
    struct pane inside = draw_box(box, false, "Tasks", "one cell = 328 tasks");
    long long cells = (long long)inside.w * inside.h;
    for (int i = 0; i < cells; i++) {
        long long task = i * (long long)TASKS / cells;
        long long within = task % CHUNK;
        unsigned worker = (unsigned)(task / CHUNK % demo->workers);
        bool done = task < 4LL * CHUNK || (task < 6LL * CHUNK && within < 11000 - 5000 * (task / CHUNK - 4));
        bool waiting = task >= 6LL * CHUNK;
        canvas_put(inside, i % inside.w, i / inside.w, waiting ? ROLE_FAINT : role_worker(worker),
                   waiting ? 0xB7
                   : done  ? 0x25A0
                           : 0x25A1);
    }
}

static void draw_output(struct pane box, const struct demo *demo)
{
    struct pane inside = draw_box(box, false, "Output", "4 lines");
    draw_text(inside, 0, 0, ROLE_DIM, "0.0001");
    draw_text(inside, 8, 0, ROLE_TEXT, "496 is a perfect number");
    draw_text(inside, 0, 1, ROLE_DIM, "0.0107");
    draw_fit(inside, 8, 1, inside.w - 8, ROLE_TEXT, DRAW_WORDS, demo->last_key);
}

static void draw_screen(struct demo *demo)
{
    int w = term_shown(demo->term)->w;
    int h = term_shown(demo->term)->h;
    canvas_resize(&demo->canvas, w, h);
    struct canvas *canvas = &demo->canvas;
    struct layout_run_in in = { .w = w, .h = h, .workers = demo->workers, .tasks = TASKS };
    struct layout_run at = layout_run(&in);
    if (at.frame.too_small) {
        widget_too_small(pane_of(canvas));
        return;
    }
    char note[64];
    snprintf(note, sizeof note, "%s · %d colours", theme_name(term_theme(demo->term)),
             term_colours(demo->term));
    widget_header(pane_at(pane_of(canvas), at.frame.header), "Perfect numbers 1 … 100 000", note);
    draw_strip(pane_at(pane_of(canvas), at.strip));
    draw_workers(pane_at(pane_of(canvas), at.workers), demo);
    draw_queue(pane_at(pane_of(canvas), at.queue));
    draw_tasks(pane_at(pane_of(canvas), at.tasks), demo);
    draw_output(pane_at(pane_of(canvas), at.output), demo);
    widget_footer(pane_at(pane_of(canvas), at.frame.footer), KEYMAP_RUN, false);
}

static void act(struct demo *demo, struct key_press press)
{
    char name[16];
    if (press.pasted)
        return;
    if (press.key == 'L' - '@')
        term_redraw(demo->term);
    key_label(name, sizeof name, press.key, false);
    snprintf(demo->last_key, sizeof demo->last_key, "key %s at %d,%d", name, press.x, press.y);
    switch (action_for(KEYMAP_RUN, press.key)) {
    case ACTION_BACK:
        demo->over = true;
        break;
    case ACTION_THEME:
        term_set_theme(demo->term, (term_theme(demo->term) + 1) % THEME_COUNT);
        break;
    case ACTION_MOUSE:
        demo->mouse = !demo->mouse;
        term_mouse(demo->term, demo->mouse);
        break;
    case ACTION_STOP:
        abort();
    default:
        break;
    }
}

static void obey(struct demo *demo, int number)
{
    if (number == SIGWINCH)
        term_resize(demo->term);
    if (number == SIGTSTP) {
        term_suspend(demo->term);
        raise(SIGSTOP);
        term_resume(demo->term);
    }
    if (number == SIGINT || number == SIGTERM || number == SIGHUP)
        demo->over = true;
}

static void wait_and_act(struct demo *demo)
{
    struct pollfd fds[] = { { .fd = STDIN_FILENO, .events = POLLIN },
                            { .fd = self_pipe[0], .events = POLLIN } };
    int ready = poll(fds, 2, demo->alive ? 33 : term_key_ms(demo->term));
    char number;
    if (ready > 0 && fds[1].revents && read(self_pipe[0], &number, 1) == 1)
        obey(demo, number);
    if (ready > 0 && fds[0].revents & (POLLHUP | POLLERR))
        demo->over = true;
    struct key_press press;
    while (!demo->over && (press = term_key(demo->term)).key != K_NONE)
        act(demo, press);
}

static void read_arguments(struct demo *demo, struct term_options *options, char **argv)
{
    for (; *argv; argv++) {
        if (strcmp(*argv, "--ascii") == 0)
            options->ascii = true;
        else if (strcmp(*argv, "--alive") == 0)
            demo->alive = true;
        else if (!theme_by_name(*argv, &options->theme))
            demo->workers = atoi(*argv);
    }
}

int main(int argc, char **argv)
{
    struct demo demo = { .workers = 2, .last_key = "8128 is a perfect number" };
    struct term_options options = { .theme = THEME_DARK };
    char err[160];
    read_arguments(&demo, &options, argv + (argc > 0));
    if (pipe(self_pipe) != 0)
        return 1;
    install_handlers();
    demo.term = term_open(&options, err, sizeof err);
    if (!demo.term) {
        fprintf(stderr, "no screen: %s\n", err);
        return 3;
    }
    rescue = term_rescue(demo.term);
    guard_start(&demo.guard, rescue);
    canvas_init(&demo.canvas, term_shown(demo.term)->w, term_shown(demo.term)->h,
                term_shown(demo.term)->ascii);
    for (; !demo.over; demo.frames += demo.alive) {
        draw_screen(&demo);
        term_blit(demo.term, &demo.canvas);
        wait_and_act(&demo);
    }
    canvas_release(&demo.canvas);
    term_close(demo.term);
    guard_dismiss(&demo.guard);
    return 0;
}
