#!/bin/sh
# The report of sweeps in a browser: makes pages of a few, and hands them to sweep.py, which prints TAP.
. "$(dirname "$0")/browser.sh"

# sweep NAME [OPTION]...: NAME.db of the main scenario's first days, NAME.json.
sweep() {
    name=$1
    shift
    "$BANGPATH" sweep "$scenarios/open-relay-years.scenario" -j 2 --quiet --json -o "$dir/$name.db" --set output.trace=none \
        --set 'scenario.length=6 d' --set 'closure.from=day 2' --set 'closure.over=1 d' "$@" >"$dir/$name.json" || exit 1
}

sweep orders --set 'sweep.closure.which=random, busiest-first' --set 'sweep.closure.share=0%, 50%, 100%' --set sweep.replications=4
for which in random busiest-first; do
    sweep $which --set closure.which=$which --set 'sweep.closure.share=0%, 50%, 100%' --set sweep.replications=4
done
sweep zipped --set sweep.mode=zip --set 'sweep.blacklist rbl.after=30 min, 2 h, 1 d' --set 'sweep.closure.share=0%, 50%, 100%'
"$BANGPATH" compare --json "$dir/random.db" "$dir/busiest-first.db" >"$dir/compared.json" || exit 1
cp "$dir/orders.db" "$dir/hostile.db"
"$python" "$browser/hostile_sweep.py" "$dir/hostile.db" || exit 1

"$BANGPATH" report "$dir/orders.db" -o "$dir/orders.html" || exit 1
"$BANGPATH" report "$dir/random.db" "$dir/busiest-first.db" -o "$dir/two.html" || exit 1
"$BANGPATH" report "$dir/zipped.db" -o "$dir/zipped.html" || exit 1
"$BANGPATH" report "$dir/hostile.db" -o "$dir/hostile.html" || exit 1
"$python" "$browser/sweep.py" "$dir"
