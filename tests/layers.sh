#!/bin/sh
# Holds the layers of the house: who may include what.
set -u
bad=0

# Says that no file of the list may match the pattern.
never() {
    what=$1 pattern=$2
    shift 2
    hits=$(grep -nE "$pattern" "$@" /dev/null) || return 0
    printf 'layers: %s\n%s\n' "$what" "$hits"
    bad=1
}

echo "layers"
never 'no file under src/ includes curses' '#include *[<"]([^">]*/)?(n?cursesw?|panel)\.h' src/*.c src/*.h
# shellcheck disable=SC2046
never 'curses is included by ui/term.c alone' '#include *<([^>]*/)?(n?cursesw?|panel|term)\.h' \
    $(ls ui/*.c ui/*.h | grep -v '^ui/term\.c$')
for header in ui/*.h; do
    name=$(basename "$header")
    # shellcheck disable=SC2046
    never "src/ never depends on ui/ (main.c alone joins them)" "#include \"(ui/)?$name\"" \
        $(ls src/*.c src/*.h | grep -v '^src/main\.c$')
done
never 'ui/ knows no JSON' 'cJSON' ui/*.c ui/*.h
never 'board, queue, strategies, workloads and workers know no JSON' 'cJSON' src/board.* src/transition.* src/gate.* \
    src/worker.* src/coordinator.* src/reaper.c src/warden.* src/strategy*.[ch] src/workload*.[ch] src/runner.* src/series.* src/snapshot*.[ch] \
    src/watch*.[ch] src/record.[ch]
never 'views ask no clock and take no samples' 'clock_ns\(|sample_process\(|watch_look\(|[^_a-z]time\(' ui/view_*.c ui/panel_*.c \
    ui/widget.c ui/draw.c ui/layout.c
never 'no program is ever started and no connection opened' \
    '(^|[^_a-z])(system|popen|exec[lv]p?e?|execveat|fexecve|posix_spawnp?|dlopen|socket|connect|getaddrinfo)\(' \
    src/*.[ch] ui/*.[ch]
never 'durations are differences of CLOCK_MONOTONIC' 'CLOCK_(REALTIME|BOOTTIME|TAI)|gettimeofday|timespec_get' \
    src/*.[ch] ui/*.[ch]
never 'the time of day is for what people read' '[^_a-z]time\(NULL' src/*.[ch]
never 'a child leaves by _exit' '(^|[^_a-z])exit\(' src/worker.c src/coordinator.c src/reaper.c src/warden.c src/strategy_*.c
exit "$bad"
