#!/bin/sh
# Every scenario: it checks, runs twice, once for its JSON and once for its summary, to the same rows, and gives what tests/golden has for it, but for what is real time. Every
# topology: it checks, and Graphviz lays it out without a word. Prints TAP.
# $BANGPATH is the program, $BANGPATH_SOURCE_ROOT where the sources are. New golden files: tests/update-golden.sh
# With BANGPATH_GOLDEN=bytes each scenario runs once, and only its JSON and its rows are looked at: in these all builds must agree.
: "${BANGPATH:?}"
cd "${BANGPATH_SOURCE_ROOT:?}" || exit 1
LC_ALL=C NO_COLOR=1
export LC_ALL NO_COLOR
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
n=0

# verdict STATUS NAME: one line of TAP; of a failure, also what $dir/why has.
verdict() {
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $n - $2"
    else
        echo "not ok $n - $2"
        sed 's/^/# /' "$dir/why" | head -n 40
    fi
}

skip() {
    n=$((n + 1))
    echo "ok $n - $1 # SKIP $2"
}

# checks FILE: whether `check` says that it is all right, and nothing else.
checks() {
    "$BANGPATH" check "$1" >"$dir/why" 2>&1 && [ "$(cat "$dir/why")" = "$1: all right" ]
}

# runs FILE NAME: into NAME.json and NAME.db; as an expectation that does not hold ends in status 1, all of them hold.
runs() {
    "$BANGPATH" run --json --quiet -o "$dir/$2.db" "$1" >"$dir/$2.whole" 2>"$dir/why" &&
        without_real_time "$dir/$2.whole" >"$dir/$2.json"
}

without_real_time() {
    sed -e '/^  "load_s": /d' -e '/^  "run_s": /d' -e '/^  "run_cpu_s": /d' -e '/^  "wall_s": /d' "$1"
}

same() {
    diff "$1" "$2" >"$dir/why" 2>&1
}

# rows NAME: those of NAME.db into NAME.sql.
rows() {
    sqlite3 "$dir/$1.db" .dump >"$dir/$1.sql" 2>"$dir/why" && [ -s "$dir/$1.sql" ]
}

# One hash of all that happened: every row but of what was read.
same_hash() {
    grep '^INSERT INTO' "$dir/a.sql" | grep -v '^INSERT INTO "*\(run\|inputs\)"* ' | sha256sum | cut -c 1-64 >"$dir/hash" &&
        same "$1" "$dir/hash"
}

says() {
    "$BANGPATH" run -o "$dir/b.db" "$1" >"$dir/page" 2>"$dir/why" && sed '/^Simulated /d' "$dir/page" >"$dir/txt" && same "$2" "$dir/txt"
}

draws() {
    dot -Tsvg -o "$dir/out.svg" "$1" >"$dir/why" 2>&1 && [ -s "$dir/out.svg" ] && [ ! -s "$dir/why" ]
}

# run_again SCENARIO NAME: for its summary, to the same rows.
run_again() {
    checks "$1"
    verdict $? "$2: check finds nothing wrong"
    says "$1" "tests/golden/$2.txt"
    verdict $? "$2: the summary of a second run is tests/golden/$2.txt"
    if command -v sqlite3 >/dev/null; then
        rows b && same "$dir/a.sql" "$dir/b.sql"
        verdict $? "$2: the same rows in the database twice"
    else
        skip "$2: the same rows in the database twice" "sqlite3, which dumps the database, is not installed"
    fi
}

for scenario in scenarios/*.scenario; do
    name=$(basename "$scenario" .scenario)
    rm -f "$dir"/a.* "$dir"/b.*
    runs "$scenario" a
    verdict $? "$name: runs, and what it expects holds"
    same "tests/golden/$name.json" "$dir/a.json"
    verdict $? "$name: the JSON is tests/golden/$name.json"
    if command -v sqlite3 >/dev/null; then
        rows a && same_hash "tests/golden/$name.sha256"
        verdict $? "$name: the hash of its rows is in tests/golden/$name.sha256"
    else
        skip "$name: the hash of its rows is in tests/golden/$name.sha256" "sqlite3 is not installed"
    fi
    [ "${BANGPATH_GOLDEN-}" = bytes ] || run_again "$scenario" "$name"
done

for golden in tests/golden/*.*; do
    name=$(basename "${golden%.*}")
    echo "$golden is of no scenario" >"$dir/why"
    [ -f "scenarios/$name.scenario" ]
    verdict $? "$golden: is of a scenario"
done

for topology in topologies/*.gv; do
    checks "$topology"
    verdict $? "$topology: check finds nothing wrong"
    if command -v dot >/dev/null; then
        draws "$topology"
        verdict $? "$topology: Graphviz draws it without a message"
    else
        skip "$topology: Graphviz draws it without a message" "dot is not installed"
    fi
done

echo "1..$n"
