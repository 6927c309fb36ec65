#include "view/action.h"

#include "draw/glyph.h"

#include <stdio.h>
#include <string.h>

#define ON(keymap)    (1u << KEYMAP_##keymap)
#define PLAYED        (ON(REPLAY) | ON(RACE))
#define SOUND_HOMES   (ON(HOME) | ON(PLAN))
#define HOMES         (SOUND_HOMES | ON(BROKEN))
#define RUNNING       (ON(RUN) | ON(HELD))
#define TIMELINES     (ON(TIMELINE) | ON(PAST))
#define OF_RUNS       (RUNNING | ON(ENDED) | PLAYED | ON(COMPARE) | TIMELINES)
#define LATE_TIMELINE (TIMELINES | ON(RACE)) /* shown in their footers where there is room */
#define SIDEWAYS                                                                                             \
    (PLAYED | ON(PLAN) | ON(EDIT) | ON(COMPARE)) /* where left and right have a meaning of their own */
#define MAIN_SCREENS (HOMES | ON(RECORDS) | OF_RUNS | ON(EDIT))
#define SCREENS      (MAIN_SCREENS | ON(HELP))

enum group {
    MOVING,
    EVERYWHERE,
    AT_HOME,
    AT_RECORDS,
    WHILE_RUNNING,
    COMPARING,
    REPLAYING,
    ON_TIMELINE,
    EDITING,
    TYPING,
    ASKED
};

static const char *const groups[] = {
    [MOVING] = "Moving",     [EVERYWHERE] = "Everywhere", [AT_HOME] = "Home",     [AT_RECORDS] = "Records",
    [WHILE_RUNNING] = "Run", [COMPARING] = "Compare",     [REPLAYING] = "Replay", [ON_TIMELINE] = "Timeline",
    [EDITING] = "Edit",      [TYPING] = "While typing",   [ASKED] = "When asked",
};

#define TIMELINE_HELP "the timeline: what every worker did when"
#define RACE_HELP     "a race of all strategies"
#define ACCOUNT_HELP  "where the time went: the machine's, the workers', from the ideal on"
#define MOUSE_HELP    "mouse on or off; while it is off, it selects text"
#define SAVE_HELP     "save the runs, for tictoc replay"

