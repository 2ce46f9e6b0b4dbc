#!/bin/sh
# One past and several branches: 'bangpath fork'. Prints TAP.
. "$(dirname "$0")/tap.sh"

forked=$BANGPATH_SOURCE_ROOT/scenarios/fork-1998.scenario

# makes TEXT...: a scenario with that [fork], of eight days.
makes() {
    {
        echo '[scenario]'
        echo "extends = $story"
        echo 'length = 8 d'
        echo '[fork]'
        printf '%s\n' "$@"
    } >f.scenario
}

# branch NAME: its part of what 'fork --json' printed, as 'run --json' has it but for real time.
branch() {
    sed -n "/^\"$1\": {/,/^}/p" json | sed -e '1s/.*/{/' -e 's/^}.*/}/'
}
plain() {
    sed -e '/"load_s": /d' -e '/"run_s": /d' -e '/"run_cpu_s": /d' -e '/"wall_s": /d'
}

makes 'at = day 4 13:17' 'same = no change' 'again = no change' 'closed = closure.share=100% & closure.from=day 4 & closure.over=0 s' \
    'grey = greylist g.subscribers=all' 'unlisted = blacklist rbl.enabled=no'
gives 0 fork f.scenario --json && cp .out json
verdict $? "five branches"
gives 0 run f.scenario --json --quiet && plain <.out >run.json
branch same | plain >same.json
branch again | plain >again.json
grep -q '"trajectory"' run.json && cmp run.json same.json >.out 2>&1
verdict $? "a branch without a change is the run itself, to the byte"
cmp same.json again.json >.out 2>&1
verdict $? "and so is another"
branch closed >closed.json
grep -q '"open_at_end": 0' closed.json && ! grep -q '"open_at_end": 0' same.json
verdict $? "every relay closes where a branch says so"
branch grey | grep -q '"greylisted": [1-9]' && ! grep -q greylisted same.json
verdict $? "a group that was not there before the fork begins then"
listings() { sed -n 's/.*"listings": \([0-9]*\).*/\1/p' "$1" | head -n 1; }
branch unlisted >unlisted.json
[ "$(listings unlisted.json)" -gt 0 ] && [ "$(listings unlisted.json)" -lt "$(listings same.json)" ]
verdict $? "a blacklist that ends there has listed until then, and no more"
gives 0 fork f.scenario && cp .out one && gives 0 fork f.scenario -j 3 && cmp one .out
verdict $? "-j changes nothing"
refuses "a row that no run has, before anything is run" '--measure: expected a measure, not "spam.rech"' fork "$forked" --measure spam.rech
refuses "-j of none" '-j "0": expected a whole number from 1 to 256' fork "$forked" -j 0
refuses "a seed that is none" '--seed "x": expected a whole number' fork "$forked" --seed x
makes 'at = day 2' 'same = no change' 'listed = blacklist late.subscribers=all & blacklist late.lists=sources'
gives 0 run f.scenario --seed 7 --json --quiet && plain <.out >run.json && gives 0 fork f.scenario --seed 7 --json && cp .out json &&
    branch same | plain >same.json && cmp run.json same.json >.out 2>&1
verdict $? "--seed: the run of that seed"
gives 0 fork f.scenario --measure blacklists.subscribed --measure worm.infected && grep -q '^worm.infected  *-  *-$' .out &&
    grep -q '^blacklists.subscribed  *0[.][0-9]*  *1$' .out
verdict $? "a row that was asked for is there, whoever has it"
gives 0 fork "$forked" --measure spam.reach --measure relays.open_at_end && [ "$(grep -c 'spam.reach' .out)" -eq 1 ]
verdict $? "the scenario that comes with it"

# The past goes on as it was told to: of a group that is left alone nothing is new.
makes 'at = day 3' 'same = no change' 'more = filter late.hosts=all'
gives 0 fork f.scenario --json && cp .out json && branch more | grep -q '"filtered"\|"complete": true'
verdict $? "a filter from the third day"

