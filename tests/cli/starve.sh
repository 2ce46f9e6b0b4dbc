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

# with_interrupts COMMAND...: with SIGINT as it is at a terminal; a script's background jobs ignore it, and sh cannot
# undo that.
with_interrupts() {
    if env --default-signal=INT true 2>/dev/null; then
        exec env --default-signal=INT "$@"
    fi
    exec "$@"
}

# What writes: a word, then its arguments up to -o. sweep writes run by run; the others at the end.
writers='run small.scenario --quiet|out.db
run small.scenario --quiet --checkpoint 1d|out.db
sweep small.scenario -j 2 --quiet|out.db
merge part.db|out.db
render run.db|out.svg
render '"$gv"'|out.gv
render '"$gv"'|out.png
report run.db|out.html
report part.db|out.html
export run.db|out.graphml
export run.db refusals|out.csv
export run.db refusals|out.json
import bitnet links.csv|out.gv
convert pathalias '"$gv"'|out.map
convert taylor '"$gv"'|out.taylor
show run.db --mbox|out.mbox'

# is_whole PLACE: what its kind must be to be one.
is_whole() {
    case $1 in
    *.db) [ "$(sqlite3 "$1" 'PRAGMA integrity_check' 2>/dev/null)" = ok ] ;;
    *.svg) tail -n 1 "$1" | grep -q '</svg>' ;;
    *.png) tail -c 8 "$1" | grep -q IEND ;;
    *.html) tail -n 1 "$1" | grep -q '</html>' ;;
    *.graphml) tail -n 1 "$1" | grep -qx '</graphml>' ;;
    *.json) tail -n 1 "$1" | grep -q '^[]}]*$' ;;
    *.csv) [ "$(tail -c 1 "$1" | od -An -c | tr -d ' ')" = '\n' ] ;;
    *.map) cmp -s "$1" whole.map ;;
    *.gv) tail -n 1 "$1" | grep -qx '}' ;;
    *.taylor) diff -r "$1" whole.taylor ;;
    *.mbox) for box in "$1"/*; do [ ! -e "$box" ] || cmp -s "$box" "whole.mbox/${box##*/}" || return 1; done ;;
    esac >/dev/null 2>&1
}
"$BANGPATH" convert pathalias "$gv" -o whole.map 2>.err
"$BANGPATH" convert taylor "$gv" -o whole.taylor 2>.err
"$BANGPATH" show run.db --mbox -o whole.mbox 2>.err
"$BANGPATH" render run.db -o whole.svg 2>.err
"$BANGPATH" render "$gv" -o whole.png 2>.err
for place in whole.taylor whole.mbox; do
    [ -n "$(ls $place)" ]
    verdict $? "there is $place to compare with"
done

# What is in the making must be no more after $1, a signal; but for what --checkpoint keeps to go on with.
left() {
    case "$1 $arguments" in
    KILL* | *--checkpoint*) return 1 ;;
    *' sweep'*) ls -d out.*part* ;;
    *) ls -dA out.*.part* out.*-journal out.*/.part* ;;
    esac 2>/dev/null | grep -q .
}

# ---- killed ----

if ! command -v sqlite3 >/dev/null; then
    skip "killed at any moment" "sqlite3 is not installed"
else
    echo "$writers" >writers
    while IFS='|' read -r arguments output; do
        what="${arguments%% *} to ${output#out}"
        bad=
        for signal in KILL TERM INT; do
            for after in 0.01 0.05 0.12 0.3; do
                rm -rf out.*
                # A background job of a script ignores SIGINT; who has Ctrl-C does not.
                # shellcheck disable=SC2086 # words
                with_interrupts "$BANGPATH" $arguments -o "$output" >.out 2>.err </dev/null &
                pid=$!
                sleep "$after"
                kill -s $signal $pid 2>/dev/null
                wait $pid 2>/dev/null
                [ ! -e "$output" ] || is_whole "$output" || bad="$bad $signal after $after"
                ! left $signal || bad="$bad $signal after $after left something"
            done
        done
        [ -z "$bad" ]
        verdict $? "$what: killed, and what there is is whole$bad"

        # What kill -9 has left is no hindrance, but for a folder that nobody else may have begun.
        rm -rf "$output" out.*.part/ out.*journal
        # shellcheck disable=SC2086 # words
        "$BANGPATH" $arguments -o "$output" >.out 2>.err && is_whole "$output"
        verdict $? "$what: goes well after a kill"
    done <writers
