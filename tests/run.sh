#!/bin/sh
# Runs the test programs named, each of which speaks TAP, and counts. A program that dies or says nothing has failed.
set -u
export CMOCKA_MESSAGE_OUTPUT=TAP
passed=0 failed=0 skipped=0
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT

for program; do
    name=$(basename "$program")
    start=$(date +%s)
    if [ -n "${WRAP:-}" ]; then
        $WRAP "$program" >"$out" 2>&1
    else
        "$program" >"$out" 2>&1
    fi
    status=$?
    ok=$(grep -c '^ok ' "$out")
    skip=$(grep -c '^ok .*# [Ss][Kk][Ii][Pp]' "$out")
    bad=$(grep -c '^not ok ' "$out")
    if [ "$bad" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$ok" -eq 0 ]; }; then
        echo "$name ended with status $status after $ok tests"
        bad=1
        tail -n 40 "$out"
    fi
    [ "$bad" -eq 0 ] || grep -v '^ok ' "$out" | tail -n 60
    printf '%-28s %4d passed %s%s (%ds)\n' "$name" "$((ok - skip))" \
        "$([ "$bad" -eq 0 ] || echo "$bad FAILED ")" "$([ "$skip" -eq 0 ] || echo "$skip skipped")" "$(($(date +%s) - start))"
    passed=$((passed + ok - skip)) failed=$((failed + bad)) skipped=$((skipped + skip))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
