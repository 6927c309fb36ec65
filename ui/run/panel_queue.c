/* The queue: which task is next, and how far all are. */
#include "run/panel_run.h"

#include "draw/draw.h"
#include "base/format.h"
#include "run/run_facts.h"
#include "view/labels.h"

#include <stdio.h>

enum { NEXT_COLUMNS = 5, GAP = 2, BAR_LEAST = 8, ETA_FROM = 100 };

/* "all wait for nap 10 · 10 s, 4 workers idle": the task that ends last, of the workers in the snapshot. */
static bool write_long_task(const struct snapshot *snapshot, char *buf, size_t size)
{
    char label[64], idle[FORMAT_MAX];
    uint64_t rest;
    const struct worker_facts *last = run_slowest(snapshot, &rest);
    if (!last || snapshot->states[SLOT_IDLE] == 0 || snapshot->running > snapshot->states[SLOT_IDLE])
        return false;
    snapshot->workload->ops->label(snapshot->workload, last->task, label, sizeof label);
    snprintf(buf, size, "nothing waits: all wait for %s, %s idle", label,
             format_plural(idle, sizeof idle, snapshot->states[SLOT_IDLE], "worker"));
    return true;
}

/* The text where no task is next. */
static void write_empty(const struct snapshot *snapshot, char *buf, size_t size)
{
    uint64_t under_way = snapshot->running + snapshot->claimed - snapshot->lost;
    char count[FORMAT_MAX], idle[FORMAT_MAX];
    if (snapshot_is_over(snapshot))
        snprintf(buf, size, "nothing: every task has ended");
    else if (!write_long_task(snapshot, buf, size) && snapshot->states[SLOT_IDLE])
        snprintf(buf, size, "nothing waits: %s under way, %s idle",
                 format_plural(count, sizeof count, under_way, "task"),
                 format_plural(idle, sizeof idle, snapshot->states[SLOT_IDLE], "worker"));
    else if (!snapshot->states[SLOT_IDLE])
        snprintf(buf, size, "nothing waits: %s under way",
                 format_plural(count, sizeof count, under_way, "task"));
}

/* As many whole labels as fit before column `end`, then "…" if more wait. */
static void draw_labels(struct pane row, int x, int end, const struct snapshot *snapshot)
{
    char label[64];
    for (uint32_t i = 0; i < snapshot->next_count; i++) {
        snapshot->workload->ops->label(snapshot->workload, snapshot->next[i], label, sizeof label);
        int columns = canvas_columns(row.canvas, label);
        bool last = i + 1 == snapshot->waiting;
        if (x + columns + (last ? 0 : GAP + 2) > end) {
            draw_text(row, x, 0, ROLE_DIM, "…");
            return;
        }
        x += draw_text(row, x, 0, i == 0 ? ROLE_FIGURE : ROLE_TEXT, label) + GAP;
    }
    if (snapshot->waiting > snapshot->next_count)
        draw_text(row, x, 0, ROLE_DIM, "…");
}

/* "waiting for nap 9 · 2 s, whose worker 2 has died, and for 1 more". */
static void draw_stuck(struct pane row, const struct snapshot *snapshot)
{
    char label[64], text[192], more[FORMAT_MAX + 24] = "", count[FORMAT_MAX];
    uint64_t left = snapshot->tasks - snapshot->done - snapshot->failed;
    const char *waits = phase_is_ending(snapshot->phase) ? "waited in vain" : "waiting";
    snapshot->workload->ops->label(snapshot->workload, snapshot->stuck - 1, label, sizeof label);
    if (left > 1)
        snprintf(more, sizeof more, ", and for %s more", format_count(count, sizeof count, left - 1));
    if (snapshot->stuck_slot < SLOTS_MAX)
        snprintf(text, sizeof text, "%s for %s, whose worker %u has died%s", waits, label,
                 snapshot->stuck_slot, more);
    else
        snprintf(text, sizeof text, "%s for %s, which a dead worker had taken%s", waits, label, more);
    draw_fit(row, 0, 0, row.w, ROLE_WARN, DRAW_WORDS, text);
}

