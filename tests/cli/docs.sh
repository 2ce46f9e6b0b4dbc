#!/bin/sh
# The tables in docs/ are what the program prints. With UPDATE=1 they are written anew.
set -u
docs=$BANGPATH_SOURCE_ROOT/docs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# with_tables FILE TOPIC...: FILE with what stands between ```text and ``` replaced.
with_tables() {
    file=$1
    shift
    for topic in "$@"; do
        "$BANGPATH" keys "$topic" >"$work/$topic"
    done
    awk -v work="$work" -v topics="$*" '
        BEGIN { split(topics, topic, " ") }
        inside && /^```$/ { inside = 0 }
        !inside { print }
        /^```text$/ {
            inside = 1
            name = work "/" topic[++n]
            while ((getline line < name) > 0) print line
        }' "$file"
}

# check NUMBER PAGE TOPIC...
check() {
    number=$1 page=$2
    shift 2
    with_tables "$docs/$page" "$@" >"$work/new"
    [ "${UPDATE:-}" != 1 ] || cp "$work/new" "$docs/$page"
    if cmp -s "$work/new" "$docs/$page"; then
        echo "ok $number - docs/$page shows what the program prints"
    else
        diff "$docs/$page" "$work/new" | sed 's/^/# /'
        echo "not ok $number - docs/$page shows what the program prints"
    fi
}

echo 1..2
check 1 scenarios.md scenario
check 2 topologies.md topology lines
