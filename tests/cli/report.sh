#!/bin/sh
# bangpath report: what it writes, and what it says of input that it cannot use. Prints TAP.
. "$(dirname "$0")/tap.sh"
scenario=$BANGPATH_SOURCE_ROOT/scenarios/bang-path.scenario
gives 0 run "$scenario" -o run.db --quiet
verdict $? "a run"
gives 0 run "$scenario" -o other.db --quiet --seed 2
verdict $? "another"

gives 0 report run.db -o run.html && [ ! -s .out ] && [ ! -s .err ]
verdict $? "a page, without a word"
"$BANGPATH" report run.db >piped.html 2>.err && cmp -s run.html piped.html
verdict $? "without -o it goes to standard output, the same"
cp run.db copy.db
gives 0 report copy.db -o copy.html && cmp -s run.html copy.html
verdict $? "another name of the database, the same bytes"
gives 0 report run.db other.db -o two.html && grep -q 'and 1 more</title>' two.html
verdict $? "a page of two runs"
gives 0 report --force run.db -o two.html && cmp -s run.html two.html
verdict $? "--force replaces a page"
! grep -aqiE '<(link|img|iframe)[^>]* (href|src)="(https?:)?//|@import|url\(' run.html
verdict $? "a page names nothing outside"

refuses "an existing page" 'run.html: is there already; --force replaces it' report run.db -o run.html
refuses "a page over a run" 'run.db: is what is to be read: name another output' report run.db -o run.db --force
refuses "a page over the second run" 'other.db: is what is to be read' report run.db other.db -o other.db --force
refuses "a folder that is not there" 'no/run.html: cannot be written: No such file' report run.db -o no/run.html
mkdir folder
refuses "a folder as page" 'folder: is a directory: expected a file' report run.db -o folder --force
refuses "an absent run" 'absent.db: cannot be read: No such file' report absent.db -o x.html
refuses "a scenario" 'is a scenario: expected the database' report "$scenario" -o x.html
refuses "a topology" 'is a topology: expected the database' report "$BANGPATH_SOURCE_ROOT/topologies/bcc.gv" -o x.html
refuses "a page as run" 'run.html: is no run database' report run.html -o x.html
refuses "too many runs" '8 files: expected at most 7' report run.db run.db run.db run.db run.db run.db run.db run.db -o x.html

cp run.db soon.db.part
refuses "a run that is being written" 'soon.db: is being written, or its run was killed' report soon.db -o x.html
refuses "the part of a run" 'soon.db.part: is being written' report soon.db.part -o x.html
head -c 20000 run.db >cut.db
refuses "a database that was cut short" 'cut.db: is damaged: it was cut short' report run.db cut.db -o x.html
if command -v sqlite3 >/dev/null; then
    cp run.db old.db && sqlite3 old.db 'PRAGMA user_version = 0'
    refuses "an older schema" 'old.db: is of an older version of bangpath' report old.db -o x.html
    cp run.db torn.db && sqlite3 torn.db 'DROP TABLE link_series'
    refuses "a missing table" 'torn.db: is damaged: no such table: link_series' report torn.db -o x.html
    cp run.db strange.db && sqlite3 strange.db 'UPDATE host_events SET host = 99; INSERT INTO host_events VALUES (1, 99, "relay", "open")'
    refuses "an event of nobody" 'strange.db: is damaged: an event names a host' report strange.db -o x.html
else
    skip "an older schema" "sqlite3 is not installed"
    skip "a missing table" "sqlite3 is not installed"
    skip "an event of nobody" "sqlite3 is not installed"
fi
# Sweeps.
# (Status 1, as the scenario expects what only one of the values gives.)
gives 1 sweep "$BANGPATH_SOURCE_ROOT/scenarios/bcc.scenario" -o sweep.db --quiet --set 'sweep.spammer bulk.bcc=1, 30' --set sweep.replications=2
verdict $? "a sweep"
gives 0 report sweep.db -o sweep.html && [ ! -s .out ] && [ ! -s .err ]
verdict $? "a page of a sweep, without a word"
cp sweep.db again.db
gives 0 report again.db -o again.html && cmp -s sweep.html again.html
verdict $? "the same bytes, whatever the file is called"
gives 0 report sweep.db again.db -o sweeps.html && ! cmp -s sweep.html sweeps.html
verdict $? "a page of two sweeps"
! grep -aqiE '<(link|img|iframe)[^>]* (href|src)="(https?:)?//|@import|url\(' sweep.html
verdict $? "it names nothing outside"
refuses "a run beside a sweep" '1 of 2 are sweeps: expected either runs or sweeps' report run.db sweep.db -o x.html
refuses "a page over a sweep" 'sweep.db: is what is to be read' report sweep.db -o sweep.db --force
head -c 20000 sweep.db >cut.db
refuses "a sweep that was cut short" 'cut.db: ' report cut.db -o x.html
if command -v sqlite3 >/dev/null; then
    cp sweep.db old.db && sqlite3 old.db 'PRAGMA user_version = 0'
    refuses "a sweep of an older schema" 'old.db: has schema 0: expected 1' report old.db -o x.html
    cp sweep.db torn.db && sqlite3 torn.db 'DROP TABLE point_values'
    refuses "a sweep without a table" 'torn.db: is damaged: no such table: point_values' report torn.db -o x.html
    cp sweep.db failed.db && sqlite3 failed.db "UPDATE runs SET state = 'failed', error = 'no room'"
    refuses "a sweep without a run" 'failed.db: no run of it has succeeded' report failed.db -o x.html
    cp sweep.db bad.db && dd if=/dev/zero of=bad.db bs=4096 seek=2 count=3 conv=notrunc 2>/dev/null
    refuses "a sweep with pages of nothing" 'bad.db: is damaged' report bad.db -o x.html
else
    for what in "of an older schema" "without a table" "without a run" "with pages of nothing"; do
        skip "a sweep $what" "sqlite3 is not installed"
    done
fi

[ ! -e x.html ] && [ -z "$(find . -name 'x.html*')" ]
verdict $? "nothing is left behind"
finish
