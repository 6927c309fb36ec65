#!/bin/sh
# Looks at the source: layers, format, columns, clang-tidy, cppcheck. Usage: lint.sh FILE.c FILE.h …
set -u
bad=0
flags="-std=c11 -D_GNU_SOURCE -Isrc -Iui -Itests"

sh tests/layers.sh || bad=1

echo "format"
clang-format --dry-run -Werror "$@" || bad=1

# Comments too: clang-format leaves them as they are.
echo "columns"
LC_ALL=C.UTF-8 grep -nE '^.{111,}$' "$@" | grep -v '"\|\\$' && bad=1

sources=$(printf '%s\n' "$@" | grep '\.c$')
echo "clang-tidy"
# shellcheck disable=SC2086
printf '%s\n' $sources | xargs -P "$(nproc)" -n 4 sh -c '
    flags=$1; shift
    out=$(clang-tidy --quiet "$@" -- $flags 2>/dev/null) || { printf "%s\n" "$out"; exit 1; }' sh "$flags" || bad=1

echo "cppcheck"
# shellcheck disable=SC2086
cppcheck --quiet --std=c11 -j "$(nproc)" --enable=warning,performance,portability --inline-suppr \
    --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches --suppress=preprocessorErrorDirective --suppress=selfAssignment:src/board/board.c \
    --error-exitcode=1 -D_GNU_SOURCE -Isrc -Iui -Itests $sources || bad=1

[ "$bad" -eq 0 ] && echo "lint: nothing to say"
exit "$bad"
