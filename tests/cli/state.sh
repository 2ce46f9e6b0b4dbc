#!/bin/sh
# Runs that are stopped, killed, gone on with, and verified. Every scenario is stopped after two fifths, gone on with in another
# process, and must give what tests/golden has for one run, and every row of one run: so a module that forgets to describe a
# field of its state to archives is found here. Prints TAP.
. "$(dirname "$0")/tap.sh"

root=$BANGPATH_SOURCE_ROOT

# plain: a run's JSON without what is real time.
plain() {
    sed -e '/^  "load_s": /d' -e '/^  "run_s": /d' -e '/^  "run_cpu_s": /d' -e '/^  "wall_s": /d'
}

# number NAME FILE: of a run's JSON.
number() {
    sed -n "s/^  \"$1\": \"\\{0,1\\}\\([^\",]*\\).*/\\1/p" "$2" | head -n 1
}

# goes_on NAME: scenario NAME, stopped and gone on with, gives one run's JSON and rows.
goes_on() {
    golden=$root/tests/golden/$1.json
    begin=$(number begin "$golden")
    part=$(number length_s "$golden" | awk '{printf "%d", $1 * 2 / 5}')
    at=$(date -u -d "$begin + $part seconds" +%Y-%m-%dT%H:%M:%SZ)
    rm -f "$dir"/on.db*
    (cd "$root" && gives 0 run "scenarios/$1.scenario" --stop-at "$at" --quiet -o "$dir/on.db") || return 1
    [ -s "$dir/on.db.part" ] && [ ! -e "$dir/on.db" ] || return 1
    (cd "$root" && gives 0 run --resume "$dir/on.db" --json --quiet) || return 1
    plain <"$dir/.out" >"$dir/on.json"
    cmp "$golden" "$dir/on.json" >"$dir/.out" 2>&1 || return 1
    [ ! -e "$dir/on.db.part" ] && (cd "$root" && gives 0 verify "$dir/on.db")
}

if date -u -d '1998-01-05T00:00:00Z + 60 seconds' >/dev/null 2>&1; then
    for file in "$root"/scenarios/*.scenario; do
        name=$(basename "$file" .scenario)
        goes_on "$name"
        verdict $? "$name: stopped and gone on with, it is one run"
    done
else
    skip "scenarios that are stopped and gone on with" "this date(1) knows no sums"
fi

# ---- killed ----

tester=$root/scenarios/every-defence.scenario
gives 0 run "$tester" --checkpoint '12 h' --quiet -o whole.db
verdict $? "a run with checkpoints"
[ ! -e whole.db.part ] && [ ! -e whole.db.part-journal ] && gives 0 verify whole.db
verdict $? "leaves nothing behind, and has the rows of one without"

# killed SECONDS ARGUMENT...: a run that is ended by SIGKILL.
killed() {
    after=$1
    shift
    "$BANGPATH" run "$@" --quiet >.out 2>.err &
    run=$!
    sleep "$after"
    kill -9 $run 2>/dev/null
    wait $run 2>/dev/null
}

for after in 0.3 0.7 1.1; do
    rm -f killed.db*
    killed $after "$tester" --checkpoint '12 h' -o killed.db
    killed $after --resume killed.db
    if [ -e killed.db.part ] && ! "$BANGPATH" run --resume killed.db --quiet >.out 2>.err; then
        # Killed before the first checkpoint there is nothing to go on with, and it says so.
        grep -q 'has no checkpoint yet\|in the making' .err && rm -f killed.db.part*
        "$BANGPATH" run "$tester" --checkpoint '12 h' --quiet -o killed.db >.out 2>.err
    fi
    cmp whole.db killed.db >.out 2>&1
    verdict $? "killed twice after $after s and gone on with, it is the same file"
done

# ---- Ctrl-C ----

"$BANGPATH" run "$tester" --set 'scenario.length=3000 d' --checkpoint '1000 d' -o c.db >.out 2>.err &
run=$!
sleep 1
kill -TERM $run
wait $run
[ $? -eq 130 ] && grep -q "^bangpath: stopped at .*'bangpath run --resume c.db' goes on\.$" .err && [ -s c.db.part ]
verdict $? "a signal leaves a checkpoint, and says so"
gives 130 run "$tester" --set 'scenario.length=3000 d' --stop-at 'day 1' -o c.db >/dev/null 2>&1
refuses "it is no run yet" 'c.db: cannot be read' verify c.db

# ---- what is wrong ----

refuses "--checkpoint without -o" 'expected -o RUN.db beside it' run "$story" --checkpoint '1 d'
refuses "--stop-at without -o" 'expected -o RUN.db beside it' run "$story" --stop-at 'day 2'
refuses "--checkpoint that is no duration" 'a duration with its unit' run "$story" --checkpoint 10 -o e.db
refuses "--checkpoint of nothing" 'after the begin' run "$story" --checkpoint '0 s' -o e.db
refuses "--resume with a scenario" 'expected no SCENARIO' run "$story" --resume c.db
refuses "--resume with settings" 'expected no -o, --set or --seed' run --resume c.db --seed 7
refuses "nothing to resume" 'none.db.part: is not there' run --resume none.db
cp whole.db e.db
refuses "what is complete is not resumed" 'e.db: is complete: there is nothing to resume' run --resume e.db

cp "$root/scenarios/bcc.scenario" "$root/topologies/bcc.gv" .
sed 's/\.\.\/topologies\///' "$root/scenarios/bcc.scenario" >little.scenario
gives 0 run little.scenario --stop-at '1996-09-01T00:01:00Z' -o little.db >/dev/null 2>&1 ||
    gives 0 run little.scenario --stop-at "$(sed -n 's/^begin = \([0-9-]*\).*/\1/p' little.scenario)T00:01:00Z" -o little.db