/* The order is that of the footer; ranks say what goes first when columns run out. */
/* Tables are read by column. */
/* clang-format off */
static const struct action_binding bindings[] = {
    { { K_UP, 'k' }, ACTION_UP, SCREENS, MOVING, NULL, 0, "up" },
    { { K_DOWN, 'j' }, ACTION_DOWN, SCREENS, MOVING, NULL, 0, "down" },
    { { K_LEFT, 'h' }, ACTION_LEFT, SCREENS & ~SIDEWAYS, MOVING, NULL, 0, "left" },
    { { K_RIGHT, 'l' }, ACTION_RIGHT, SCREENS & ~SIDEWAYS, MOVING, NULL, 0, "right" },
    { { K_PAGE_UP }, ACTION_PAGE_UP, SCREENS & ~PLAYED, MOVING, NULL, 0, "a page up" },
    { { K_PAGE_DOWN }, ACTION_PAGE_DOWN, SCREENS & ~PLAYED, MOVING, NULL, 0, "a page down" },
    { { K_HOME }, ACTION_FIRST, SCREENS & ~PLAYED, MOVING, NULL, 0, "to the first" },
    { { K_END }, ACTION_LAST, SCREENS & ~PLAYED, MOVING, NULL, 0, "to the last" },
    { { K_TAB }, ACTION_NEXT_PANEL, SCREENS & ~ON(EDIT), MOVING, NULL, 0, "next panel" },
    { { K_BACK_TAB }, ACTION_PREVIOUS_PANEL, SCREENS & ~ON(EDIT), MOVING, NULL, 0, "previous panel" },

    { { K_ENTER }, ACTION_START, SOUND_HOMES, AT_HOME, "run", 2, "run the experiment" },
    { { K_ENTER }, ACTION_READ_AGAIN, ON(BROKEN), AT_HOME, "read again", 2, "a mended file: read it again" },
    { { K_LEFT, 'h' }, ACTION_LEFT, ON(PLAN), AT_HOME, "fewer", 3, "Will run: one worker fewer" },
    { { K_RIGHT, 'l' }, ACTION_RIGHT, ON(PLAN), AT_HOME, "more workers", 3, "Will run: one worker more" },
    { { '<' }, ACTION_SMALLER, ON(PLAN), AT_HOME, "smaller", 4, "Will run: half the chunk" },
    { { '>' }, ACTION_LARGER, ON(PLAN), AT_HOME, "larger chunk", 4, "Will run: twice the chunk" },
    { { 'e' }, ACTION_EDIT, SOUND_HOMES, AT_HOME, "edit", 3, "change it, then run it" },
    { { '/' }, ACTION_SEARCH, HOMES, AT_HOME, "search", 4, "find an experiment" },
    { { K_ENTER }, ACTION_OPEN, ON(RECORDS), AT_RECORDS, "play", 2, "play the record" },
    { { 'b' }, ACTION_BESIDE, ON(RECORDS), AT_RECORDS, "beside", 3, "beside the same work" },
    { { 'd' }, ACTION_DELETE, ON(RECORDS), AT_RECORDS, "delete", 5, "delete it" },
    { { ']' }, ACTION_LIST_AFTER, HOMES, AT_HOME, "records", 4, "the next list" },
    { { ']' }, ACTION_LIST_AFTER, ON(RECORDS), AT_RECORDS, "experiments", 4, "the next list" },
    { { '[' }, ACTION_LIST_BEFORE, HOMES, AT_HOME, "list before", 18, "the list before" },
    { { '[' }, ACTION_LIST_BEFORE, ON(RECORDS), AT_RECORDS, "list before", 18, "the list before" },

    { { K_LEFT, 'h' }, ACTION_LEFT, ON(EDIT), EDITING, "less", 3, "the next lower value, the one before" },
    { { K_RIGHT, 'l' }, ACTION_RIGHT, ON(EDIT), EDITING, "more", 3, "the next higher value; a digit types one" },
    { { K_TAB }, ACTION_NEXT_PANEL, ON(EDIT), EDITING, "next", 5, "the next setting" },
    { { K_BACK_TAB }, ACTION_PREVIOUS_PANEL, ON(EDIT), EDITING, NULL, 0, "the setting before" },
    { { K_ENTER }, ACTION_CHANGE, ON(EDIT), EDITING, "type", 4, "type any value, letters as well" },
    { { ' ' }, ACTION_TOGGLE, ON(EDIT), EDITING, "on/off", 5, "turn it on or off" },
    { { '+', K_INSERT }, ACTION_ADD, ON(EDIT), EDITING, "add", 6, "add a strategy" },
    { { 'd' }, ACTION_DOUBLE, ON(EDIT), EDITING, "double", 11, "the strategy once more" },
    { { K_DELETE }, ACTION_REMOVE, ON(EDIT), EDITING, "remove", 11, "remove the strategy" },
    { { '<' }, ACTION_BEFORE, ON(EDIT), EDITING, "up", 12, "the strategy one place up" },
    { { '>' }, ACTION_AFTER, ON(EDIT), EDITING, "down", 12, "the strategy one place down" },
    { { 'm' }, ACTION_MORE, ON(EDIT), EDITING, "settings", 11, "more settings, or fewer" },
    { { 'U' - '@' }, ACTION_CLEAR, ON(EDIT), EDITING, "clear", 13, "type a value from nothing" },
    { { 'r' }, ACTION_START, ON(EDIT), EDITING, "run", 3, "run it as edited" },
    { { 'w' }, ACTION_SAVE, ON(EDIT), EDITING, "save", 4, "save it as a file" },

    { { '1' }, ACTION_SHOW_RUN, OF_RUNS & ~PLAYED, EVERYWHERE, "run", 4, "the run" },
    { { '1' }, ACTION_SHOW_RUN, PLAYED, EVERYWHERE, "run", 15, "the run" },
    { { '2' }, ACTION_SHOW_COMPARE, OF_RUNS & ~(ON(RACE) | ON(COMPARE)), EVERYWHERE, "compare", 3, "the comparison" },
    { { '2' }, ACTION_SHOW_COMPARE, ON(RACE) | ON(COMPARE), EVERYWHERE, "compare", 14, "the comparison" },
    { { '3' }, ACTION_SHOW_TIMELINE, OF_RUNS & ~LATE_TIMELINE, EVERYWHERE, "timeline", 5, TIMELINE_HELP },
    { { '3' }, ACTION_SHOW_TIMELINE, LATE_TIMELINE, EVERYWHERE, "timeline", 15, TIMELINE_HELP },
    { { '1' }, ACTION_SHOW_RUN, HOMES | ON(RECORDS), EVERYWHERE, "the run", 11, "the run" },
    { { '2' }, ACTION_SHOW_COMPARE, HOMES | ON(RECORDS), EVERYWHERE, "compare", 11, "the comparison" },
    { { '3' }, ACTION_SHOW_TIMELINE, HOMES | ON(RECORDS), EVERYWHERE, "timeline", 11, TIMELINE_HELP },
    { { ' ' }, ACTION_HOLD, ON(RUN), WHILE_RUNNING, "hold", 2, "hold it, and let it go on" },
    { { ' ' }, ACTION_HOLD, ON(HELD), WHILE_RUNNING, "go on", 1, "hold it, and let it go on" },
    { { 's' }, ACTION_STEP, ON(RUN), WHILE_RUNNING, "step", 8, "one more task may start" },
    { { 's' }, ACTION_STEP, ON(HELD), WHILE_RUNNING, "one more", 1, "one more task may start" },
    { { 'K' }, ACTION_KILL, RUNNING, WHILE_RUNNING, "kill", 8, "kill the chosen worker" },
    { { 'S' }, ACTION_HALT, RUNNING, WHILE_RUNNING, "stop worker", 9, "stop it, and let it go on" },
    { { 'n' }, ACTION_NEXT, RUNNING, WHILE_RUNNING, "next", 7, "skip to the next strategy" },
    { { 'x' }, ACTION_STOP, RUNNING, WHILE_RUNNING, "stop", 2, "stop the experiment" },
    { { 'x' }, ACTION_STOP, ON(TIMELINE), ON_TIMELINE, "stop", 11, "stop the experiment" },
    { { 'a' }, ACTION_ACCOUNT, ON(COMPARE), COMPARING, "account", 8, ACCOUNT_HELP },
    { { '+', '=' }, ACTION_REPEAT, ON(COMPARE), COMPARING, "repeat", 4, "repeats a verdict needs" },
    { { K_LEFT, 'h' }, ACTION_LEFT, ON(COMPARE), COMPARING, "before", 17, "the steps of the strategy before" },
    { { K_RIGHT, 'l' }, ACTION_RIGHT, ON(COMPARE), COMPARING, "next", 17, "the steps of the next strategy" },
    { { 'r' }, ACTION_RACE, ON(COMPARE), COMPARING, "race", 5, RACE_HELP },
    { { 'r' }, ACTION_RACE, ON(ENDED), WHILE_RUNNING, "race", 5, RACE_HELP },
    { { 'r' }, ACTION_RACE, ON(REPLAY), REPLAYING, "race", 8, RACE_HELP },
    { { 'w' }, ACTION_SAVE, ON(COMPARE), COMPARING, "save", 6, SAVE_HELP },
    { { 'w' }, ACTION_SAVE, ON(ENDED), WHILE_RUNNING, "save", 6, SAVE_HELP },
    { { 'w' }, ACTION_SAVE, RUNNING, WHILE_RUNNING, NULL, 0, SAVE_HELP },
    { { 'n' }, ACTION_NEXT, ON(ENDED) | ON(COMPARE), COMPARING, NULL, 0, "next one of a playlist" },
    { { '[' }, ACTION_OLDER, ON(COMPARE), COMPARING, "older", 13, "the experiment before" },
    { { ']' }, ACTION_NEWER, ON(COMPARE), COMPARING, "newer", 14, "the experiment after" },

    { { ' ' }, ACTION_PLAY, PLAYED, REPLAYING, "play", 2, "play, pause" },
    { { 'r' }, ACTION_RACE, ON(RACE), REPLAYING, "again", 3, "a race: from its start" },
    { { '<', '-' }, ACTION_SLOWER, PLAYED, REPLAYING, "slower", 8, "slower, down to 0.1 ×" },
    { { '>', '+' }, ACTION_FASTER, PLAYED, REPLAYING, "faster", 7, "faster, up to 100 ×" },
    { { K_LEFT, 'h' }, ACTION_LEFT, PLAYED, REPLAYING, NULL, 0, "back by 1 %" },
    { { K_RIGHT, 'l' }, ACTION_RIGHT, PLAYED, REPLAYING, NULL, 0, "on by 1 %" },
    { { K_PAGE_UP }, ACTION_PAGE_UP, PLAYED, REPLAYING, NULL, 0, "back by 10 %" },
    { { K_PAGE_DOWN }, ACTION_PAGE_DOWN, PLAYED, REPLAYING, NULL, 0, "on by 10 %" },
    { { K_HOME }, ACTION_FIRST, PLAYED, REPLAYING, NULL, 0, "to the start" },
    { { K_END }, ACTION_LAST, PLAYED, REPLAYING, NULL, 0, "to the end" },
    { { ',' }, ACTION_EVENT_BEFORE, PLAYED, REPLAYING, "before", 12, "to the event before, or arrival" },
    { { '.' }, ACTION_EVENT_AFTER, PLAYED, REPLAYING, "next", 9, "to the next event, or arrival" },
    { { '[' }, ACTION_RUN_BEFORE, ON(REPLAY), REPLAYING, "run before", 14, "the run before" },
    { { ']' }, ACTION_RUN_AFTER, ON(REPLAY), REPLAYING, "next run", 6, "the next run" },

    { { '+', '=' }, ACTION_CLOSER, TIMELINES, ON_TIMELINE, "zoom in", 4, "zoom in; arrows move along" },
    { { '-', '_' }, ACTION_WIDER, TIMELINES, ON_TIMELINE, "zoom out", 5, "zoom out" },
    { { '.' }, ACTION_NEXT_TASK, TIMELINES, ON_TIMELINE, "task", 3, "the next task of the worker" },
    { { ',' }, ACTION_PREVIOUS_TASK, TIMELINES, ON_TIMELINE, "task before", 13, "the task before it" },
    { { K_ENTER }, ACTION_TO_TASK, TIMELINES, ON_TIMELINE, "to it", 6, "to that task, and back" },
    { { 's' }, ACTION_STEP, ON(TIMELINE), ON_TIMELINE, NULL, 0, "one more task may start, while held" },
    { { '[' }, ACTION_OLDER, TIMELINES, ON_TIMELINE, "run before", 10, "the run before" },
    { { ']' }, ACTION_NEWER, TIMELINES, ON_TIMELINE, "next run", 10, "the next run" },
    { { ' ' }, ACTION_PLAY, ON(TIMELINE), REPLAYING, "hold, play", 14, "play, pause" },
    { { '<' }, ACTION_SLOWER, ON(TIMELINE), REPLAYING, "slower", 17, "slower, down to 0.1 ×" },
    { { '>' }, ACTION_FASTER, ON(TIMELINE), REPLAYING, "faster", 16, "faster, up to 100 ×" },
    { { ' ' }, ACTION_PLAY, ON(PAST), REPLAYING, NULL, 0, "play, pause" },
    { { '<' }, ACTION_SLOWER, ON(PAST), REPLAYING, NULL, 0, "slower, down to 0.1 ×" },
    { { '>' }, ACTION_FASTER, ON(PAST), REPLAYING, NULL, 0, "faster, up to 100 ×" },

    { { 't' }, ACTION_THEME, ON(HOME), EVERYWHERE, "theme", 5, "next theme" },
    { { 't' }, ACTION_THEME, SCREENS & ~ON(HOME), EVERYWHERE, "theme", 11, "next theme" },
    { { 'm' }, ACTION_MOUSE, SCREENS & ~ON(EDIT), EVERYWHERE, "mouse", 12, MOUSE_HELP },
    { { '?', K_F1 }, ACTION_HELP, MAIN_SCREENS, EVERYWHERE, "help", 1, "this page" },
    { { 'q', K_ESCAPE }, ACTION_BACK, SCREENS & ~(HOMES | ON(REPLAY)), EVERYWHERE, "back", 0, "back; what runs goes on" },
    { { 'L' - '@' }, ACTION_REDRAW, SCREENS | ON(ENTRY) | ON(ASK) | ON(UNSAVED), EVERYWHERE, NULL, 0, "draw the screen anew" },
    { { 'q' }, ACTION_BACK, ON(REPLAY), REPLAYING, "leave", 0, "leave the replay" },
    { { K_ESCAPE }, ACTION_CANCEL, HOMES, AT_HOME, NULL, 0, "clear the search" },
    { { K_ESCAPE }, ACTION_CANCEL, ON(REPLAY), REPLAYING, NULL, 0, "back to the records" },
    { { 'q' }, ACTION_BACK, HOMES, AT_HOME, "quit", 0, "leave tictoc; asks while something runs" },

    { { K_ENTER }, ACTION_ACCEPT, ON(ENTRY), TYPING, "done", 0, "take it" },
    { { K_ESCAPE }, ACTION_CANCEL, ON(ENTRY), TYPING, "cancel", 1, "leave it as it was" },
    { { K_BACKSPACE }, ACTION_ERASE, ON(ENTRY) | ON(EDIT), TYPING, NULL, 0, "erase a character" },
    { { 'U' - '@' }, ACTION_CLEAR, ON(ENTRY), TYPING, "clear", 12, "erase all of it" },
    { { 's' }, ACTION_SAVE, ON(UNSAVED), ASKED, "save", 0, "save the changes" },
    { { 'd' }, ACTION_DROP, ON(UNSAVED), ASKED, "drop", 0, "drop the changes" },
    { { K_ESCAPE, 'n' }, ACTION_CANCEL, ON(UNSAVED), ASKED, "stay", 0, "stay where they are" },
    { { 'y' }, ACTION_YES, ON(ASK), ASKED, "yes", 0, "yes" },
    { { 'n', K_ESCAPE, 'q' }, ACTION_NO, ON(ASK), ASKED, "no", 1, "no" },
};
/* clang-format on */

