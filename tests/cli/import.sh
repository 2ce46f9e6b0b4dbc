#!/bin/sh
# bangpath import: arguments, messages, what is written; the topologies that came of it. Prints TAP.
. "$(dirname "$0")/tap.sh"

cat >list <<'END'
;A FidoNet Nodelist for Friday, July 4, 1997 -- Day number 185
Zone,1,America,Town_NY,Ann_Example,1-212-555-0100,9600,CM,V34
Host,100,Net,Town_NY,Bob_Example,1-212-555-0101,9600,CM,V34
Hub,10,Hub,Town_NY,Cat_Example,1-212-555-0102,9600,CM,V34
,11,Gate,Town_NY,Dan_Example,1-212-555-0103,9600,CM,V34,GUUCP
,12,Board,Town_NY,Eve_Example,1-212-555-0104,2400
this is no entry
Down,13,Dead,Town_NY,Fay_Example,1-212-555-0105,2400
END
cat >diff <<'END'
;A FidoNet Nodelist for Friday, July 4, 1997 -- Day number 185
C8
A1
,14,Newcomer,Town_NY,Gus_Example,1-212-555-0106,2400
END
cat >lines.csv <<'END'
node_a,node_b,speed_bps,year
PUCC,CUNYVM,9600,1984
PUCC,PSUVM,9600,1987
END
cat >sites.csv <<'END'
node,city,country,lat,lon
PUCC,Princeton,US,40.35,-74.66
END

# ---- what is said and written ----

gives 0 import fidonet list -o a.gv && [ ! -s .out ] && grep -q '^list:7: skipped: "this is no entry"' .err &&
    grep -q '^1 line was skipped$' .err && grep -q '1 Down, which are left out' .err && grep -qx 'a.gv: 5 hosts, 4 links' .err
verdict $? "a nodelist: what was skipped, counts, the size of the topology"
grep -q '^// fidonet: list$' a.gv && head -n 1 a.gv | grep -q '^// Made by'
verdict $? "the file says what it was made from"
! grep -qE 'Example|555|Town|Board' a.gv
verdict $? "no persons, telephones or names of systems are in it"
gives 0 check a.gv && grep -qx 'a.gv: all right' .out
verdict $? "check finds nothing wrong with it"
if command -v dot >/dev/null; then
    dot -Tsvg -o a.svg a.gv 2>.err && [ -s a.svg ] && [ ! -s .err ]
    verdict $? "Graphviz draws it"
else
    skip "Graphviz draws it" "dot is not installed"
fi
gives 0 import fidonet list -o b.gv --quiet && [ ! -s .err ] && cmp -s a.gv b.gv
verdict $? "the same list twice: the same bytes; --quiet says nothing"
gives 0 import fidonet list diff -o b.gv --force --quiet && grep -q '"1:100/14"' b.gv
verdict $? "a difference after its list"
gives 0 import bitnet lines.csv sites.csv -o c.gv && grep -q '"PUCC".*lat=40.35' c.gv && grep -q 'epoch=1987' c.gv
verdict $? "lines and sites"
gives 0 import bitnet sites.csv lines.csv --year 1985 -o c.gv --force && ! grep -q PSUVM c.gv && grep -q 'epoch=1985' c.gv
verdict $? "--year"
gives 0 import bitnet lines.csv --mailboxes 3 -o c.gv --force && grep -q '"PUCC".* mailboxes=3' c.gv
verdict $? "--mailboxes"

# ---- several kinds ----

gives 0 import fidonet list bitnet lines.csv --gateway 1:100/11=PUCC -o d.gv && grep -qx 'd.gv: 7 hosts, 6 links' .err &&
    grep -q '"1:100/11" \[net="fidonet,bitnet"' d.gv && ! grep -q 'PUCC' d.gv
verdict $? "two kinds, joined at a gateway"
cat >d.scenario <<'END'
[scenario]
topology = d.gv
begin = 1997-07-04
length = 2 d
[mail]
from-file = d.csv
[expect]
1 = ham.delivered = 2
END
printf 'time,from,to,bytes\n0,1:100/12!u0,u0@PSUVM,1000\n0,CUNYVM!u0,u0@1:1/0,1000\n' >d.csv
gives 0 run d.scenario
verdict $? "mail goes from each to the other"
gives 0 import fidonet list bitnet lines.csv -o e.gv && grep -q '1 host says it is one of the gateways to other networks: 1:100/11' .err
verdict $? "without one: who says that he is a gateway"
gives 0 import fidonet list bitnet lines.csv --gateway 1:100/11+PUCC -o f.gv && grep -qx 'f.gv: 8 hosts, 7 links' .err
verdict $? "two machines side by side"

# ---- what is refused ----

refuses "no output" 'expected -o TOPOLOGY.gv' import fidonet list
refuses "an output that is there" 'a.gv: is there already' import fidonet list -o a.gv
refuses "an output that is an input" 'list: is what is to be read' import fidonet list -o list --force
refuses "an unknown kind" '"fidonett" is no kind of network: expected one of' import fidonett list -o x.gv
gives 2 import fidonett list -o x.gv && grep -qF 'did you mean "fidonet"?' .err
verdict $? "the nearest is named"
refuses "a kind without files" 'bitnet: expected files after it' import fidonet list bitnet -o x.gv
refuses "an absent file" 'nothere: cannot be read: No such file' import fidonet nothere -o x.gv
refuses "a file of another kind" 'list:1: expected a NODES file' import bitnet list -o x.gv
printf ';A\n' >empty
refuses "a file without hosts" 'empty: has no hosts that could be imported' import fidonet empty -o x.gv
refuses "a difference alone" 'diff:1: is a difference (NODEDIFF)' import fidonet diff -o x.gv
sed 's/July 4/July 5/' diff >other
refuses "a difference to another list" 'other:1: is no difference to list' import fidonet list other -o x.gv
refuses "an unknown gateway" '--gateway 1:100/11=PUC: there is no host "PUC"; did you mean "PUCC"?' import fidonet list bitnet \
    lines.csv --gateway 1:100/11=PUC -o x.gv
refuses "a year that is none" '--year "soon": expected a whole number from 1970 to 2010' import bitnet lines.csv --year soon -o x.gv
[ ! -e x.gv ] && [ ! -e x.gv.part ]
verdict $? "nothing is written"
mkdir folder
refuses "a folder is no output" 'folder: is a directory' import fidonet list -o folder

# ---- the topologies that were made so ----

shared=$BANGPATH_SOURCE_ROOT/../shared
made=$BANGPATH_SOURCE_ROOT/topologies
if [ -d "$shared/fidonet" ] && [ -d "$shared/bitnet" ]; then
    gives 0 import fidonet "$shared/fidonet/NODELIST.039" -o fidonet-1985.gv && cmp fidonet-1985.gv "$made/fidonet-1985.gv" >>.err
    verdict $? "topologies/fidonet-1985.gv comes of the list"
    gives 0 import bitnet "$shared/bitnet/bitnet-links.csv" "$shared/bitnet/bitnet-sites.csv" "$shared/bitnet/bitearn-sample.nodes" \
        -o bitnet-import.gv && cmp bitnet-import.gv "$made/bitnet-import.gv" >>.err
    verdict $? "topologies/bitnet-import.gv comes of the tables"
    gives 0 import fidonet "$shared/fidonet/NODELIST.362" "$shared/fidonet/NODEDIFF.003" -o large.gv &&
        grep -q '^fidonet: 33583 entries' .err && gives 0 check large.gv
    verdict $? "the largest list is imported and read"
else
    skip "the real lists" "../shared is not here"
fi

finish
