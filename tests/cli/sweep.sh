#!/bin/sh
# Sweeps: the same rows with any number of workers, after any kill, in parts or whole; what is wrong is said before
# anything runs. Prints TAP.
. "$(dirname "$0")/tap.sh"

if ! command -v sqlite3 >/dev/null; then
    echo "1..0 # SKIP there is no sqlite3"
    exit 0
fi

# sweeping FILE LINE...: a scenario that extends forged-senders.scenario and sweeps as the lines say.
sweeping() {
    file=$1
    shift
    printf '[scenario]\nextends = %s/scenarios/forged-senders.scenario\n\n[sweep]\n' "$BANGPATH_SOURCE_ROOT" >"$file"
    printf '%s\n' "$@" >>"$file"
}

# same A.db B.db: whether both have the same rows.
same() {
    sqlite3 "$1" .dump >.dump1 && sqlite3 "$2" .dump >.dump2 && [ -s .dump1 ] && cmp .dump1 .dump2 >>.err 2>&1
}

sweeping a.scenario 'spammer poser.bcc = 1, 10, 100' 'spammer joker.forge = none, null' 'replications = 10'
gives 0 sweep a.scenario --dry-run && [ "$(wc -l <.out)" -eq 6 ] &&
    grep -q "^5	spammer poser.bcc=100, spammer joker.forge=null$" .out && grep -q '^6 points, in all 60 runs' .err
verdict $? "--dry-run prints the points and runs nothing"

gives 0 sweep a.scenario -o one.db && grep -q '^Runs: 60 in all, 60 ok, 0 failed, 0 skipped' .err &&
    grep -q '^spammer poser.bcc=1, spammer joker.forge=none  *10 ' .out
verdict $? "a table of all points"
"$BANGPATH" sweep a.scenario --json --quiet >one.json 2>.err && [ ! -s .err ] && grep -q '"ok": 60' one.json
verdict $? "--json without a file; --quiet says nothing else"
gives 0 sweep a.scenario -j 3 -o three.db --json && cmp .out one.json && same one.db three.db
verdict $? "the same rows and the same JSON with -j 3"

# A run of a sweep is the run that it says it is.
"$BANGPATH" run a.scenario --quiet -o run.db --set 'spammer poser.bcc=10' --set 'spammer joker.forge=null' --seed 4 2>.err &&
    sqlite3 run.db "SELECT measure, value FROM totals ORDER BY measure" >.run &&
    sqlite3 one.db "SELECT measure, value FROM totals JOIN runs USING (run) JOIN points USING (point) WHERE seed = 4 AND
        name = 'spammer poser.bcc=10, spammer joker.forge=null' ORDER BY measure" >.swept && [ -s .run ] && cmp .run .swept
verdict $? "each run is what bangpath run gives with that seed and these values"

# Also where the values change the network itself.
cat >calls.scenario <<END
[scenario]
extends = $BANGPATH_SOURCE_ROOT/scenarios/usenet-1981.scenario
[sweep]
scenario.schedule = demand, poll 4 h
END
gives 0 sweep calls.scenario -o calls.db --quiet && good=0 || good=1
for schedule in demand 'poll 4 h'; do
    gives 0 run calls.scenario --quiet --force -o run4.db --set "scenario.schedule=$schedule" &&
        [ "$(sqlite3 run4.db "SELECT value FROM totals WHERE measure = 'calls.made'")" = "$(sqlite3 calls.db "SELECT value
        FROM totals JOIN runs USING (run) JOIN points USING (point) WHERE measure = 'calls.made' AND
        name = 'scenario.schedule=$schedule'")" ] || good=1
done
[ $good -eq 0 ]
verdict $? "also where the schedule of all calls is varied"

gives 0 sweep a.scenario --only 1/2 -o p1.db --quiet && gives 0 sweep a.scenario --only 2/2 -o p2.db --quiet &&
    gives 0 merge p1.db p2.db -o all.db && same one.db all.db
verdict $? "two parts make the whole"
refuses "--only wants I/N" 'expected I/N' sweep a.scenario --only 3/2 --quiet
gives 0 sweep a.scenario -o p1.db --resume --quiet -j 2 && same one.db p1.db
verdict $? "--resume makes what is missing"
gives 0 sweep a.scenario -o p1.db --resume && grep -q '^Runs: 60 in all, 0 ok, 0 failed, 60 skipped' .err
verdict $? "and nothing where nothing is missing"
refuses "a file that is there is not replaced" 'p1.db: is there already' sweep a.scenario -o p1.db
sweeping b.scenario 'spammer poser.bcc = 1, 10'
refuses "--resume with another scenario's file is refused" 'another scenario' sweep b.scenario -o p1.db --resume
refuses "as is one that is no results file" 'is no results file' sweep a.scenario -o run.db --resume
gives 0 sweep b.scenario -o b.db --quiet
mkfifo pipe
refuses "a pipe is not waited for" 'pipe: is no plain file' merge one.db pipe -o x.db
refuses "as are parts of two sweeps" 'b.db: is of another sweep' merge one.db b.db -o x.db
[ ! -e x.db ]
verdict $? "of which nothing is left behind"

