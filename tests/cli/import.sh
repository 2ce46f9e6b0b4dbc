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

# ---- UUCP maps, and three networks in one ----

# Invented.
cat >u.usa.ny.1 <<'END'
#N	alpha
#S	VAX-11/780; 4.3BSD
#O	Alpha Laboratories
#C	Ann Example
#L	40 42 N / 74 00 W
alpha	beta(DEDICATED), delta(DEAD)
#N	beta
#O	Example Consulting
#C	Bob Example
beta	alpha(DEDICATED), gamma(LOCAL)
gamma	beta(LOCAL), delta(HOURLY*4), eta(DEMND)
END
gives 0 import uucp u.usa.ny.1 --year 1987 -o g.gv && grep -qx 'g.gv: 5 hosts, 4 links' .err &&
    grep -qF 'u.usa.ny.1:11: expected a cost word such as DEMAND or DAILY, not "DEMND" (did you mean "DEMAND"?): this counts as 4000' .err &&
    grep -qx 'uucp: 1 map; 4 links, 2 of them calls; 1 declared DEAD, which are left out' .err &&
    grep -qx 'uucp: 1 line was not taken as written' .err
verdict $? "a UUCP map: what was left out or taken for something else"
grep -q '"alpha" \[.*org="Alpha Laboratories" machine="VAX-11/780"\]' g.gv && grep -q 'schedule="poll 4 h"' g.gv && ! grep -q 'Example' g.gv &&
    gives 0 check g.gv && gives 0 import uucp u.usa.ny.1 --year 1987 -o h.gv --quiet && [ ! -s .err ] && cmp -s g.gv h.gv
verdict $? "what it says and means; nobody's name; the same bytes twice"

# 12, its hub 10, gateway 11, which is alpha: FidoNet. beta, gamma: UUCP. PUCC, next door to gamma, and CUNYVM: BITNET.
gives 0 import uucp u.usa.ny.1 fidonet list bitnet lines.csv --gateway 1:100/11=alpha --gateway gamma+PUCC -o i.gv --quiet
cat >i.scenario <<'END'
[scenario]
topology = i.gv
begin = 1987-07-06
length = 3 d
[mail]
from-file = i.csv
[output]
trace = all
[expect]
1 = ham.delivered = 2
2 = hops = 12
END
printf 'time,from,to,bytes\n0,1:100/12!u0,u0@CUNYVM,1000\n0,CUNYVM!u0,u0@1:100/12,1000\n' >i.csv
gives 0 run i.scenario -o i.db
verdict $? "two letters across three networks arrive, over six hops each"
gives 0 show i.db 0 && grep -q 'by 1:100/12 > 1:100/10 > 1:100/11 > beta > gamma > PUCC > CUNYVM$' .out &&
    [ "$(sed -n 's/.* -> [^ ]* .* by \([a-z0-9]*\) over .*/\1/p' .out | tr '\n' ' ')" = 'fts1 zmodem t t plain nje ' ]
verdict $? "by FTS-1 to the hub, as 12 has a modem of 2400 bit/s; by Zmodem, t, over a LAN, by NJE"
gives 0 show i.db 1 && grep -q 'by CUNYVM > PUCC > gamma > beta > 1:100/11 > 1:100/10 > 1:100/12$' .out
verdict $? "and back"

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
gives 0 run "$BANGPATH_SOURCE_ROOT/scenarios/bcc.scenario" --quiet -o run.db && refuses "a database" 'run.db: is a database: expected maps of' import uucp run.db -o x.gv
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
    maps=$shared/maps/uucp-1987
    gives 0 import uucp "$maps/u.bel.1" "$maps/u.dmk.1" "$maps/u.fin.1" "$maps/u.isl.1" "$maps/u.nld.1" "$maps/u.nor.1" "$maps/u.swe.1" \
        --year 1987 -o full.gv && sed 's/ org="[^"]*"//' full.gv | cmp - "$made/eunet-1987.gv" >>.err
    verdict $? "topologies/eunet-1987.gv comes of the maps"
    gives 0 import uucp "$maps/u.usa.pa.1" fidonet "$shared/fidonet/NODELIST.039" bitnet "$shared/bitnet/bitnet-links.csv" \
        "$shared/bitnet/bitnet-sites.csv" --year 1987 --gateway pitt+fido384 --gateway psuvax1+PSUVM -o full.gv --force &&
        sed 's/ org="[^"]*"//' full.gv | cmp - "$made/three-networks.gv" >>.err
    verdict $? "topologies/three-networks.gv comes of all three"
    gives 0 import uucp "$maps"/* fidonet "$shared/fidonet/NODELIST.362" bitnet "$shared/bitnet/bitnet-links.csv" \
        --gateway tektronix+1:105/0 --gateway psuvax1+PSUVM -o whole.gv && gives 0 check whole.gv
    verdict $? "all lists in one network"
    printf '[scenario]\ntopology = whole.gv\nbegin = 1996-12-30\nlength = 3 d\n[mail]\nrate = 0.0001 / mailbox / d\n' >whole.scenario
    gives 0 run whole.scenario --json && sed -n 's/^ *"ham": {"messages": \([0-9]*\), "sent": \([0-9]*\), "delivered": \([0-9]*\), "bounced": \([0-9]*\), "discarded": \([0-9]*\), "lost": \([0-9]*\), "queued": \([0-9]*\).*/\1 \2 \3 \4 \5 \6 \7/p' .out >.books && awk '{ exit !($2 > 50 && $3 > 0.8 * $2 && $2 == $3 + $4 + $5 + $6 + $7) }' .books
    verdict $? "mail on it arrives, and the books balance"
else
    skip "the real lists" "../shared is not here"
fi

finish