#define BINDINGS (sizeof bindings / sizeof *bindings)

/* Whose border shows the key of an action. */
static const struct {
    enum action action;
    unsigned keymaps;
    enum key_panel panel;
} places[] = {
    { ACTION_KILL, RUNNING, PANEL_WORKERS },        { ACTION_HALT, RUNNING, PANEL_WORKERS },
    { ACTION_HOLD, RUNNING, PANEL_QUEUE },          { ACTION_STEP, RUNNING, PANEL_QUEUE },
    { ACTION_RACE, ON(COMPARE), PANEL_ELAPSED },    { ACTION_ACCOUNT, ON(COMPARE), PANEL_ACCOUNT },
    { ACTION_REPEAT, ON(COMPARE), PANEL_VERDICT },  { ACTION_LEFT, ON(COMPARE), PANEL_WATERFALL },
    { ACTION_RIGHT, ON(COMPARE), PANEL_WATERFALL }, { ACTION_CLOSER, TIMELINES, PANEL_TIMELINE },
    { ACTION_WIDER, TIMELINES, PANEL_TIMELINE },    { ACTION_OLDER, TIMELINES, PANEL_TIMELINE },
    { ACTION_NEWER, TIMELINES, PANEL_TIMELINE },    { ACTION_PREVIOUS_TASK, TIMELINES, PANEL_TASK },
    { ACTION_NEXT_TASK, TIMELINES, PANEL_TASK },    { ACTION_TO_TASK, TIMELINES, PANEL_TASK },
    { ACTION_RACE, ON(RACE), PANEL_RACE },          { ACTION_EVENT_BEFORE, ON(RACE), PANEL_RACE },
    { ACTION_EVENT_AFTER, ON(RACE), PANEL_RACE },   { ACTION_NEXT_PANEL, ON(EDIT), PANEL_FORM },
    { ACTION_ADD, ON(EDIT), PANEL_FORM },           { ACTION_DOUBLE, ON(EDIT), PANEL_FORM },
    { ACTION_REMOVE, ON(EDIT), PANEL_FORM },        { ACTION_BEFORE, ON(EDIT), PANEL_FORM },
    { ACTION_AFTER, ON(EDIT), PANEL_FORM },         { ACTION_MORE, ON(EDIT), PANEL_FORM },
};

