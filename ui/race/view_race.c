/* The race: runs that were recorded one after the other, as if they had begun together. */
#include "view/view.h"

#include "draw/draw.h"
#include "view/model.h"
#include "race/panel_race.h"
#include "view/panel_scrub.h"
#include "race/race.h"
#include "view/labels.h"
#include "view/list.h"
#include "view/widget.h"

#include <stdio.h>

static struct layout_race place_panels(const struct model *model, int w, int h)
{
    return layout_race(w, h, model->race ? (int)model->race->lane_count : 1);
}

static void prepare_race(void *data, const struct model *model, int w, int h)
{
    list_fit(data, model->race ? (int)model->race->lane_count : 0, place_panels(model, w, h).lanes);
}

static void title_race(const void *data, const struct model *model, char *title, char *note, size_t size)
{
    const struct race *race = model->race;
    bool medians = false;
    (void)data;
    if (!race)
        return;
    label_title(title, size, &race->finished->recording.experiment);
    for (size_t i = 0; i < race->lane_count; i++)
        medians = medians || race->lanes[i].runs > 1;
    snprintf(note, size, "%s", medians ? "the median run of each" : "one run of each");
}

static void draw_race(const void *data, const struct model *model, struct pane screen)
{
    const struct list *lanes = data;
    struct layout_race at = place_panels(model, screen.w, screen.h);
    if (at.frame.too_small)
        return;
    if (!model->race || model->race->lane_count == 0) {
        widget_nothing(pane_at(screen, at.frame.body),
                       "No run has come to its end: there is nothing to race.");
        return;
    }
    panel_race(pane_at(screen, at.race), model->race, &at, (size_t)lanes->first);
    widget_keys(pane_at(screen, at.race), KEYMAP_RACE, PANEL_RACE);
    if (model->scrub)
        panel_scrub(pane_at(screen, at.scrub), model->scrub);
}

static struct request act_race(void *data, const struct model *model, enum action action)
{
    (void)model;
    bool moves = (action == ACTION_UP || action == ACTION_DOWN) && list_act(data, action);
    return (struct request){ .action = moves ? ACTION_NONE : action };
}

const struct view_ops view_race = {
    .screen = SCREEN_RACE,
    .name = "race",
    .keymap = KEYMAP_RACE,
    .state_size = sizeof(struct list),
    .prepare = prepare_race,
    .heading = "Race",
    .title = title_race,
    .draw = draw_race,
    .act = act_race,
};
