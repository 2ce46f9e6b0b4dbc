#!/bin/sh
# Ctrl-C: a run ends at once with what it has, says so, and what it wrote is whole. Prints TAP.
. "$(dirname "$0")/tap.sh"

if ! env --default-signal=INT true 2>/dev/null || [ ! -e /proc/self/stat ]; then
    echo "1..0 # SKIP there is no env --default-signal, or no /proc"
    exit 0
fi

# begin OUTPUT ARGUMENT...: a run of years, in the background, as $run. It heeds signals before the file in the making is there.
begin() {
    output=$1
    shift
    # A script's background jobs ignore SIGINT; who has Ctrl-C does not.
    env --default-signal=INT "$BANGPATH" run "$story" --set 'scenario.length=14000 d' --set 'spammer encore.start=day 9000' \
        -o "$output" "$@" >.out 2>.err &
    run=$!
    until [ -e "$output.part" ] || ! kill -0 $run 2>/dev/null; do sleep 0.02; done
}

# processor_time: of $run until now, in hundredths of a second.
processor_time() {
    awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$run/stat" 2>/dev/null
}

# interrupted SIGNAL OUTPUT ARGUMENT...: such a run, once it has been at work for a fifth of a second.
interrupted() {
    signal=$1
    shift
    begin "$@"
    begun=$(processor_time)
    while now=$(processor_time) && [ -n "$now" ] && [ "$now" -lt $((${begun:-0} + 20)) ]; do sleep 0.05; done
    kill -s "$signal" $run
    wait $run
    status=$?
    echo "status $status after SIG$signal" >.took
}

interrupted INT a.db
cat .took >>.err
[ $status -eq 130 ]
verdict $? "SIGINT: ends long before its time, with status 130"
grep -q '^bangpath: interrupted at .*% of the run: what came of it until then is printed, and kept in a.db$' .err
verdict $? "says so"
grep -q '^Spam' .out && grep -q 'stopped before its end' .out
verdict $? "prints what there is"
[ -s a.db ] && [ ! -e a.db.part ] && gives 0 render a.db -o a.svg && [ -s a.svg ]
verdict $? "the database is whole and can be drawn"
refuses "and knows how far it came" 'expected a moment of the run, which was interrupted at' render a.db --at 'day 13999'

interrupted INT j.db --json --quiet && [ $status -eq 130 ] && grep -q '"complete": false' .out && tail -n 1 .out | grep -qx '}'
verdict $? "--json is whole, and says that the run is not"
interrupted TERM t.db --quiet && [ $status -eq 130 ] && [ ! -s .out ] && grep -q 'is not printed, and kept in t.db$' .err
verdict $? "SIGTERM likewise; --quiet does not silence that it was interrupted"
interrupted INT m.db --quiet --set 'mail.rate=200 / mailbox / s' && [ $status -eq 130 ]
verdict $? "however much happens at once"

# Twice in one go: the second is there before the first has been looked at.
begin b.db
kill -TERM $run
kill -TERM $run
wait $run
status=$?
{ [ $status -eq 143 ] && [ ! -e b.db ] || [ $status -eq 130 ]; } && [ ! -e b.db.part ]
verdict $? "a second signal ends it there and then, and leaves nothing"

# What runs in the background of a script is not to be stopped from the terminal: SIGINT is ignored there, and stays so.
(trap '' INT && exec "$BANGPATH" run "$story" --quiet -o c.db >.out 2>.err) &
run=$!
kill -INT $run
wait $run
[ $? -eq 0 ] && [ -s c.db ]
verdict $? "SIGINT that was ignored stays ignored"

finish