const struct action_binding *action_bindings(size_t *count)
{
    *count = BINDINGS;
    return bindings;
}

static bool has_key(const struct action_binding *binding, uint32_t key)
{
    for (size_t i = 0; i < ACTION_KEYS_MAX; i++)
        if (key != K_NONE && binding->keys[i] == key)
            return true;
    return false;
}

enum action action_for(enum keymap keymap, uint32_t key)
{
    for (size_t i = 0; i < BINDINGS; i++)
        if (bindings[i].keymaps & 1u << keymap && has_key(&bindings[i], key))
            return bindings[i].action;
    return ACTION_NONE;
}

bool action_counts(enum keymap keymap, enum action action)
{
    for (size_t i = 0; i < BINDINGS; i++)
        if (bindings[i].action == action && bindings[i].keymaps & 1u << keymap)
            return true;
    return false;
}

bool action_moves(enum action action)
{
    for (size_t i = 0; i < BINDINGS; i++)
        if (bindings[i].action == action && bindings[i].group == MOVING)
            return true;
    return false;
}

/* Columns of a cap with the gap after it. */
static int cap_columns(const struct action_binding *binding, bool ascii)
{
    char key[16];
    key_label(key, sizeof key, binding->keys[0], ascii);
    return glyph_columns(key, ascii) + glyph_columns(binding->label, ascii) + 3 + ACTION_CAP_GAP;
}

