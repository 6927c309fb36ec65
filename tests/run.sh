#!/bin/sh
# Runs the test programs named, each of which speaks TAP, and counts. A program that dies or prints nothing has failed.
#
# In three groups, by folder: what needs nothing but a core, as many at once as there are cores; what starts the program
# and mostly sleeps (e2e/), four times as many at once; what measures time (timing/), last and one by one. Only a test of
# the last group can fail because the machine was busy, so when one fails there, that group is run once more: both
# results are printed, the second one counts.
set -u
export CMOCKA_MESSAGE_OUTPUT=TAP
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
passed=0 failed=0 skipped=0
cores=$(nproc)

# Leaves what a program prints, its status and its seconds in $out.
# shellcheck disable=SC2016
run='
    name=$(basename "$(dirname "$2")")-$(basename "$2") start=$(date +%s)
    ${WRAP:-} "$2" >"$1/$name" 2>&1
    echo "$? $(($(date +%s) - start))" >"$1/$name.status"'

count() {
    name=$(basename "$(dirname "$1")")-$(basename "$1")
    read -r status seconds <"$out/$name.status"
    # cmocka 1.1.5 writes "not ok 5 # SKIP name" for a test that was skipped.
    sed -i 's/^not ok \([0-9]* # SKIP\)/ok \1/' "$out/$name"
    ok=$(grep -c '^ok ' "$out/$name")
    skip=$(grep -c '^ok .*# [Ss][Kk][Ii][Pp]' "$out/$name")
    bad=$(grep -c '^not ok ' "$out/$name")
    if [ "$bad" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$ok" -eq 0 ]; }; then
        echo "$name ended with status $status after $ok tests"
        bad=1
    fi
    [ "$bad" -eq 0 ] || grep -v '^ok ' "$out/$name" | tail -n 60
    printf '%-24s %4d passed%s%s  %s s\n' "$name" "$((ok - skip))" \
        "$([ "$bad" -eq 0 ] || echo ", $bad FAILED")" "$([ "$skip" -eq 0 ] || echo ", $skip skipped")" "$seconds"
    passed=$((passed + ok - skip)) failed=$((failed + bad)) skipped=$((skipped + skip))
}

# run_group JOBS PROGRAM …: runs them, so many at once, and counts.
run_group() {
    jobs=$1 began=$(date +%s)
    shift
    [ $# -gt 0 ] || return 0
    printf '%s\n' "$@" | xargs -P "$jobs" -I{} sh -c "$run" sh "$out" {}
    for program; do count "$program"; done
    echo "$# programs, $jobs at once: $(($(date +%s) - began)) s"
}

e2e=$(printf '%s\n' "$@" | grep '/tests/e2e/')
timing=$(printf '%s\n' "$@" | grep '/tests/timing/')
# shellcheck disable=SC2046
run_group "$cores" $(printf '%s\n' "$@" | grep -v '/tests/e2e/\|/tests/timing/')
# shellcheck disable=SC2086
run_group $((4 * cores)) $e2e
before="$passed $failed $skipped"
# shellcheck disable=SC2086
run_group 1 $timing
if [ "$failed" -gt "$(echo "$before" | cut -d' ' -f2)" ]; then
    echo "what measures time, once more:"
    read -r passed failed skipped <<COUNTS
$before
COUNTS
    # shellcheck disable=SC2086
    run_group 1 $timing
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