fi

# ---- no room ----

# starved NAME FOLDER MESSAGE: in a folder where nothing more fits, or goes wrong.
starved() {
    while IFS='|' read -r arguments output; do
        old=$2/$output new="$2/$output --force"
        case $output in
        *.taylor | *.mbox) new=$old ;;
        *) echo old >"$old" ;;
        esac
        # shellcheck disable=SC2086 # words
        $preload "$BANGPATH" $arguments -o $new >.out 2>.err
        status=$?
        unchanged=0
        case $output in
        *.taylor | *.mbox) [ -z "$(ls -A "$2")" ] || unchanged=1 ;;
        *) [ "$(cat "$old")" = old ] && [ "$(ls -A "$2")" = "$output" ] || unchanged=1 ;;
        esac
        case $arguments in *--checkpoint*) unchanged=$([ "$(cat "$old")" = old ]; echo $?) ;; esac
        [ $status -eq 1 ] && [ "$(wc -l <.err)" -eq 1 ] && grep -q "$old" .err && grep -qi "$3" .err && [ $unchanged -eq 0 ]
        verdict $? "${arguments%% *} to ${output#out}: $1: one message, and what was there stays"
        rm -rf "$2"/* "$2"/.part*
    done <writers
}
preload=
echo "$writers" >writers

name="a full disk"
mkdir disk
if [ "$(id -u)" -ne 0 ] || ! mount -t tmpfs -o size=4k tmpfs disk 2>/dev/null; then
    skip "$name" "no small filesystem can be mounted"
else
    starved "$name" disk 'disk is full\|no space left'
    umount disk
fi

name="a broken disk"
if [ ! -f "${BANGPATH_EIO-}" ]; then
    skip "$name" "nothing to preload was built"
else
    mkdir broken
    preload="env LD_PRELOAD=$BANGPATH_EIO EIO_FOLDER=$dir/broken"
    starved "$name" broken 'input/output error\|disk i/o error'
fi

if ! can_be_unprivileged; then
    skip "a folder that cannot be written" "root writes everywhere, and nobody else can run what is tested"
else
    mkdir ro
    chmod 555 ro
    while IFS='|' read -r arguments output; do
        # shellcheck disable=SC2086 # words
        unprivileged "$BANGPATH" $arguments -o "ro/$output" >.out 2>.err
        status=$?
        [ $status -ne 0 ] && [ $status -le 2 ] && says 'Permission denied'
        verdict $? "${arguments%% *} to ${output#out}: a folder that cannot be written"
    done <writers
fi

# ---- no memory ----

# scarce: within so few KiB the command ends well, or by one message that names the limit and what would help.
scarce() {
    # Between 16 and 28 MB Graphviz has room for itself, and not for what it loads.
    # With some 15 MB mailboxes are begun, and not ended.
    case $arguments in
    render*) fewer='16000 20000 25000' ;;
    show*) fewer='14750 15000 15250 15500 15750 16000' ;;
    *) fewer= ;;
    esac
    for kib in $fewer 30000 45000 60000; do
        rm -rf out.*
        # shellcheck disable=SC2086 # words
        (ulimit -v $kib && exec "$BANGPATH" $arguments -o "$output" >.out 2>.err)
        status=$?
        # A picture without some of Graphviz's libraries is another one.
        case $output in *.svg | *.png) [ $status -ne 0 ] || cmp -s "$output" "whole.${output##*.}" || status=other ;; esac
        [ $status = 0 ] || {
            [ $status = 1 ] && [ "$(wc -l <.err)" -eq 1 ] && grep -q "under a limit of $kib KiB (ulimit -v): expected" .err &&
                [ ! -e "$output" ] && ! left memory
        } || {
            echo "# $kib KiB: status $status" >>.err
            return 1
        }
    done
}

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
    while IFS='|' read -r arguments output; do
        scarce
        verdict $? "${arguments%% *} to ${output#out}: $name: it ends well, or one message names limit and remedy"
    done <writers
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
