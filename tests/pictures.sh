#!/bin/sh
# `make pictures`: the pictures of the README, drawn by the program from runs that it carries out and records here and now.
set -eu
tictoc=${TICTOC:-build/tictoc}
to=${1:-tests/pictures}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$to"

# NAME SCREEN RECORD: draws a screen of a recorded run; what else is given says which run and moment.
draw() {
    name=$1 screen=$2 record=$3
    shift 3
    "$tictoc" export "$record" --format svg --screen "$screen" --theme dark "$@" >"$work/$name.svg"
    mv "$work/$name.svg" "$to/$name.svg"
}

"$tictoc" run perfect-short --repeat 5 --warmup 1 --record "$work/perfect.rec" --quiet
"$tictoc" run pool-of-five --strategy pool --workers 5 --chunk 1 --record "$work/five.rec" --quiet

draw run run "$work/perfect.rec" --run 7 --at 0.08 --size 100x27
draw compare compare "$work/perfect.rec" --size 100x24
draw timeline timeline "$work/five.rec" --size 100x27
ls -l "$to"
