#!/bin/sh
# Line time and bills are counted to the end of the run and no further; a call costs a
# minute at least.
. "$BANGPATH_SOURCE_ROOT/tests/cli/tap.sh"

# counted NAME EDGE LENGTH LINE_S COST [MAIL]: what a run of two hosts counts.
counted() {
    printf 'graph t { a -- b [%s]; }\n' "$2" >t.gv
    printf 'time,from,to,bytes\n%s\n' "${6:-}" | sed '/^$/d' >t.csv
    printf '[scenario]\ntopology = t.gv\nbegin = 1988-01-01\nlength = %s\n[mail]\nfrom-file = t.csv\n' \
        "$3" >t.scenario
    gives 0 run t.scenario --json && grep -qF "\"line_s\": $4," .out &&
        grep -qF "\"others\": $5}" .out
    verdict $? "$1"
}

plain='protocol=plain speed="2400 bps"'

# 30 s and 10 s for 2400 bytes, of which 10 s are left when it begins.
counted "a transfer cut short by the end" "$plain overhead=\"30 s\" schedule=permanent" "2 h" 10 0 \
    '7190,a!u0,b!u0,2400'
counted "a transfer that ended before" "$plain overhead=\"30 s\" schedule=permanent" "2 h" 40 0 \
    '100,a!u0,b!u0,2400'

# Dialled at 7180 s, carrier at 7190 s: 20 s of line, and a minute begun.
counted "a call cut short by the end" "$plain setup=\"10 s\" schedule=demand price=\"0.60 \$/min\"" \
    "2 h" 20 0.6 '7180,a!u0,b!u0,24000'

# Set-up goes on at the end: nobody has answered, so nobody pays.
counted "a call that is being set up" "$plain setup=\"30 s\" schedule=demand price=\"0.60 \$/min\"" \
    "2 h" 20 0 '7180,a!u0,b!u0,24000'

# Six polls of a day with nothing to say: 10 s of set-up and a minute's price each.
counted "polls for nothing" "$plain setup=\"10 s\" schedule=\"poll 4 h\" price=\"0.60 \$/min\"" \
    "1 d" 60 3.6

echo "1..$n"