[ -s little.db.part ]
verdict $? "a little run, stopped"
cp little.db.part kept.part

# damaged OFFSET: whether it is an error, and no crash, if that byte of the part is another. Where SQLite has no use for a byte,
# going on is right if what comes of it is.
damaged() {
    cp kept.part little.db.part
    rm -f little.db little.db.part-journal
    printf '\377' | dd of=little.db.part bs=1 seek="$1" conv=notrunc 2>/dev/null
    "$BANGPATH" run --resume little.db --quiet >.out 2>.err
    case $? in
    0) "$BANGPATH" verify --quiet little.db >.out 2>.err ;;
    2) grep -q 'little.db' .err ;;
    *) false ;;
    esac
}

size=$(wc -c <kept.part)
bad=0
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    damaged $((i * size / 31)) || bad=$((bad + 1))
done
[ $bad -eq 0 ]
verdict $? "a byte changed anywhere is seen, or was of no use"

bad=0
for i in 1 2 3 4 5 6 7 8 9; do
    head -c $((i * size / 10)) kept.part >little.db.part
    rm -f little.db little.db.part-journal
    gives 2 run --resume little.db --quiet || bad=$((bad + 1))
done
[ $bad -eq 0 ]
verdict $? "cut anywhere it is refused"

cp kept.part little.db.part
rm -f little.db
echo '# another' >>bcc.gv
refuses "an input that has changed" 'bcc.gv: is another than it was' run --resume little.db

# ---- verify ----

cp "$root/topologies/bcc.gv" .
gives 0 run --resume little.db --quiet && gives 0 verify little.db && grep -q 'rows are what the run gives; trajectory [0-9a-f]*$' .out
verdict $? "what was gone on with is verified"
refuses "what is no database is not" 'is no run database' verify little.scenario
head -c 5000 little.db >cut.db
refuses "nor one that is cut" 'cut.db: is damaged' verify cut.db
if command -v python3 >/dev/null && python3 -c 'import sqlite3' 2>/dev/null; then
    cp little.db lie.db
    python3 -c "import sqlite3; d = sqlite3.connect('lie.db'); d.execute('UPDATE hops SET bytes = bytes + 1 WHERE rowid = 2'); d.commit()"
    fails "a row that was changed is named" 'table hops: row 2 has bytes' verify lie.db
    cp little.db lie.db
    python3 -c "import sqlite3; d = sqlite3.connect('lie.db'); d.execute('DELETE FROM hops WHERE rowid = 3'); d.commit()"
    fails "one that is missing is" 'rows differ, the first in table hops: row 3' verify lie.db
    cp little.db lie.db
    python3 -c "import sqlite3; d = sqlite3.connect('lie.db'); d.execute(\"UPDATE run SET value = '0.0.1' WHERE key = 'version'\"); d.commit()"
    refuses "another version's is not compared" 'was made by bangpath 0.0.1' verify lie.db
else
    skip "rows that were changed" "there is no Python with SQLite"
fi
echo '# another' >>little.scenario
refuses "nor one whose scenario has changed" 'little.scenario: is another than it was' verify little.db

finish
