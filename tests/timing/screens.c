/* How soon the screen is there, how long a frame takes, and that a race goes by the clock. */
#include "support/harness.h"
#include "support/program.h"
#include "support/scene.h"
#include "support/screen.h"

#include <stdio.h>
#include <stdlib.h>

/* From the start of the process to a screen that can be read, with the pseudo terminal between. */
static double first_frame(void)
{
    double began = now_s();
    screen_open("--workload sleep --seconds 0 --strategy serial");
    SCREEN_SHOWS("Experiments");
    double taken = now_s() - began;
    screen_leave();
    return taken;
}

static void the_first_frame_comes_at_once(void)
{
    double most = 0.15 * harness_scale();
    EXPECT_BETWEEN(least_of_five(most, first_frame), 0, most);
}

/* ---- frames -------------------------------------------------------------------------------------------- */

static struct scene scene;
static struct canvas canvas;
static void *state;

static double frame(void)
{
    double began = now_s();
    scene_draw(&scene, state, &canvas);
    return now_s() - began;
}

/* At 200 × 50, with as many cells as the map has. */
static void a_frame_of_the_run_is_drawn_in_time(void)
{
    static const char *const names[] = { "crowd", "pool", "processes" };
    double most = 0.005 * harness_scale();
    for (int i = 0; i < COUNT_OF(names); i++) {
        EXPECT(scene_open(&scene, names[i]));
        canvas_init(&canvas, 200, 50, false);
        state = calloc(1, scene_view(&scene)->state_size);
        double least = least_of_five(most, frame);
        printf("# %s: %.2f ms a frame\n", names[i], 1000 * least);
        free(state);
        canvas_release(&canvas);
        scene_close(&scene);
        EXPECT_BETWEEN(least, 0, most);
    }
}

/* ---- a race -------------------------------------------------------------------------------------------- */

/* Its longest run has 0.8 s. */
static double race(void)
{
    screen_start("replay naps.rec --at 0.1");
    SCREEN_SHOWS("paused");
    double began = now_s();
    screen_keys("r");
    SCREEN_SHOWS("at the end");
    double taken = now_s() - began;
    screen_keys("qq");
    screen_ends(0);
    return taken;
}

static void a_race_goes_by_the_clock(void)
{
    well(tictoc("run --quiet --record naps.rec --workload sleep --seconds 0.2x4 --strategy serial,process"));
    double most = 0.8 + 0.7 * harness_scale();
    EXPECT_BETWEEN(least_of_five(most, race), 0.8, most);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(the_first_frame_comes_at_once),
        TEST(a_frame_of_the_run_is_drawn_in_time),
        TEST(a_race_goes_by_the_clock),
    };
    int status = harness_main(tests, COUNT_OF(tests), argc, argv);
    screen_abandon();
    return status;
}
