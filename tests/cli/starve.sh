#!/bin/sh
# Killed, short of room, short of memory: every command that writes leaves the old file whole, or the new one, or
# none, and says what it ran out of. Prints TAP.
. "$(dirname "$0")/tap.sh"

root=$BANGPATH_SOURCE_ROOT
cat >small.scenario <<END
[scenario]
extends = $story
length = 8 d
[output]
trace = 5%
[sweep]
closure.share = 0%, 50%, 100%
replications = 2
END
"$BANGPATH" run small.scenario --quiet -o run.db
"$BANGPATH" sweep small.scenario --quiet -o part.db
printf 'node_a,node_b,speed_bps,year,source,confidence\nAA,BB,9600,1986,x,documented\nBB,CC,9600,1986,x,documented\n' >links.csv
gv=$root/topologies/open-relay-years.gv

# What writes: a word, then its arguments up to -o.
writers='run small.scenario --quiet|out.db
sweep small.scenario -j 2 --quiet|out.db
merge part.db|out.db
render run.db|out.svg
render '"$gv"'|out.svg
report run.db|out.html
import bitnet links.csv|out.gv'

# is_whole FILE: what its kind must be to be one.
is_whole() {
    case $1 in
    *.db) [ "$(sqlite3 "$1" 'PRAGMA integrity_check' 2>/dev/null)" = ok ] ;;
    *.svg) tail -n 1 "$1" | grep -q '</svg>' ;;
    *.html) tail -n 1 "$1" | grep -q '</html>' ;;
    *.gv) tail -n 1 "$1" | grep -qx '}' ;;
    esac
}

# ---- killed ----

if ! command -v sqlite3 >/dev/null; then
    skip "killed at any moment" "sqlite3 is not installed"
else
    # An old file is there, and to be replaced: a killed command leaves it or the new one. A sweep writes run by run.
    echo "$writers" >writers
    while IFS='|' read -r arguments output; do
        bad=
        for signal in KILL TERM INT; do
            for after in 0.01 0.03 0.06 0.1 0.2 0.4; do
                rm -f out.*
                # shellcheck disable=SC2086 # words
                "$BANGPATH" $arguments -o "$output" >.out 2>.err </dev/null &
                pid=$!
                sleep "$after"
                kill -s $signal $pid 2>/dev/null
                wait $pid 2>/dev/null
                [ ! -e "$output" ] || is_whole "$output" || bad="$bad $signal after $after"
                [ $signal = KILL ] || [ ! -e "$output.part" ] || bad="$bad $signal left a part"
            done
        done
        [ -z "$bad" ]
        verdict $? "${arguments%% *}: killed, and what there is is whole$bad"

        rm -f out.*
        # shellcheck disable=SC2086 # words
        "$BANGPATH" $arguments -o "$output" >.out 2>.err && is_whole "$output"
        verdict $? "${arguments%% *}: goes well after a kill"
    done <writers
fi

# ---- no room ----

# full NAME FOLDER: in a folder where hardly anything fits.
full() {
    while IFS='|' read -r arguments output; do
        old=$2/$output
        echo old >"$old"
        # shellcheck disable=SC2086 # words
        "$BANGPATH" $arguments --force -o "$old" >.out 2>.err
        status=$?
        [ $status -eq 1 ] && [ "$(wc -l <.err)" -eq 1 ] && grep -q "$old" .err &&
            { [ "$(cat "$old")" = old ] || [ "${arguments%% *}" = sweep ] || [ "${arguments%% *}" = merge ]; } &&
            [ ! -e "$old.part" ]
        verdict $? "${arguments%% *}: $1: one message, and the old file stays"
        rm -f "$2"/*
    done <writers
}
echo "$writers" | grep -v '^import' >writers

name="a full disk"
mkdir disk
if [ "$(id -u)" -ne 0 ] || ! mount -t tmpfs -o size=24k tmpfs disk 2>/dev/null; then
    skip "$name" "no small filesystem can be mounted"
else
    full "$name" disk
    umount disk
fi

if [ "$(id -u)" -eq 0 ]; then
    skip "a folder that cannot be written" "root writes everywhere"
else
    mkdir ro
    chmod 555 ro
    while IFS='|' read -r arguments output; do
        # shellcheck disable=SC2086 # words
        gives 2 $arguments -o "ro/$output" && says 'Permission denied'
        verdict $? "${arguments%% *}: a folder that cannot be written"
    done <writers
fi

# ---- no memory ----

name="no memory"
if grep -q __asan_init "$BANGPATH"; then
    skip "$name" "a sanitizer takes terabytes of addresses"
else
    cat >big.scenario <<'END'
[scenario]
generate = scale-free, hosts=1000000
begin = 1990-01-01
length = 1 d
END
    (
        ulimit -v 200000 || exit 3
        exec "$BANGPATH" run big.scenario --quiet -o big.db >.out 2>.err
    )
    status=$?
    [ $status -eq 1 ] && [ "$(wc -l <.err)" -eq 1 ] &&
        grep -q 'out of memory under a limit of 200000 KiB (ulimit -v): expected' .err && [ ! -e big.db ] && [ ! -e big.db.part ]
    verdict $? "$name: one message that names limit and remedy, and no file"
fi
finish
