/* The screens at home (home, edit, help) with experiments and figures made up:
 * what their tests begin with. The model is the group's setup and teardown; open_at() opens a view on it. */
#pragma once

#include "support/picture.h"
#include "support/sound.h"
#include "view/model.h"
#include "view/view.h"

#include <stdbool.h>
#include <stdint.h>

#define HOME_EXPERIMENTS 8

extern struct experiment_entry home_entries[HOME_EXPERIMENTS]; /* number 3 is a file with a mistake */
#define HOME_RECORDS 4
extern struct stored_record home_records[HOME_RECORDS]; /* number 2 cannot be read */
extern struct model home_model;

int make_home(void **state);
int free_home(void **state);

struct screen_at {
    const struct view_ops *view;
    void *state;
    int w, h;
    struct request request; /* the last one */
    struct canvas canvas;
};

struct screen_at open_at(const struct view_ops *view, int w, int h, bool ascii);
void close_at(struct screen_at *screen);

/* An action, a text typed, a click or a turn of the wheel; the view is prepared behind each. */
void act(struct screen_at *screen, enum action action);
void type(struct screen_at *screen, const char *text);
void point(struct screen_at *screen, uint32_t key, int x, int y);

void draw_at(struct screen_at *screen);

#define assert_shows(screen, text) (draw_at(screen), picture_shows(&(screen)->canvas, text))
#define assert_lacks(screen, text) (draw_at(screen), picture_hides(&(screen)->canvas, text))

/* The moment is that of the golden files of that name, at the first `sizes` of picture_sizes.
 * `prepare` brings it about; NULL: as it opens. */
void golden_at(const struct view_ops *view, const char *name, int sizes, void (*prepare)(struct screen_at *));

/* Sound at every size, as it opens and at the end of what scrolls. */
void sound_at_home(const struct view_ops *view);
