#!/bin/sh
# Writes the C table of builtin.h for the files given, in their order:
#     sh src/experiment/embed.sh config/default.json … > build/gen/builtin.c
set -eu

echo '/* Written by src/experiment/embed.sh. */'
echo '#include "experiment/builtin.h"'

number=0
for file; do
    printf '\nstatic const unsigned char text_%d[] = {\n' "$number"
    od -An -v -tu1 "$file" | sed 's/^ */    /; s/  */, /g; s/^, /    /; s/$/,/'
    printf '    0\n};\n'
    number=$((number + 1))
done

printf '\nconst struct builtin builtins[] = {\n'
number=0
for file; do
    printf '    { "%s", (const char *)text_%d, sizeof text_%d - 1 },\n' \
        "$(basename "$file" .json)" "$number" "$number"
    number=$((number + 1))
done
printf '};\n\nconst size_t builtin_count = %d;\n' "$number"
