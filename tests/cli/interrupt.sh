#!/bin/sh
# Ctrl-C: a run ends at once with what it has, says so, and what it wrote is whole. Prints TAP.
. "$(dirname "$0")/tap.sh"

if ! command -v timeout >/dev/null; then
    echo "1..0 # SKIP there is no timeout(1)"
    exit 0
fi

# interrupted SIGNAL SECONDS ARGUMENT...: a run of years that gets SIGNAL after SECONDS. In .took: how long it went on.
interrupted() {
    signal=$1 after=$2
    shift 2
    begun=$(date +%s)
    timeout --foreground --preserve-status -k 60 -s "$signal" "$after" "$BANGPATH" run "$story" \
        --set 'scenario.length=14000 d' --set 'spammer encore.start=day 9000' "$@" >.out 2>.err
    status=$?
    took=$(($(date +%s) - begun - after))
    echo "status $status, ended $took s after SIG$signal" >.took
    # Under sanitizers on a busy machine; by itself it takes a twentieth of a second.
    [ $took -le 5 ]
}

interrupted INT 1 -o a.db
cat .took >>.err
[ $status -eq 130 ] && [ "$took" -le 5 ]
verdict $? "SIGINT: ends within seconds, with status 130"
grep -q '^bangpath: interrupted at .*% of the run: what came of it until then is printed, and kept in a.db$' .err
verdict $? "says so"
grep -q '^Spam' .out && grep -q 'stopped before its end' .out
verdict $? "prints what there is"
[ -s a.db ] && [ ! -e a.db.part ] && gives 0 render a.db -o a.svg && [ -s a.svg ]
verdict $? "the database is whole and can be drawn"
refuses "and knows how far it came" 'expected a moment of the run, which was interrupted at' render a.db --at 'day 13999'

interrupted INT 1 --json --quiet && [ $status -eq 130 ] && grep -q '"complete": false' .out && tail -n 1 .out | grep -qx '}'
verdict $? "--json is whole, and says that the run is not"
interrupted TERM 1 --quiet && [ $status -eq 130 ] && [ ! -s .out ] && grep -q 'is not printed$' .err
verdict $? "SIGTERM likewise; --quiet does not silence that it was interrupted"
interrupted INT 1 --quiet --set 'mail.rate=200 / mailbox / s' && [ $status -eq 130 ]
verdict $? "however much happens at once"

# Twice in one go: the second is there before the first has been looked at.
cat >twice <<'END'
"$BANGPATH" run "$story" --set 'scenario.length=14000 d' -o b.db >.out 2>.err &
run=$!
sleep 1
kill -TERM $run
kill -TERM $run
wait $run
END
begun=$(date +%s)
BANGPATH=$BANGPATH story=$story sh twice
status=$?
{ [ $status -eq 143 ] && [ ! -e b.db ] || [ $status -eq 130 ]; } && [ ! -e b.db.part ] && [ $(($(date +%s) - begun)) -le 7 ]
verdict $? "a second signal ends it there and then, and leaves nothing"

# What runs in the background of a script is not to be stopped from the terminal: SIGINT is ignored there, and stays so.
(trap '' INT && exec "$BANGPATH" run "$story" --quiet -o c.db >.out 2>.err) &
run=$!
kill -INT $run
wait $run
[ $? -eq 0 ] && [ -s c.db ]
verdict $? "SIGINT that was ignored stays ignored"

finish
