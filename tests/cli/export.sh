#!/bin/sh
# bangpath export, and what query says of itself: GraphML, CSV and JSON for other tools. Prints TAP.
. "$(dirname "$0")/tap.sh"
scenarios=$BANGPATH_SOURCE_ROOT/scenarios
topologies=$BANGPATH_SOURCE_ROOT/topologies
tests=$BANGPATH_SOURCE_ROOT/tests/cli

gives 0 run "$story" -o run.db --quiet --set 'scenario.length=6 d'
verdict $? "a run"
gives 1 sweep "$scenarios/bcc.scenario" -o sweep.db --quiet --set 'sweep.spammer bulk.bcc=1, 30' --set sweep.replications=2
verdict $? "a sweep"

graphml() {
    if command -v python3 >/dev/null; then
        python3 "$tests/graphml.py" "$@" >.out 2>.err
        verdict $? "$what: well-formed, and holds what it should"
    else
        skip "$what: well-formed, and holds what it should" "python3 is not installed"
    fi
}

gives 0 export run.db -o run.graphml && [ ! -s .out ] && [ ! -s .err ]
verdict $? "a run as GraphML"
what="a run" && graphml run.graphml run.db
"$BANGPATH" export run.db >piped.graphml 2>.err && cmp -s run.graphml piped.graphml
verdict $? "without -o to standard output, the same"
for name in uucp-1987-core bitnet-1987 fidonet-1985 three-networks; do
    gives 0 export "$topologies/$name.gv" -o $name.graphml
    verdict $? "$name as GraphML"
    what=$name && graphml $name.graphml
done
grep -q '<data key="d[0-9]*">AT&amp;T' uucp-1987-core.graphml
verdict $? "an ampersand is escaped"
printf 'graph g { net=uucp; "a<b&c" [org="\001bell"]; x; "a<b&c" -- x [line=v22bis] }\n' >hostile.gv
gives 0 export hostile.gv -o hostile.graphml && grep -qF '\x01bell' hostile.graphml
verdict $? "names with what XML cannot hold"
what="hostile names" && graphml hostile.graphml

gives 0 export run.db hosts -o hosts.csv && grep -v '^# ' hosts.csv >bare.csv && gives 0 query run.db 'SELECT * FROM hosts' && cmp -s .out bare.csv
verdict $? "a table as CSV: what query gives"
for line in '# bangpath: ' '# seed: 1$' '# unit of paid_udollars: millionths of a dollar$' '# unit of lat: degrees north$' '# title: The open-relay years'; do
    grep -q "^$line" hosts.csv
    verdict $? "the file says: $line"
done
gives 0 export run.db hosts --bare -o again.csv && cmp -s bare.csv again.csv
verdict $? "--bare: the rows alone"
gives 0 export run.db totals && grep -q '^spam.reach,[0-9.]*,share$' .out && grep -q '^ham.delay_s.p50,[0-9.]*,s$' .out
verdict $? "each measure with its unit"
gives 0 export sweep.db runs && grep -q '^# replications: 2$' .out && grep -q '^run,point,replication,seed,state,error$' .out
verdict $? "of a sweep, with its seeds"
if command -v python3 >/dev/null; then
    gives 0 export run.db series -o series.json && python3 -c '
import json
made = json.load(open("series.json"))
assert made["seed"] == 1 and made["bangpath"] and made["units"]["time_us"] == "microseconds", made["units"]
assert {row["unit"] for row in made["rows"]} >= {"count", "share", "bytes", "dollars"}
assert all(row["time_us"] >= 0 for row in made["rows"]) and len(made["rows"]) > 241' 2>.err
    verdict $? "JSON: an object with rows"
    gives 0 export run.db inputs -T json --bare && python3 -c 'import json; assert isinstance(json.load(open(".out")), list)' 2>.err
    verdict $? "JSON, bare: an array"
else
    skip "JSON: an object with rows" "python3 is not installed"
    skip "JSON, bare: an array" "python3 is not installed"
fi
gives 0 query run.db --about 'SELECT name, lat FROM hosts LIMIT 1' && grep -q '^# query: SELECT name, lat FROM hosts LIMIT 1$' .out && grep -q '^# unit of lat: degrees north$' .out
verdict $? "query --about"
gives 0 query run.db "SELECT unit('spam.reach') AS u" && tail -n 1 .out | grep -qx share
verdict $? "unit() in SQL"

gives 0 query run.db && grep -q '^hosts: host, name, kind, ' .out && [ "$(cut -d : -f 1 .out | sort -c && grep -c '^[a-z_]*: [a-z_, ]*$' .out)" -gt 10 ]
verdict $? "query without SQL: the tables and their columns"
gives 0 query sweep.db && grep -q '^runs: run, point, replication, seed, state, error$' .out
verdict $? "of a sweep as well"
refuses "query without SQL of no database" 'is no run database' query hostile.gv
refuses "query without SQL in another format" 'expected with SQL' query run.db --json
refuses "a query of no such table" "no such table: hots; without a statement, 'bangpath query' lists" query run.db 'SELECT * FROM hots'
refuses "a query of no such column" "no such column: nam; without a statement, 'bangpath query' lists" query run.db 'SELECT nam FROM hosts'
refuses "a file of a kind that is none" '-o series.xlsx: expected a name that ends in .graphml, .csv or .json' export run.db series -o series.xlsx
gives 0 export run.db totals -T csv -o totals.dat && [ -s totals.dat ]
verdict $? "unless -T says what it is"
refuses "no such table" 'has no table "hots"; did you mean "h' export run.db hots
refuses "no such type" '-T "xls": expected graphml, csv or json' export run.db -T xls
refuses "a table as GraphML" 'graphml is of a network' export run.db hosts -T graphml
refuses "no table for CSV" 'csv is of a table: expected its name' export run.db -o x.csv
refuses "a sweep as GraphML" 'sweep.db: is a sweep, which has no network' export sweep.db
refuses "an existing file" 'run.graphml: is there already' export run.db -o run.graphml
refuses "a file over the run" 'run.db: is what is to be read' export run.db hosts -T csv -o run.db --force
refuses "no such run" 'absent.db: cannot be read' export absent.db
refuses "no such topology" 'absent.gv: cannot be read' export absent.gv
[ -z "$(find . -name '*.part')" ]
verdict $? "nothing is left behind"
finish