static bool is_candidate(const struct action_binding *binding, enum keymap keymap, int w,
                         const struct canvas *shown)
{
    bool of_footer = binding->label && binding->keymaps & 1u << keymap;
    bool is_shown = shown && canvas_shows(shown, (int)binding->action);
    return of_footer && !is_shown && (binding->rank < ACTION_RANK_WIDE || w >= ACTION_COLUMNS_WIDE);
}

static void add_cap(struct action_cap caps[ACTION_CAPS_MAX], size_t *count,
                    const struct action_binding *binding, bool ascii)
{
    if (*count == ACTION_CAPS_MAX)
        return;
    struct action_cap *cap = &caps[(*count)++];
    *cap = (struct action_cap){ .action = binding->action, .label = binding->label };
    key_label(cap->key, sizeof cap->key, binding->keys[0], ascii);
}

size_t action_footer(enum keymap keymap, int w, bool ascii, const struct canvas *shown,
                     struct action_cap caps[ACTION_CAPS_MAX])
{
    bool chosen[BINDINGS] = { false };
    size_t count = 0;
    int left = w + ACTION_CAP_GAP;
    /* Rank by rank: what comes first by rank gets its columns first; the first that does not fit ends it,
     * so that nothing less important is shown where something more important is missing. */
    for (int rank = 0; rank <= 2 * ACTION_RANK_WIDE && left > 0; rank++) {
        for (size_t i = 0; i < BINDINGS && left > 0; i++) {
            if (bindings[i].rank != rank || !is_candidate(&bindings[i], keymap, w, shown))
                continue;
            left -= cap_columns(&bindings[i], ascii);
            chosen[i] = left >= 0;
        }
    }
    for (size_t i = 0; i < BINDINGS; i++)
        if (chosen[i])
            add_cap(caps, &count, &bindings[i], ascii);
    return count;
}

