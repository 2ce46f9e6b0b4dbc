#!/bin/sh
# spam.sh - one spammer, 1,000 relays, 1,000,000 recipients: is everybody reached, how fast,
# in how much memory.
# Usage: bench/spam.sh [BANGPATH]
# Exit status: 0 all is right and within the limits, 1 it is not, 2 bad usage.
set -u
LC_ALL=C
export LC_ALL

RELAYS=1000
RECIPIENTS=1000000
SECONDS_LIMIT=10
BYTES_A_RECIPIENT_LIMIT=40

[ $# -le 1 ] || {
    echo "usage: $0 [BANGPATH]" >&2
    exit 2
}
bangpath=${1:-$(dirname "$0")/../build/sim/bangpath}
[ -x "$bangpath" ] || {
    echo "$0: no program at $bangpath; build it first" >&2
    exit 2
}
time_program=$(command -v time) || time_program=/usr/bin/time
[ -x "$time_program" ] || {
    echo "$0: expected GNU time (Debian package time)" >&2
    exit 2
}
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT

awk -v relays=$RELAYS -v boxes=$((RECIPIENTS / RELAYS)) 'BEGIN {
    print "graph spam { net=internet; internet [kind=net]; edge [line=t1];"
    printf "  node [mailboxes=%d];\n", boxes
    for (i = 0; i < relays; i++)
        printf "  r%d; internet -- r%d;\n", i, i
    print "  account [mailboxes=0 relay=closed]; internet -- account; }"
}' > "$dir/spam.gv"
cat > "$dir/spam.scenario" <<'END'
[scenario]
title = A million recipients
topology = spam.gv
begin = 1997-01-01
length = 30 d

[spammer x]
host = account
line = v34
life = 30 d
list-age = 30 d
bcc = 100
use = rotate
END

# run TARGETS: leaves seconds, peak in kilobytes and recipients delivered.
run() {
    "$time_program" -f '%e %M' -o "$dir/time" "$bangpath" run "$dir/spam.scenario" \
        --set "spammer x.targets=$1" --quiet --json > "$dir/json" || exit 1
    read -r seconds peak_kb < "$dir/time"
    delivered=$(sed -n '/"spam"/,/}/s/.*"delivered" *: *\([0-9]*\).*/\1/p' "$dir/json" |
        head -n 1)
}

run 1
least_kb=$peak_kb
run $RECIPIENTS
printf '%d recipients through %d relays: %d delivered, %s s, %d KB at most\n' \
    $RECIPIENTS $RELAYS "$delivered" "$seconds" "$peak_kb"
awk -v kb=$((peak_kb - least_kb)) -v n=$RECIPIENTS -v limit=$BYTES_A_RECIPIENT_LIMIT \
    -v seconds="$seconds" -v most=$SECONDS_LIMIT -v delivered="$delivered" 'BEGIN {
    bytes = kb * 1024 / n
    printf "a recipient: %.1f bytes (limit %d)\n", bytes, limit
    exit !(bytes <= limit && seconds <= most && delivered == n)
}' || {
    echo "WRONG: expected all delivered within ${SECONDS_LIMIT} s and the limit"
    exit 1
}