static void draw_next(struct pane row, const struct snapshot *snapshot)
{
    char count[FORMAT_MAX], total[FORMAT_MAX], waiting[FORMAT_MAX + 16], text[192];
    int x = draw_text(row, 0, 0, ROLE_DIM, "next");
    x += 1 + draw_text(row, x + 1, 0, ROLE_BRAND, "▸") + 1;
    if (snapshot->waiting == 0) {
        write_empty(snapshot, text, sizeof text);
        draw_fit(row, x, 0, row.w - x, ROLE_TEXT, DRAW_WORDS, text);
        return;
    }
    snprintf(waiting, sizeof waiting, "%s waiting", format_count(count, sizeof count, snapshot->waiting));
    draw_right(row, row.w, 0, ROLE_TEXT, waiting);
    /* Room for the largest number: the labels must not move as it shrinks. */
    int kept = canvas_columns(row.canvas, format_count(total, sizeof total, snapshot->tasks)) + 8;
    draw_labels(row, x, row.w - kept - GAP, snapshot);
}

/* The figures from the right; those without room beside the bar are left out, the last first. */
static void draw_all(struct pane row, const struct snapshot *snapshot, bool with_eta)
{
    char count[FORMAT_MAX], total[FORMAT_MAX], done[2 * FORMAT_MAX], rate[FORMAT_MAX] = "",
                                                                     eta[FORMAT_MAX] = "";
    format_count(total, sizeof total, snapshot->tasks);
    snprintf(done, sizeof done, "%s of %s", format_count(count, sizeof count, snapshot->done), total);
    if (snapshot->done > 0)
        format_rate(rate, sizeof rate, snapshot_rate(snapshot));
    if (!snapshot_is_over(snapshot) && !phase_is_over(snapshot->phase) && with_eta)
        label_eta(eta, sizeof eta, run_eta_ns(snapshot));
    const struct {
        const char *text;
        unsigned role;
        int columns;
    } figures[] = {
        { done, ROLE_FIGURE, 2 * canvas_columns(row.canvas, total) + 4 },
        { rate, ROLE_DIM, LABEL_RATE_COLUMNS },
        { eta, ROLE_DIM, with_eta ? LABEL_ETA_COLUMNS : 0 },
    };
    int end = row.w;
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        if (figures[i].columns == 0 || end - figures[i].columns - GAP < NEXT_COLUMNS + BAR_LEAST)
            continue;
        draw_right(row, end, 0, figures[i].role, figures[i].text);
        end -= figures[i].columns + GAP;
    }
    draw_text(row, 0, 0, ROLE_DIM, "all");
    /* By number, like the figure beside it and the map below; the strip goes by weight. */
    double share =
        snapshot->tasks ? (double)(snapshot->done + snapshot->failed) / (double)snapshot->tasks : 0;
    draw_bar(row, NEXT_COLUMNS, 0, end - NEXT_COLUMNS, share, ROLE_LABEL);
}

void panel_queue(struct pane box, const struct snapshot *snapshot)
{
    char failed[FORMAT_MAX], note[96];
    order_describe(note, sizeof note, snapshot->plan->order, snapshot->plan->seed);
    if (snapshot->failed > 0)
        snprintf(note, sizeof note, "✗ %s set aside",
                 format_plural(failed, sizeof failed, snapshot->failed, "task"));
    if (snapshot->lost > 0)
        snprintf(note, sizeof note, "✗ %s lost",
                 format_plural(failed, sizeof failed, snapshot->lost, "task"));
    if (snapshot->stuck)
        snprintf(note, sizeof note, "%s",
                 phase_is_ending(snapshot->phase) ? "this pool was not supervised"
                                                  : "this pool is unsupervised: x ends it");
    struct pane inside = draw_box(box, false, "Queue", note);
    if (snapshot->stuck)
        draw_stuck(pane_sub(inside, 0, 0, inside.w, 1), snapshot);
    else
        draw_next(pane_sub(inside, 0, 0, inside.w, 1), snapshot);
    draw_all(pane_sub(inside, 0, 1, inside.w, 1), snapshot, inside.w >= ETA_FROM);
}