# Killed at any moment, and gone on with.
sweeping long.scenario 'spammer poser.bcc = 1, 2 .. 20' 'replications = 20' 'until = 0.2% of spam.reach' \
    'at-most = 60'
gives 0 sweep long.scenario -j 2 -o whole.db --quiet
bad=0
for after in 0.1 0.2 0.4 0.7 1.1; do
    rm -f killed.db killed.db-journal
    "$BANGPATH" sweep long.scenario -j 2 -o killed.db --quiet >/dev/null 2>&1 &
    sweep=$!
    sleep "$after"
    kill -9 $sweep 2>/dev/null
    wait $sweep 2>/dev/null
    [ -e killed.db ] || continue
    if sqlite3 killed.db 'SELECT 1 FROM points LIMIT 1' 2>/dev/null | grep -q 1; then
        gives 0 sweep long.scenario -j 3 -o killed.db --resume --quiet && same whole.db killed.db || bad=1
    fi
done
[ $bad -eq 0 ]
verdict $? "kill -9 at several moments, then --resume: the rows of a whole sweep"

rm -f killed.db*
"$BANGPATH" sweep long.scenario -o killed.db --quiet >.out 2>.err &
sweep=$!
sleep 0.5
kill -TERM $sweep
wait $sweep
status=$?
# It may have been quicker than that.
[ $status -eq 0 ] || { [ $status -eq 130 ] && grep -q 'interrupted: go on with --resume -o killed.db' .err; }
verdict $? "a signal ends it cleanly, with status 130"
gives 0 sweep long.scenario -j 2 -o killed.db --resume --quiet && same whole.db killed.db
verdict $? "and it can be gone on with"

# A worker that is killed costs the run that it was in.
cat >slow.scenario <<END
[scenario]
extends = $story
[sweep]
closure.share = 0%, 100%
END
"$BANGPATH" sweep slow.scenario --set 'scenario.length=2000 d' --set scenario.warm-up='1 d' -j 2 -o slow.db >.out 2>.err &
sweep=$!
sleep 1
worker=$(ps -o pid= --ppid $sweep 2>/dev/null | head -n 1)
if [ -n "$worker" ]; then
    kill -9 $worker
    sleep 1
    kill -TERM $sweep
    wait $sweep
    [ "$(sqlite3 slow.db 'SELECT state, error FROM runs')" = 'failed|its process was ended by signal 9 (Killed)' ]
    verdict $? "a worker that is killed costs the run that it was in"
else
    kill -9 $sweep
    skip "a worker that is killed costs the run that it was in" "there is no ps --ppid"
fi

sweeping e.scenario 'spammer poser.bcc = 10, 100' 'replications = 3' '[expect]' 'r = spam.reach > 90%' 'all = spam.sent > 0'
gives 1 sweep e.scenario && grep -q '^Expected all: spam.sent > 0: held in 6 of 6 runs$' .out &&
    grep -q '^Expected r: spam.reach > 90%: held in 0 of 6 runs$' .out && grep -q 'not every run gave what' .err
verdict $? "[expect] is judged run by run; status 1"

sweeping bad.scenario 'spammer poser.bcc = 1, many' 'spammer poser.bbc = 1' 'spammer poser.host = account, acount'
gives 2 sweep bad.scenario -o bad.db && [ ! -e bad.db ] && [ ! -s .out ] &&
    grep -qF 'bad.scenario:5: [sweep] spammer poser.bcc: "many": expected a whole number' .err &&
    grep -qF 'bad.scenario:6: [sweep] unknown key "spammer poser.bbc"; did you mean "spammer poser.bcc"?' .err
verdict $? "every wrong key and value is said, with its line, and nothing is run"
sweeping bad.scenario 'spammer poser.host = account, acount'
refuses "a host that is none likewise" 'bad.scenario:5: [spammer poser] host = "acount": expected a host' sweep bad.scenario
sweeping bad.scenario 'spammer poser.bcc = 1 .. 1000' 'spammer joker.bcc = 1 .. 1000' 'spammer poser.targets = 1 .. 1000' \
    'spammer joker.targets = 1 .. 1000'
refuses "so many combinations that nobody waits for them" '1,000,000,000,000 combinations' sweep bad.scenario
refuses "a scenario without [sweep]" 'no group [sweep]' sweep "$story"
refuses "--resume without a file" 'expected -o SWEEP.db' sweep a.scenario --resume

# Side by side.
gives 0 sweep a.scenario --set 'spammer poser.retry=yes' -o retry.db --quiet &&
    gives 0 compare one.db retry.db --measure spam.reach --csv && [ "$(wc -l <.out)" -eq 13 ] && grep -q ',10,.*,yes$' .out
verdict $? "compare: two sweeps, paired by seed"
sqlite3 one.db 'SELECT seed FROM runs WHERE point = 0 ORDER BY run' | paste -s -d , | sed 's/,/, /g' >seeds
gives 0 compare one.db retry.db --measure spam.reach --json &&
    [ "$(grep -cF "\"file\": \"one.db\", \"seeds\": [$(cat seeds)], \"n\": 10, " .out)" -ge 1 ] && [ "$(grep -c '"seeds": \[' .out)" -eq 12 ]