refuses "no [fork]" 'expected at = TIME, and a branch' fork "$story"
makes 'at = day 100' 'same = no change'
refuses "a fork after the end" 'a moment after the begin of the run and before its end' fork f.scenario
makes 'at = soon' 'same = no change'
refuses "a fork at no time" '[fork] at = "soon"' fork f.scenario
makes 'at = day 4' 'b = closure.share'
refuses "a branch that sets nothing" 'expected GROUP.KEY=VALUE' fork f.scenario
makes 'at = day 4' 'b = scenario.seed=7'
refuses "a seed is of the past" '[scenario] cannot change at a fork' fork f.scenario
makes 'at = day 4' 'b = closure.shares=100%'
refuses "an unknown key names the nearest" 'did you mean "share"?' fork f.scenario
makes 'at = day 4' 'b = mail.rate=9 / mailbox / d'
refuses "users write on as they did" '[mail] cannot change on the way' fork f.scenario
# Kept, each whole or not at all.
rows() {
    sqlite3 "$1" .dump | grep -v '^INSERT INTO run VALUES'
}
makes 'at = day 4 13:17' 'same = no change' 'closed = closure.share=100% & closure.from=day 4 & closure.over=0 s'
gives 0 fork f.scenario -o kept/here -j 2 && grep -q 'kept/here' .err && [ "$(ls -A kept/here | tr '\n' ' ')" = "closed.db same.db " ]
verdict $? "-o: a database a branch, and nothing else"
gives 0 run f.scenario -o plain.db --quiet && rows plain.db >plain.rows && rows kept/here/same.db | cmp -s - plain.rows
verdict $? "a branch without a change has the rows of the run, those of the past too"
gives 0 query kept/here/closed.db "SELECT value FROM run WHERE key = 'branch'" && grep -qx closed .out && ! rows kept/here/closed.db | cmp -s - plain.rows
verdict $? "each says which branch it is"
refuses "a branch is no run of its own" 'is a branch of a fork' verify kept/here/closed.db
refuses "databases that are there" 'kept/here/same.db: is there already; --force replaces it' fork f.scenario -o kept/here
echo kept >kept/here/same.db
gives 0 fork f.scenario -o kept/here --force && rows kept/here/same.db | cmp -s - plain.rows
verdict $? "--force replaces them"
refuses "a folder that is a file" 'plain.db: is no folder' fork f.scenario -o plain.db
makes 'at = day 4' '../same = no change'
refuses "a name that leads out of the folder" 'expected a name without /' fork f.scenario -o out
[ ! -e out ] && [ ! -e same.db ]
verdict $? "and nothing is made"
makes 'at = day 4' 'a = no change' 'b = no change'
mkdir -p hindered/b.db.part
fails "a branch that cannot be written is no bad input" 'bangpath: branch b: hindered/b.db: cannot be written: Is a directory' fork f.scenario -o hindered
makes 'at = day 4' 'a = no change' 'b = no change' 'c = closure.enabled=no'
for signal in TERM KILL; do
    "$BANGPATH" fork f.scenario -j 3 -o killed >.out 2>.err &
    victim=$!
    for try in $(seq 200); do
        [ -e killed/a.db.part ] && break
        sleep 0.05
    done
    kill -$signal $victim
    wait $victim 2>/dev/null
    for try in $(seq 200); do
        [ -z "$(ls killed | grep part)" ] && break
        sleep 0.05
    done
    whole=0
    for file in killed/*; do
        [ -e "$file" ] || continue
        case $file in *.db) sqlite3 "$file" 'SELECT count(*) FROM totals' >.out && [ "$(cat .out)" -gt 0 ] || whole=1 ;; *) ls -la killed >.out; whole=1 ;; esac
    done
    verdict $whole "killed by SIG$signal: what is there is whole"
    rm -rf killed/*
done

# [expect] of all branches, [expect NAME] of one.
makes 'at = day 4' 'same = no change' 'closed = closure.share=100% & closure.from=day 4 & closure.over=0 s' \
    '[expect]' 'some = spam.sent > 0' '[expect closed]' 'none = relays.open_at_end = 0'
gives 0 fork f.scenario && grep -qx 'same: Expected some: .*: held (.*)' .err && grep -qx 'closed: Expected none: .*: held (0 = 0)' .err &&
    ! grep -q '^same: Expected none' .err
verdict $? "[expect] is judged in every branch, [expect NAME] in that one"
gives 0 fork f.scenario --json && [ "$(grep -c '"name": "some"' .out)" -eq 2 ] && [ "$(grep -c '"name": "none"' .out)" -eq 1 ]
verdict $? "as JSON"
gives 0 run f.scenario --quiet --json && grep -q '"name": "some"' .out && ! grep -q '"name": "none"' .out
verdict $? "a run is no branch"
makes 'at = day 4' 'same = no change' '[expect same]' 'none = relays.open_at_end = 0'
gives 1 fork f.scenario && grep -q '^same: Expected none: .*did not hold' .err
verdict $? "what did not hold: status 1"
makes 'at = day 4' 'same = no change' '[expect sane]' 'none = relays.open_at_end = 0'
refuses "expected of no branch" '[expect sane]: expected a branch of [fork]' fork f.scenario
makes 'at = day 4' 'same = no change' '[expect same]' 'none = relays.open_at_emd = 0'
refuses "a measure that is none" '[expect same] none = "relays.open_at_emd = 0": expected a measure' check f.scenario

refuses "no jobs" 'a whole number from 1' fork f.scenario -j 0

finish
