#include "app/actions.h"

/* While text is typed, keys that move still do. */
static enum action action_of(const struct app *app, enum keymap keymap, uint32_t key)
{
    enum action action = action_for(keymap, key);
    if (action != ACTION_NONE || keymap != KEYMAP_ENTRY || key_is_text(key))
        return action;
    action = action_for(views[app->screen]->keymap, key);
    return action_moves(action) ? action : ACTION_NONE;
}

static void point(struct app *app, const struct key_press *press)
{
    const struct view_ops *view = views[app->screen];
    if (!play_point(app, press) && view->point)
        view->point(app->states[app->screen], &app->model, press, app->canvas.w, app->canvas.h);
}

/* A click on a key of the footer or of a border is that key,
 * unless the screen has changed since it was drawn. */
static enum action clicked(const struct app *app, enum keymap keymap, const struct key_press *press)
{
    int meaning = press->key == K_CLICK ? canvas_meaning(&app->canvas, press->x, press->y) : 0;
    return action_counts(keymap, (enum action)meaning) ? (enum action)meaning : ACTION_NONE;
}

static struct request act(struct app *app, enum action action)
{
    app_model(app);
    app_index_timeline(app);
    struct frame frame = app_frame(app);
    return frame_act(&frame, app->states[app->screen], action, app->canvas.w, app->canvas.h);
}

/* Never nothing: a key that cannot act says why. */
static void explain(struct app *app, enum keymap keymap, uint32_t key)
{
    char why[APP_TEXT_MAX];
    app_report(app, "%s", action_why_not(why, sizeof why, keymap, key));
}

void actions_press(struct app *app, const struct key_press *press)
{
    const struct view_ops *view = views[app->screen];
    struct request request = { .action = ACTION_NONE };
    struct frame frame = app_frame(app);
    enum keymap keymap = frame_keymap(&frame);
    enum action action = clicked(app, keymap, press);
    bool pointed = press->key == K_CLICK || press->key == K_WHEEL_UP || press->key == K_WHEEL_DOWN;
    bool is_typed = (keymap == KEYMAP_ENTRY || keymap == KEYMAP_EDIT) && key_is_text(press->key);
    if (action == ACTION_NONE)
        action = action_of(app, keymap, press->key);
    app->changed = true;
    if (press->key == K_OTHER || (press->pasted && !(is_typed && keymap == KEYMAP_ENTRY)))
        return;
    app->message[0] = '\0';
    if (action == ACTION_REDRAW)
        term_redraw(app->term);
    else if (app->question && (action == ACTION_YES || action == ACTION_NO))
        actions_answer(app, action == ACTION_YES);
    else if (app->question)
        return;
    else if (app->typing)
        record_press(app, action, press->key);
    else if (action != ACTION_NONE)
        request = act(app, action);
    else if (pointed)
        point(app, press);
    else if (is_typed && view->type)
        view->type(app->states[app->screen], &app->model, press->key);
    else if (keymap != KEYMAP_UNSAVED) /* the question is the reason */
        explain(app, keymap, press->key);
    actions_carry_out(app, &request);
}
