#!/bin/sh
# The report in a browser: makes pages of a few runs, and hands them to report.py, which
# prints TAP. Skipped where there is no browser that a program can drive.
. "$(dirname "$0")/browser.sh"

# make NAME SCENARIO [OPTION]...: NAME.db, NAME.json.
make() {
    name=$1 scenario=$2
    shift 2
    "$BANGPATH" run "$scenarios/$scenario.scenario" --quiet --json -o "$dir/$name.db" "$@" >"$dir/$name.json" ||
        exit 1
}

make run open-relay-years --set 'scenario.length=10 d' --set 'closure.from=day 3' --set 'closure.over=4 d'
make open open-relay-years --set 'scenario.length=10 d' --set closure.enabled=no
make small bang-path
make around scanning
cp "$dir/small.db" "$dir/hostile.db"
"$python" "$browser/hostile.py" "$dir/hostile.db" || exit 1

echo 'graph one { alone; }' >"$dir/one.gv"
printf '[scenario]\ntitle = One host\ntopology = one.gv\nbegin = 1990-01-01\nlength = 1 d\n' >"$dir/one.scenario"
"$BANGPATH" run "$dir/one.scenario" --quiet -o "$dir/nothing.db" || exit 1

"$BANGPATH" report "$dir/run.db" -o "$dir/run.html" || exit 1
"$BANGPATH" report "$dir/run.db" "$dir/open.db" -o "$dir/two.html" || exit 1
"$BANGPATH" report "$dir/small.db" -o "$dir/small.html" || exit 1
"$BANGPATH" report "$dir/around.db" -o "$dir/around.html" || exit 1
"$BANGPATH" report "$dir/nothing.db" -o "$dir/nothing.html" || exit 1
"$BANGPATH" report "$dir/hostile.db" -o "$dir/hostile.html" || exit 1
"$python" "$browser/report.py" "$dir"
