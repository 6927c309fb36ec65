#!/bin/sh
# Breaks each kind of rule of tests/layers.txt in a copy of the source and sees that tests/layers.sh reports it. Speaks TAP.
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
copy=$(mktemp -d) || exit 1
trap 'rm -rf "$copy"' EXIT
mkdir "$copy/tests"
cp -r "$top/src" "$top/ui" "$copy"
cp "$top/tests/layers.txt" "$copy/tests"
number=0

# report NAME FAULT: whether layers.sh finds this fault in the copy, in an otherwise untouched tree.
report() {
    number=$((number + 1))
    found=$(sh "$top/tests/layers.sh" "$copy") && found="status 0: $found"
    case $found in
    "status 0"*) echo "not ok $number - $1" && printf '%s\n' "$found" ;;
    *"$2"*) echo "ok $number - $1" ;;
    *) echo "not ok $number - $1" && printf 'expected: %s\n%s\n' "$2" "$found" ;;
    esac
}

# caught NAME FILE LINE FAULT: the line, added to the file (or made one), is reported.
caught() {
    [ -e "$copy/$2" ] && cp "$copy/$2" "$copy/saved"
    printf '%s\n' "$3" >>"$copy/$2"
    report "$1" "$4"
    rm "$copy/$2"
    [ ! -e "$copy/saved" ] || mv "$copy/saved" "$copy/$2"
}

# A line of the table changed by sed.
caught_in_table() {
    cp "$copy/tests/layers.txt" "$copy/saved"
    sed -i "$2" "$copy/tests/layers.txt"
    report "$1" "$3"
    mv "$copy/saved" "$copy/tests/layers.txt"
}

caught an_include_upwards_is_caught src/board/gate.c '#include "series/series.h"' \
    'src/board may not include src/series (series/series.h)'
caught an_include_upwards_in_angles_is_caught src/board/gate.c '#include <series/series.h>' \
    'src/board may not include src/series (series/series.h)'
caught an_include_of_a_screen_by_src_is_caught src/report/report_table.c '#include "view/view.h"' \
    'src/report may not include ui/view'
caught an_include_sideways_is_caught ui/race/race.c '#include "timeline/timeline_state.h"' \
    'ui/race may not include ui/timeline'
caught only_the_header_named_of_a_folder_is_open ui/view/frame.c '#include "term/term.h"' \
    'ui/view may not include ui/term (term/term.h)'
caught an_include_without_its_folder_is_caught src/board/gate.c '#include "board.h"' \
    'an include is written with its folder'
caught a_header_that_includes_back_is_caught src/board/board.h '#include "board/transition.h"' 'a circle: src/board/'
caught a_circle_through_sources_is_caught src/base/xmalloc.c '#include "base/save.h"' 'a circle: src/base/'
caught a_strategy_that_forks_is_caught src/engine/strategy_pool.c 'int stray(void) { return _Fork(); }' \
    'src/engine/strategy_pool.c may not contain _Fork('
caught a_file_directly_in_src_is_caught src/stray.c '/* */' 'src/stray.c: src has no line in layers.txt'
caught a_file_directly_in_ui_is_caught ui/stray.h '/* */' 'ui/stray.h: ui has no line in layers.txt'
mkdir "$copy/src/cellar"
caught a_folder_without_a_line_is_caught src/cellar/stray.c '/* */' 'src/cellar has no line in layers.txt'
rmdir "$copy/src/cellar"
mkdir -p "$copy/ui/base"
caught two_headers_of_one_name_are_caught ui/base/strbuf.h '/* */' 'have one name in includes'
rmdir "$copy/ui/base"

word() {
    caught "$1" "$2" "$3" "may not contain $4: "
}
word curses_outside_of_term_is_caught ui/view/widget.c '#include <curses.h>' '<curses.h>'
word curses_below_is_caught src/draw/canvas.h '#include <ncursesw/curses.h>' '<ncursesw/curses.h>'
word termios_outside_of_term_is_caught src/base/terminal.c '#include <termios.h>' '<termios.h>'
word json_in_a_screen_is_caught ui/edit/form.c 'cJSON *tree;' cJSON
word json_on_the_board_is_caught src/board/board.c '#include <cjson/cJSON.h>' '<cjson/cJSON.h>'
word a_clock_in_a_view_is_caught ui/run/view_run.c 'uint64_t now = clock_ns();' 'clock_ns('
word sampling_in_a_view_is_caught ui/run/panel_map.c '    sample_process(sampler, 1);' 'sample_process('
word a_look_at_the_board_in_a_view_is_caught ui/view/view.c 'trace_poll(&session->trace);' 'trace_poll('
word starting_a_program_is_caught src/machine/machine.c 'int status = system("true");' 'system('
word replacing_the_program_is_caught ui/app/loop.c 'execvp(argv[0], argv);' 'execvp('
word loading_a_library_is_caught src/engine/worker.c 'dlopen(NULL, 0);' 'dlopen('
word opening_a_connection_is_caught src/series/series.c 'int fd = socket(AF_INET, SOCK_STREAM, 0);' 'socket('
word a_wall_clock_is_caught src/history/trace.c 'clock_gettime(CLOCK_REALTIME, &now);' CLOCK_REALTIME
word the_time_of_day_below_is_caught src/record/record.c 'time_t now = time(NULL);' 'time('
word exit_in_a_child_is_caught src/engine/worker.c '    exit(1);' 'exit('

caught_in_table a_table_that_names_upwards_is_caught 's/^src\/board  *| src\/work/src\/board | src\/series/' \
    'src/board names src/series, which is not above it'
caught_in_table a_group_that_is_not_defined_is_caught 's/^src\/base  *|  *| CURSES/src\/base | | CURSED/' 'no group CURSED'
caught_in_table what_a_row_no_longer_names_is_caught 's/^src\/board  *| src\/work/src\/board | /' \
    'src/board may not include src/work'

# What only looks like a word of the table.
number=$((number + 1))
printf '%s\n' 'uint64_t runtime(void); int asystem(void); _exit(1); cJSONLESS;' >>"$copy/src/board/gate.h"
if sh "$top/tests/layers.sh" "$copy" | grep -q gate.h; then
    echo "not ok $number - a_longer_identifier_is_another_word"
else
    echo "ok $number - a_longer_identifier_is_another_word"
fi
echo "1..$number"
