#!/bin/sh
# The report in a browser: makes pages of a few runs, and hands them to report.py, which
# prints TAP. Skipped where there is no browser that a program can drive.
: "${BANGPATH:?}" "${BANGPATH_SOURCE_ROOT:?}"
LC_ALL=C.UTF-8
export LC_ALL
scenarios=$BANGPATH_SOURCE_ROOT/scenarios

skip_all() {
    echo "1..0 # SKIP $1; tools/install-deps.sh --tests installs it"
    exit 0
}

python=
for candidate in /usr/bin/python3 python3; do
    "$candidate" -c 'import selenium' 2>/dev/null && python=$candidate && break
done
[ -n "$python" ] || skip_all "python3-selenium is not installed"
command -v chromium >/dev/null || skip_all "chromium is not installed"
command -v chromedriver >/dev/null || skip_all "chromium-driver is not installed"

dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

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
cp "$dir/small.db" "$dir/hostile.db"
"$python" "$BANGPATH_SOURCE_ROOT/tests/browser/hostile.py" "$dir/hostile.db" || exit 1

"$BANGPATH" report "$dir/run.db" -o "$dir/run.html" || exit 1
"$BANGPATH" report "$dir/run.db" "$dir/open.db" -o "$dir/two.html" || exit 1
"$BANGPATH" report "$dir/small.db" -o "$dir/small.html" || exit 1
"$BANGPATH" report "$dir/hostile.db" -o "$dir/hostile.html" || exit 1
"$python" "$BANGPATH_SOURCE_ROOT/tests/browser/report.py" "$dir"