verdict $? "compare --json: whose seeds a mean is of"
gives 0 compare one.db retry.db --json && gives 0 compare run.db one.db && grep -q '^A  run.db' .out
verdict $? "a run beside a sweep"
gives 0 compare one.db retry.db && grep -qxF '   unlike A: spammer poser.retry=yes' .out && grep -q '^Means ' .out
verdict $? "compare says what the second was told"
cp "$BANGPATH_SOURCE_ROOT/topologies/forged-senders.gv" copy.gv
gives 0 sweep a.scenario --set scenario.topology=copy.gv -o moved.db --quiet &&
    gives 0 run a.scenario --set scenario.topology=copy.gv --set 'spammer poser.bcc=10' --set 'spammer joker.forge=null' --seed 4 -o moved-run.db --quiet &&
    gives 0 compare one.db moved.db && grep -qxF '   of the same scenario as A' .out &&
    gives 0 compare run.db moved-run.db && grep -qxF '   of the same scenario as A' .out
verdict $? "a topology is the same under another name"
echo '// another' >>copy.gv
gives 0 run a.scenario --set scenario.topology=copy.gv -o other-run.db --quiet && gives 0 compare moved-run.db other-run.db &&
    grep -qF 'scenario.topology=copy.gv (another file)' .out
verdict $? "and another one under the same"
gives 0 compare retry.db one.db run.db && grep -qF 'no spammer poser.retry' .out
verdict $? "and what the first was"
gives 0 compare one.db one.db && grep -qxF '   of the same scenario as A' .out && gives 0 compare run.db run.db && ! grep -q '^Means ' .out
verdict $? "of one scenario; where there are no intervals, nothing is said of them"
refuses "a column that no run has" '--measure: expected a measure, not "spam.rech"; did you mean "spam.reach"?' sweep a.scenario --measure spam.rech
refuses "-j of none" '-j "0": expected a whole number from 1 to 4096' sweep a.scenario -j 0
refuses "-j that is no number" '-j "two": expected a whole number' sweep a.scenario -j two
for command in render show verify; do
    refuses "$command: a sweep is no run" 'one.db: is a sweep: expected one run' $command one.db
done
refuses "a measure that there is not" 'did you mean "spam.reach"?' compare one.db retry.db --measure spam.rich
refuses "a file that there is not" 'no.db' compare one.db no.db

gives 0 query one.db "SELECT count(*) AS n FROM runs" && [ "$(cat .out)" = 'n
60' ]
verdict $? "query: CSV"
gives 0 query run.db --json "SELECT 'a\"b' AS x, 1 AS y, NULL AS z" && grep -qF '{"x": "a\"b", "y": 1, "z": null}' .out
verdict $? "query: JSON"
for sql in "DELETE FROM runs" "ATTACH 'x.db' AS x" "VACUUM INTO 'x.db'" "PRAGMA user_version = 3" "DROP TABLE runs"; do
    refuses "query only reads: $sql" 'expected a statement that only reads' query one.db "$sql"
done
[ ! -e x.db ]
verdict $? "and makes no file"
refuses "one statement at a time" 'expected one SQL statement' query one.db 'SELECT 1; SELECT 2'
refuses "bad SQL" 'syntax error' query one.db 'SELEC 1'

# Open MPI takes root for a mistake, and leaves memory behind.
ranks() {
    OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 ASAN_OPTIONS=detect_leaks=0 \
        mpirun --oversubscribe -n 3 "$BANGPATH" "$@" >.out 2>.err
}

if command -v mpirun >/dev/null && [ -e "$(dirname "$BANGPATH")/bangpath-mpi.so" ]; then
    ranks sweep a.scenario -o mpi.db --json --quiet && cmp .out one.json && same one.db mpi.db
    verdict $? "three ranks of an MPI job: the same rows and JSON"
    ranks sweep bad.scenario
    [ $? -eq 2 ] && [ "$(grep -c 1,000,000,000,000 .err)" -eq 1 ]
    verdict $? "what is wrong is said once"
    ranks sweep a.scenario --relpications
    [ $? -eq 2 ] && [ "$(grep -c -- --relpications .err)" -eq 1 ]
    verdict $? "also of the command line"
    ranks sweep a.scenario --dry-run && [ "$(wc -l <.out)" -eq 6 ]
    verdict $? "--dry-run prints one plan"
    OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 ASAN_OPTIONS=detect_leaks=0 mpirun --oversubscribe \
        -n 1 "$BANGPATH" sweep a.scenario --quiet : -n 1 "$BANGPATH" sweep none.scenario >.out 2>.err
    [ $? -eq 2 ] && grep -q 'rank 1 of the MPI job cannot read what the first one reads' .err
    verdict $? "a rank that has not the same files says so"
else
    skip "three ranks of an MPI job: the same rows and JSON" "there is no MPI"
    skip "what is wrong is said once" "there is no MPI"
    skip "also of the command line" "there is no MPI"
    skip "--dry-run prints one plan" "there is no MPI"
    skip "a rank that has not the same files says so" "there is no MPI"
fi
finish