size_t action_panel(enum keymap keymap, enum key_panel panel, bool ascii,
                    struct action_cap caps[ACTION_CAPS_MAX])
{
    size_t count = 0;
    for (size_t place = 0; place < sizeof places / sizeof *places; place++)
        for (size_t i = 0; i < BINDINGS && places[place].panel == panel; i++)
            if (bindings[i].action == places[place].action && bindings[i].label &&
                bindings[i].keymaps & places[place].keymaps & 1u << keymap)
                add_cap(caps, &count, &bindings[i], ascii);
    return count;
}

/* ---- what does nothing --------------------------------------------------------------------------------- */

static const char *const where[KEYMAP_COUNT] = {
    [KEYMAP_HOME] = "Home",
    [KEYMAP_PLAN] = "Home, in Will run",
    [KEYMAP_RECORDS] = "Home, in Records",
    [KEYMAP_RUN] = "the run screen, while a run goes on",
    [KEYMAP_HELD] = "the run screen, while a run is held",
    [KEYMAP_ENDED] = "the run screen, once nothing runs",
    [KEYMAP_REPLAY] = "a replay",
    [KEYMAP_COMPARE] = "the comparison",
    [KEYMAP_TIMELINE] = "the timeline",
    [KEYMAP_PAST] = "the timeline, once nothing runs",
    [KEYMAP_RACE] = "a race",
    [KEYMAP_EDIT] = "the editor",
    [KEYMAP_HELP] = "this page",
};

