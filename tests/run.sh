#!/bin/sh
# Runs the test programs named, each of which speaks TAP, and counts. A program that dies or says nothing has failed.
# Programs outside of e2e/ need nothing but a core, so as many run at once as there are cores; the others measure time
# and have the machine for themselves.
set -u
export CMOCKA_MESSAGE_OUTPUT=TAP
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
passed=0 failed=0 skipped=0

# Leaves what a program says, its status and its seconds in $out.
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

units=$(printf '%s\n' "$@" | grep -v '/tests/e2e/')
others=$(printf '%s\n' "$@" | grep '/tests/e2e/')
printf '%s\n' $units | xargs -r -P "$(nproc)" -I{} sh -c "$run" sh "$out" {}
for program in $units; do count "$program"; done
for program in $others; do
    sh -c "$run" sh "$out" "$program"
    count "$program"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
