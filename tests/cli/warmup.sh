#!/bin/sh
# bangpath warmup: what it says of runs, and of what is none. Prints TAP.
. "$(dirname "$0")/tap.sh"
scenario=$BANGPATH_SOURCE_ROOT/scenarios/usenet-1987-demand.scenario
for seed in 1 2; do
    gives 0 run "$scenario" --seed $seed -o $seed.db --quiet
    verdict $? "run $seed"
done

gives 0 warmup 1.db && grep -q '^ham_waiting  ' .out && grep -q '^hops, a look  ' .out && [ ! -s .err ]
verdict $? "a table"
gives 0 warmup 1.db 2.db && grep -q 'the mean of 2 runs' .out
verdict $? "of two runs"
gives 0 warmup 1.db 1.db && tail -n +3 .out >twice && gives 0 warmup 1.db && tail -n +3 .out | cmp -s - twice
verdict $? "the mean of a run and itself is that run"
gives 0 warmup --json 1.db && grep -q '"suffices": ' .out && grep -q '"seeds": \[1\]' .out && grep -c '"measure"' .out | grep -qx 4
verdict $? "as JSON"
gives 0 warmup --measure spool_bytes 1.db && [ "$(grep -c 'enough\|too short\|does not settle' .out)" -ge 1 ]
verdict $? "one measure"

# From what settles at once, and from what never does: a spool that only fills.
if command -v sqlite3 >/dev/null; then
    cp 1.db flat.db && sqlite3 flat.db "UPDATE series SET value = 7 WHERE measure = 'spool_bytes'"
    gives 0 warmup --measure spool_bytes flat.db && grep -q '^spool_bytes  *0 s  enough' .out && grep -q '^No warm-up is needed' .out
    verdict $? "what never changes needs none"
    cp 1.db ramp.db && sqlite3 ramp.db "UPDATE series SET value = time_us / 1000000 WHERE measure = 'spool_bytes'"
    gives 0 warmup --measure spool_bytes ramp.db && grep -q 'does not settle$' .out && grep -q '^No warm-up makes' .out
    verdict $? "what only grows does not settle"
    # 50 looks high, then steady: MSER-5 leaves out just these.
    cp 1.db step.db && sqlite3 step.db "UPDATE series SET value = CASE WHEN time_us <= 50 * (SELECT value FROM run WHERE key = 'length_us') / 240
        THEN 1000 ELSE 10 + time_us / 1000000 % 2 END WHERE measure = 'spool_bytes'; UPDATE run SET value = 0 WHERE key = 'warm_up_us'"
    gives 0 warmup --json --measure spool_bytes step.db &&
        [ "$(sed -n 's/.*"settled_s": \([0-9.]*\)}.*/\1/p' .out)" = "$(sqlite3 step.db "SELECT 50 * value / 240 / 1000000 FROM run WHERE key = 'length_us'")" ]
    verdict $? "what is high for 50 looks settles after 50"
    grep -q '"suffices": false' .out && gives 0 warmup --measure spool_bytes step.db && grep -q '^The warm-up is too short: .scenario. warm-up = [0-9]* h$' .out
    verdict $? "and the scenario should say so"
    # Who waits: who has written, less what has come or come back.
    cp 1.db waits.db && sqlite3 waits.db "UPDATE series SET value = 2 * time_us + 7 WHERE measure = 'ham_sent';
        UPDATE series SET value = time_us WHERE measure IN ('ham_delivered', 'ham_bounced')"
    gives 0 warmup --measure ham_waiting waits.db && grep -q '^ham_waiting  *0 s  enough' .out
    verdict $? "as many wait as have neither come nor come back"
    for series in ham_delivered ham_bounced; do
        cp waits.db grows.db && sqlite3 grows.db "UPDATE series SET value = 0 WHERE measure = '$series'"
        gives 0 warmup --measure ham_waiting grows.db && grep -q 'does not settle$' .out
        verdict $? "and more and more without $series"
    done
    cp 1.db short.db && sqlite3 short.db "UPDATE run SET value = value / 2 WHERE key = 'length_us'; UPDATE run SET value = value / 2 WHERE key = 'end_us'"
    refuses "runs of two lengths" 'short.db: has another begin, length or warm-up than 1.db' warmup 1.db short.db
    cp 1.db half.db && sqlite3 half.db "UPDATE run SET value = 0 WHERE key = 'complete'"
    refuses "a run that was stopped" 'half.db: was stopped before its end' warmup half.db
else
    for what in flat ramp step advice waiting 'not delivered' 'not bounced' lengths stopped; do
        skip "$what" "sqlite3 is not installed"
    done
fi
refuses "a series that is not there" '1.db: has no series "hosp"; did you mean "hops"?' warmup 1.db --measure hosp
refuses "no run" 'absent.db: cannot be read' warmup absent.db
gives 1 sweep "$BANGPATH_SOURCE_ROOT/scenarios/bcc.scenario" -o sweep.db --quiet --set 'sweep.spammer bulk.bcc=1, 30'
refuses "a sweep" 'sweep.db: is a sweep, which keeps no series' warmup sweep.db
finish
