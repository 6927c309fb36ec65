/* The picture of a canvas: its content, and that it is XML. */
#include "draw/svg.h"

#include "draw/draw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct canvas canvas;
static struct strbuf picture = STRBUF_INIT;

static struct pane fresh(int w, int h)
{
    canvas_release(&canvas);
    canvas_init(&canvas, w, h, false);
    return pane_of(&canvas);
}

static const char *draw(enum theme theme)
{
    strbuf_clear(&picture);
    svg_add_canvas(&picture, &canvas, theme, "a < b & \"c\"");
    return picture.text;
}

static size_t count(const char *text, const char *what)
{
    size_t found = 0;
    for (; (text = strstr(text, what)); text += strlen(what))
        found++;
    return found;
}

static void assert_has(const char *text, const char *what)
{
    if (!strstr(text, what))
        fail_msg("no %s in\n%s", what, text);
}

static void words_stand_in_their_columns(void **state)
{
    (void)state;
    struct pane pane = fresh(20, 2);
    draw_text(pane, 2, 1, ROLE_TEXT, "two words");
    assert_has(draw(THEME_DARK), "<text x=\"24\" y=\"36\" textLength=\"24\" fill=\"#d0d0d0\">two</text>\n"
                                 "<text x=\"56\" y=\"36\" textLength=\"40\" fill=\"#d0d0d0\">words</text>");
}

static void what_means_something_in_xml_is_escaped(void **state)
{
    (void)state;
    draw_text(fresh(20, 1), 0, 0, ROLE_TEXT, "<a>&\"b\"");
    assert_has(draw(THEME_DARK), ">&lt;a&gt;&amp;&quot;b&quot;</text>");
    assert_has(draw(THEME_DARK), "<title>a &lt; b &amp; &quot;c&quot;</title>");
}

static void text_from_files_cannot_leave_the_picture(void **state)
{
    (void)state;
    draw_text(fresh(20, 1), 0, 0, ROLE_TEXT,
              "a\033[2Jb\x01"
              "c\xff");
    assert_null(strchr(draw(THEME_DARK), '\033'));
    assert_null(strchr(draw(THEME_DARK), '\x01'));
    assert_null(strchr(draw(THEME_DARK), 0xff));
}

static void a_bar_is_one_shape_and_its_end_an_eighth(void **state)
{
    (void)state;
    draw_bar(fresh(10, 1), 0, 0, 10, 0.4625, role_worker(0));
    const char *text = draw(THEME_DARK);
    assert_has(text, "<rect x=\"8\" y=\"8\" width=\"80\" height=\"16\" fill=\"#303030\"/>"); /* the track */
    assert_has(text, "<rect x=\"8\" y=\"8\" width=\"32\" height=\"16\" fill=\"#d787af\"/>");
    assert_has(text, "<rect x=\"40\" y=\"8\" width=\"5\" height=\"16\" fill=\"#d787af\"/>");
}

static void squares_in_a_row_are_one_shape(void **state)
{
    (void)state;
    draw_fill(fresh(10, 1), role_worker(0), 0x25A0);
    assert_has(draw(THEME_DARK), "<path d=\"M9 17h78\" stroke=\"#d787af\" stroke-width=\"7\" "
                                 "stroke-dasharray=\"6 2\"/>");
}

static void a_box_has_four_corners_and_lines_that_meet(void **state)
{
    (void)state;
    draw_box(fresh(10, 4), false, NULL, NULL);
    const char *text = draw(THEME_DARK);
    assert_int_equal(count(text, "Q4 8"), 4);
    assert_int_equal(count(text, "width=\"64\" height=\"1\""), 2); /* upper and lower edge, whole */
    assert_int_equal(count(text, "d=\"M4 0V16\""), 4);
}

static void reversed_cells_swap_their_colours_where_there_are_none(void **state)
{
    (void)state;
    draw_text(fresh(3, 1), 0, 0, ROLE_DARK | ROLE_ON(ROLE_SELECT), "abc");
    assert_has(draw(THEME_MONO), "width=\"24\" height=\"16\" fill=\"#c6c6c6\"/>");
    assert_has(draw(THEME_MONO), "fill=\"#121212\" font-weight=\"bold\">abc</text>");
}

static void a_light_picture_has_a_light_ground(void **state)
{
    (void)state;
    draw_text(fresh(3, 1), 0, 0, ROLE_TEXT, "abc");
    assert_has(draw(THEME_LIGHT), "rx=\"6\" fill=\"#ffffff\"/>");
    assert_has(draw(THEME_AUTO), "rx=\"6\" fill=\"#121212\"/>");
}

/* Every tag that opens closes, or is closed in itself. */
static void the_picture_is_well_formed(void **state)
{
    (void)state;
    struct pane pane = draw_box(fresh(30, 6), true, "Title & all", "note");
    draw_textf(pane, 0, 0, ROLE_TEXT, "日本 e\xcc\x81 ░▒▓");
    draw_bar(pane, 0, 1, 20, 0.3, ROLE_BRAND);
    const char *text = draw(THEME_COLOUR_BLIND);
    assert_int_equal(count(text, "<text "), count(text, "</text>"));
    assert_int_equal(count(text, "<rect ") + count(text, "<path "), count(text, "/>"));
    assert_int_equal(count(text, "<svg "), 1);
    assert_string_equal(text + strlen(text) - 7, "</svg>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_in_their_columns),
        cmocka_unit_test(what_means_something_in_xml_is_escaped),
        cmocka_unit_test(text_from_files_cannot_leave_the_picture),
        cmocka_unit_test(a_bar_is_one_shape_and_its_end_an_eighth),
        cmocka_unit_test(squares_in_a_row_are_one_shape),
        cmocka_unit_test(a_box_has_four_corners_and_lines_that_meet),
        cmocka_unit_test(reversed_cells_swap_their_colours_where_there_are_none),
        cmocka_unit_test(a_light_picture_has_a_light_ground),
        cmocka_unit_test(the_picture_is_well_formed),
    };
    int failed = cmocka_run_group_tests_name("svg", tests, NULL, NULL);
    canvas_release(&canvas);
    strbuf_release(&picture);
    return failed;
}
