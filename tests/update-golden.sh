#!/bin/sh
# Writes tests/golden afresh from what every scenario gives now: review the difference before you commit it.
# Usage: update-golden.sh [BANGPATH]; else the program is build/sim/bangpath.
cd "$(dirname "$0")/.." || exit 1
bangpath=${1:-build/sim/bangpath}
LC_ALL=C NO_COLOR=1
export LC_ALL NO_COLOR
if [ ! -x "$bangpath" ]; then
    echo "update-golden.sh: $bangpath is not there: build it, or name it" >&2
    exit 2
fi
command -v sqlite3 >/dev/null || {
    echo "update-golden.sh: sqlite3 is not installed: tools/install-deps.sh --tests" >&2
    exit 2
}
new=$(mktemp -d) || exit 1
trap 'rm -rf "$new"' EXIT

for scenario in scenarios/*.scenario; do
    name=$(basename "$scenario" .scenario)
    rm -f "$new/db"
    "$bangpath" run --json --quiet -o "$new/db" "$scenario" >"$new/json" && "$bangpath" run "$scenario" >"$new/txt" 2>/dev/null &&
        sqlite3 "$new/db" .dump >"$new/sql" || {
        echo "update-golden.sh: $scenario failed; nothing was changed" >&2
        exit 1
    }
    sed -e '/^  "load_s": /d' -e '/^  "run_s": /d' -e '/^  "run_cpu_s": /d' -e '/^  "wall_s": /d' "$new/json" >"$new/$name.json"
    sed '/^Simulated /d' "$new/txt" >"$new/$name.txt"
    # Of all rows but of what was read: as tests/cli/golden.sh.
    grep '^INSERT INTO' "$new/sql" | grep -v '^INSERT INTO "*\(run\|inputs\)"* ' | sha256sum | cut -c 1-64 >"$new/$name.sha256"
done
rm -f "$new/json" "$new/txt" "$new/db" "$new/sql" tests/golden/*.json tests/golden/*.txt tests/golden/*.sha256
mkdir -p tests/golden && cp "$new"/* tests/golden/
case $bangpath in /*) ;; *) bangpath=$PWD/$bangpath ;; esac
UPDATE=1 BANGPATH=$bangpath BANGPATH_SOURCE_ROOT=$PWD sh tests/cli/threads.sh >/dev/null
