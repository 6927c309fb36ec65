#!/bin/sh
# Checks src/ and ui/ of the directory named (or this one) against the table of layers, tests/layers.txt.
set -u
cd "${1:-.}" || exit 2
echo "layers"
# shellcheck disable=SC2046
awk '
function fault(text) { printf "layers: %s\n", text; bad = 1 }

function folder_of(file) { sub(/\/[^\/]*$/, "", file); return file }

# The file and its header are one: what one of them includes, both do.
function unit_of(file) { sub(/\.[ch]$/, "", file); return file }

function trim(text) { gsub(/^ +| +$/, "", text); return text }

# ---- the table ----

# `any` is what a line has to match before its words are looked for one by one.
function forbid(name, word) {
    forbidden[name] = forbidden[name] " " word
    sub(/\($/, "[(]", word)
    if (name in any)
        word = any[name] "|" word
    any[name] = word
}

function read_words(name, text,    words, n, i, k, group) {
    n = split(text, words, " ")
    for (i = 1; i <= n; i++) {
        if (words[i] in groups) {
            k = split(groups[words[i]], group, " ")
            while (k > 0)
                forbid(name, group[k--])
        } else if (words[i] ~ /^[A-Z]+$/)
            fault("layers.txt: no group " words[i])
        else
            forbid(name, words[i])
    }
}

function read_allowed(name, text,    named, n, i, other) {
    n = split(text, named, " ")
    for (i = 1; i <= n; i++) {
        if (named[i] !~ /\.h$/ && !(named[i] in known))
            fault("layers.txt: " name " names " named[i] ", which is not above it")
        may[name, named[i]] = 1
        for (other in known)
            if ((named[i], other) in may)
                may[name, other] = 1
    }
    may[name, name] = may[name, "src/base"] = 1
}

function read_row(line,    cells, name) {
    if (line ~ /^ *(#|$)/)
        return
    if (line ~ /^[A-Z]+ +=/) {
        name = trim(substr(line, 1, index(line, "=") - 1))
        groups[name] = trim(substr(line, index(line, "=") + 1))
        return
    }
    split(line, cells, "|")
    name = trim(cells[1])
    read_words(name, cells[3])
    if (name == "*")
        return
    read_allowed(name, cells[2])
    known[name] = 1
}

# ---- the files ----

function resolve(header) {
    if (("src/" header) in exists && ("ui/" header) in exists)
        fault("src/" header " and ui/" header " have one name in includes")
    return ("src/" header) in exists ? "src/" header : ("ui/" header) in exists ? "ui/" header : ""
}

# Which line of the table a file is under.
function row_of(file) { return file in known ? file : folder_of(file) }

function check_include(file, line, header,    target) {
    target = resolve(header)
    if (target == "") {
        fault(file ":" line ": \"" header "\" is not there under src/ or ui/: an include is written with its folder")
        return
    }
    if (!((row_of(file), folder_of(target)) in may) && !((row_of(file), target) in may))
        fault(file ":" line ": " row_of(file) " may not include " folder_of(target) " (" header ")")
    if (unit_of(file) != unit_of(target) && !((unit_of(file), unit_of(target)) in edge)) {
        edge[unit_of(file), unit_of(target)] = 1
        out[unit_of(file)] = out[unit_of(file)] " " unit_of(target)
    }
}

function word_matches(word, text,    pattern) {
    if (word ~ /^</)
        return text ~ /^#include/ && index(text, word) > 0
    pattern = word
    sub(/\($/, "[(]", pattern)
    return text ~ ("(^|[^A-Za-z0-9_])" pattern (word ~ /\($/ ? "" : "([^A-Za-z0-9]|$)"))
}

function check_words(file, line, text, row,    words, n, i) {
    if (!(row in any) || text !~ any[row])
        return
    n = split(forbidden[row], words, " ")
    for (i = 1; i <= n; i++)
        if (word_matches(words[i], text))
            fault(file ":" line ": " (row == "*" ? "no file" : row) " may not contain " words[i] ": " trim(text))
}

# ---- circles ----

function visit(unit,    next_units, n, i, k, path) {
    state[unit] = 1
    trail[++depth] = unit
    n = split(out[unit], next_units, " ")
    for (i = 1; i <= n; i++) {
        if (state[next_units[i]] == 1) {
            path = next_units[i]
            for (k = depth; trail[k] != next_units[i]; k--)
                path = trail[k] " -> " path
            fault("a circle: " next_units[i] " -> " path)
        } else if (!state[next_units[i]])
            visit(next_units[i])
    }
    depth--
    state[unit] = 2
}

BEGIN {
    while ((getline line <"tests/layers.txt") > 0)
        read_row(line)
    for (i = 1; i < ARGC; i++)
        exists[ARGV[i]] = 1
}
FNR == 1 {
    if (!(row_of(FILENAME) in known))
        fault(FILENAME ": " row_of(FILENAME) " has no line in layers.txt")
}
/^ *# *include *["<]/ {
    header = $0
    gsub(/^[^"<]*["<]|[">].*$/, "", header)
    if ($0 ~ /include *"/ || resolve(header) != "") # found by -I as well
        check_include(FILENAME, FNR, header)
}
{
    check_words(FILENAME, FNR, $0, "*")
    check_words(FILENAME, FNR, $0, row_of(FILENAME))
}
END {
    for (i = 1; i < ARGC; i++)
        if (!state[unit_of(ARGV[i])])
            visit(unit_of(ARGV[i]))
    exit bad
}' $(find src ui -name '*.[ch]' | LC_ALL=C sort)