static const struct action_binding *elsewhere(uint32_t key, enum keymap *keymap)
{
    for (size_t i = 0; i < BINDINGS; i++)
        for (*keymap = KEYMAP_HOME; *keymap < KEYMAP_COUNT && has_key(&bindings[i], key); (*keymap)++)
            if (where[*keymap] && bindings[i].keymaps & 1u << *keymap)
                return &bindings[i];
    return NULL;
}

char *action_why_not(char *buf, size_t size, enum keymap keymap, uint32_t key)
{
    char label[16];
    enum keymap other;
    const struct action_binding *binding = elsewhere(key, &other);
    key_label(label, sizeof label, key, false);
    if (keymap == KEYMAP_ENTRY)
        snprintf(buf, size, "%s has no use while text is typed: Enter takes it, Esc leaves it.", label);
    else if (binding)
        snprintf(buf, size, "%s is a key of %s: %s.", label, where[other], binding->help);
    else
        snprintf(buf, size, "%s is no key of tictoc; ? shows them all.", label);
    return buf;
}

const char *action_idle(enum action action)
{
    static const char *const sentences[ACTION_COUNT] = {
        [ACTION_UP] = "Nothing is above.",
        [ACTION_DOWN] = "Nothing is below.",
        [ACTION_LEFT] = "Nothing is to the left.",
        [ACTION_RIGHT] = "Nothing is to the right.",
        [ACTION_PAGE_UP] = "Nothing is above.",
        [ACTION_PAGE_DOWN] = "Nothing is below.",
        [ACTION_FIRST] = "This is the beginning.",
        [ACTION_LAST] = "This is the end.",
        [ACTION_NEXT_PANEL] = "No other panel takes keys here.",
        [ACTION_PREVIOUS_PANEL] = "No other panel takes keys here.",
        [ACTION_START] = "No experiment is selected.",
        [ACTION_EDIT] = "No experiment is selected.",
        [ACTION_SHOW_RUN] = "The run is on the screen.",
        [ACTION_SHOW_COMPARE] = "The comparison is on the screen.",
        [ACTION_SHOW_TIMELINE] = "The timeline is on the screen.",
        [ACTION_HELP] = "This is the help.",
        [ACTION_OLDER] = "Nothing older is there.",
        [ACTION_NEWER] = "Nothing newer is there.",
        [ACTION_CLOSER] = "Nothing smaller can be seen.",
        [ACTION_WIDER] = "All of the run is shown.",
        [ACTION_NEXT_TASK] = "The worker has no later task.",
        [ACTION_PREVIOUS_TASK] = "The worker has no earlier task.",
        [ACTION_TO_TASK] = "No task is selected.",
        [ACTION_FASTER] = "This is as fast as it goes.",
        [ACTION_SLOWER] = "This is as slow as it goes.",
        [ACTION_EVENT_BEFORE] = "Nothing happened before.",
        [ACTION_EVENT_AFTER] = "Nothing happens after this.",
        [ACTION_CANCEL] = "Nothing is to be left; q goes back.",
    };
    return sentences[action] ? sentences[action] : "That changes nothing here.";
}

