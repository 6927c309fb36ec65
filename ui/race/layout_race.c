#include "race/layout_race.h"

enum { RACE_ROWS_BELOW = 2 }; /* no lane goes for what is said below */

struct layout_race layout_race(int w, int h, int lanes)
{
    struct layout_race race = { .frame = layout_frame_of(w, h, false) };
    struct rect area = race.frame.body;
    if (race.frame.too_small)
        return race;
    race.scrub = layout_cut_bottom(&area, 1);
    int room = area.h - 2;
    race.lanes = int_clamp(lanes, 1, room);
    int below = int_min(room - race.lanes, RACE_ROWS_BELOW);
    race.lane_rows = int_max((room - below) / race.lanes, 1);
    race.race = area;
    return race;
}
