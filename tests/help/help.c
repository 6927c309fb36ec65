/* Help: its pictures and its end. GOLDEN=renew build/tests/help/help writes tests/golden/help/ anew. */
#include "support/scene_home.h"
#include "view/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

extern const struct view_ops view_help;

static void help_shows_every_key(void **state)
{
    (void)state;
    golden_at(&view_help, "help/keys", PICTURE_SIZES_RICH, NULL);
}

static void help_scrolls_to_its_end(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_help, 80, 24, false);
    assert_lacks(&screen, "When asked");
    act(&screen, ACTION_LAST);
    assert_shows(&screen, "When asked");
    act(&screen, ACTION_FIRST);
    assert_shows(&screen, "Everywhere");
    close_at(&screen);
}

static void every_size_is_drawn(void **state)
{
    (void)state;
    sound_at_home(&view_help);
}

/* Before and after a key the screen is drawn to see what that changed. */
static void a_key_is_taken_where_the_terminal_is_too_small(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_help, 30, 8, false);
    struct frame frame = { .view = screen.view, .state = screen.state, .model = &home_model };
    assert_non_null(frame_act(&frame, screen.state, ACTION_DOWN, 30, 8).message);
    close_at(&screen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_shows_every_key),
        cmocka_unit_test(help_scrolls_to_its_end),
        cmocka_unit_test(every_size_is_drawn),
        cmocka_unit_test(a_key_is_taken_where_the_terminal_is_too_small),
    };
    return cmocka_run_group_tests(tests, make_home, free_home);
}