/* ---- help ---------------------------------------------------------------------------------------------- */

const char *action_group(size_t group)
{
    return group < sizeof groups / sizeof *groups ? groups[group] : NULL;
}

/* The group of the keys that a keymap has for itself. */
static size_t own_group(enum keymap keymap)
{
    for (size_t i = 0; i < BINDINGS; i++)
        if (bindings[i].keymaps & 1u << keymap && bindings[i].group != MOVING &&
            bindings[i].group != EVERYWHERE)
            return bindings[i].group;
    return EVERYWHERE;
}

size_t action_group_for(enum keymap keymap, size_t place)
{
    const size_t first[] = { own_group(keymap), EVERYWHERE, MOVING };
    size_t order[sizeof groups / sizeof *groups], count = 0;
    bool taken[sizeof groups / sizeof *groups] = { false };
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        if (!taken[first[i]])
            order[count++] = first[i];
        taken[first[i]] = true;
    }
    for (size_t group = 0; group < sizeof groups / sizeof *groups; group++)
        if (!taken[group])
            order[count++] = group;
    return place < count ? order[place] : count;
}

/* The table may have an action several times, with another footer for each screen: one line of help. */
static bool is_listed_before(size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (bindings[i].group == bindings[index].group && strcmp(bindings[i].help, bindings[index].help) == 0)
            return true;
    return false;
}

static void describe(const struct action_binding *binding, bool ascii, struct action_help *help)
{
    size_t used = 0;
    help->keys[0] = '\0';
    for (size_t i = 0; i < ACTION_KEYS_MAX && binding->keys[i] != K_NONE; i++) {
        char key[16];
        key_label(key, sizeof key, binding->keys[i], ascii);
        used += (size_t)snprintf(help->keys + used, sizeof help->keys - used, "%s%s", i ? ", " : "", key);
    }
    help->text = binding->help;
}

bool action_help_line(size_t group, size_t line, bool ascii, struct action_help *help)
{
    for (size_t i = 0; i < BINDINGS; i++) {
        if (bindings[i].group != group || is_listed_before(i))
            continue;
        if (line-- == 0) {
            describe(&bindings[i], ascii, help);
            return true;
        }
    }
    return false;
}
