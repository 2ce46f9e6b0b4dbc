#!/bin/sh
# Bad input: one clear message, status 2, nothing half-written left behind. Prints TAP.
. "$(dirname "$0")/tap.sh"

# ---- files that are no such thing ----

: >empty
printf 'a\000b\n' >nul
printf '\377\376\001\002\n' >binary
mkdir folder
truncate -s 1G sparse
ln -s nul nul.gv
ln -s binary binary.gv
ln -s folder folder.gv
ln -s sparse sparse.gv
ln -s sparse sparse.csv
head -c 20000000 /dev/zero | tr '\000' x >line
ln -s line line.gv
(printf 'graph { a [org="' && cat line) >quote.gv
(printf 'time,from,to,bytes\n1,a!u0,' && cat line) >line.csv
head -c 300 "$BANGPATH_SOURCE_ROOT/topologies/bitnet-1987.gv" >cut.gv

for command in run check relays; do
    refuses "$command: an absent file" 'absent: cannot be read: No such file' $command absent
    refuses "$command: a folder" 'folder: cannot be read: Is a directory' $command folder
    refuses "$command: NUL bytes" 'nul:1: a NUL byte: this is no text file' $command nul
    refuses "$command: binary" 'binary:1: text that is not UTF-8' $command binary
    refuses "$command: a gigabyte" 'sparse: more than 16 MiB: this is no scenario' $command sparse
done
: >near-miss.scenario
: >near-miss.gv
for command in run check relays; do
    refuses "$command: a name misspelt" 'near-mis.scenario: cannot be read: No such file or directory; did you mean "near-miss.scenario"?' $command near-mis.scenario
    refuses "$command: no extension, and a folder before it" './near-miss: cannot be read: No such file or directory; did you mean "./near-miss.gv"?' $command ./near-miss
done
# What came with the program, named as if it were here.
mkdir share share/scenarios share/topologies
cp "$BANGPATH_SOURCE_ROOT/scenarios/bcc.scenario" share/scenarios
cp "$BANGPATH_SOURCE_ROOT/topologies/bcc.gv" share/topologies
(cd share && for name in bcc scenarios/bc/bcc bcc.scenario; do
    for command in run check sweep fork relays; do
        "$BANGPATH" $command $name 2>&1 | grep -qxF "$name: cannot be read: No such file or directory; did you mean \"scenarios/bcc.scenario\"?" ||
            echo "$command $name"
    done
done
for command in render 'convert pathalias' export; do
    # shellcheck disable=SC2086 # two words
    "$BANGPATH" $command bcc.gv 2>&1 | grep -qF 'bcc.gv: cannot be read: No such file or directory; did you mean "topologies/bcc.gv"?' ||
        echo "$command bcc.gv"
done) >.out 2>.err
[ ! -s .out ]
verdict $? "what came with the program: its place is said"
rm -r share
refuses "a time of a run that is not there" 'gone.db: cannot be read: No such file' render gone.db --at 'day 2'
refuses "render: a name misspelt" 'near-mis.gv: cannot be read: No such file or directory; did you mean "near-miss.gv"?' render near-mis.gv
refuses "paths: a name misspelt" 'near-mis.gv: cannot be read: No such file or directory; did you mean "near-miss.gv"?' paths -l home near-mis.gv
refuses "show: a name misspelt" 'near-mis.gv: cannot be read: No such file or directory; did you mean "near-miss.gv"?' show near-mis.gv 1
refuses "run: in no folder" 'nowhere/a.scenario: cannot be read: No such file or directory: there is no folder "nowhere"' run nowhere/a.scenario
for command in run check relays; do
    refuses "$command: an empty file" 'empty: no group [scenario]: expected one with begin, length, and topology' $command empty
done

for command in check relays render; do
    refuses "$command: an absent topology" 'absent.gv: cannot be read: No such file' $command absent.gv
    refuses "$command: a folder as topology" 'folder.gv: cannot be read: Is a directory' $command folder.gv
    refuses "$command: a topology with NUL bytes" 'nul.gv:1: a NUL byte: this is no text file' $command nul.gv
    refuses "$command: a binary topology" 'binary.gv: the file ends before the graph' $command binary.gv
    refuses "$command: a topology of a gigabyte of nothing" 'sparse.gv:1: a NUL byte' $command sparse.gv
    refuses "$command: a topology of one long line" 'line.gv:1: a statement is longer than 16 MiB' $command line.gv
    refuses "$command: a quote that does not end" 'quote.gv:1: a statement is longer than 16 MiB' $command quote.gv
    refuses "$command: a topology that is cut off" 'cut.gv' $command cut.gv
done
refuses "render: an empty file" 'empty: no graph: expected graph {' render empty
if ! can_be_unprivileged; then
    skip "an unreadable file" "root reads everything, and nobody else can run what is tested"
else
    : >secret
    chmod 0 secret
    unprivileged "$BANGPATH" run secret >.out 2>.err
    [ $? -eq 2 ] && says 'secret: cannot be read: Permission denied'
    verdict $? "an unreadable file"
fi

# Memory does not grow with the file: with 300 MB of address space, 1 GB of input is refused as such. ASan needs more.
if (ulimit -v 300000 && "$BANGPATH" --version) >.out 2>.err; then
    for file in sparse sparse.gv; do
        (ulimit -v 300000 && gives 2 check $file && says "$file:")
        verdict $? "$file: memory is bounded"
    done
else
    skip "memory is bounded" "the program does not start in 300 MB"
fi

# ---- one kind of file in place of another ----

cat >net.gv <<'END'
graph { node [mailboxes=2]; edge [line=v22bis schedule=demand]; alpha -- beta; beta -- gamma; }
END
cat >base.scenario <<'END'
[scenario]
topology = net.gv
begin = 1996-09-01
length = 5 d

[mail]
rate = 1 / mailbox / d
END
gives 0 run base.scenario -o run.db
verdict $? "what all cases below are made of runs"
refuses "run: a topology" 'net.gv: is a topology: expected a scenario' run net.gv
refuses "run: a run database" 'run.db: is a database: expected a scenario' run run.db
refuses "check: a run database" 'run.db: is a database: expected a scenario' check run.db
refuses "relays: a run database" 'run.db: is a database: expected a scenario' relays run.db
refuses "render: a scenario" 'base.scenario: is a scenario: expected a topology, or the database' render base.scenario

# ---- run databases ----

head -c 10000 run.db >cut.db
refuses "a database that is cut off" 'cut.db: is damaged: it was cut short' render cut.db
cp run.db damaged.db
printf 'XXXXXXXXXXXXXXXXXXXXXXXX' | dd of=damaged.db bs=1 seek=4096 conv=notrunc 2>/dev/null
refuses "a damaged database" 'damaged.db: is damaged: ' render damaged.db
cp run.db other.db
printf '\000\000\000\007' | dd of=other.db bs=1 seek=68 conv=notrunc 2>/dev/null
refuses "another program's database" 'other.db: is a database, but not of a run of bangpath' render other.db
cp run.db newer.db
printf '\000\000\003\347' | dd of=newer.db bs=1 seek=60 conv=notrunc 2>/dev/null
refuses "a newer version's database" 'newer.db: is of a newer version of bangpath' render newer.db

# ---- scenarios: NAME|GROUP|LINE|what is said ----

while IFS='|' read -r name group line text; do
    awk -v group="[$group]" -v line="$line" '
        { split(line, wanted, " "); split($0, have, " ") }
        in_group && have[1] == wanted[1] { next }
        { print; in_group = in_group && $0 !~ /^\[/ }
        $0 == group { print line; in_group = 1; found = 1 }
        END { if (!found) print group "\n" line }' base.scenario >case.scenario
    refuses "$name" "$text" run case.scenario -o case.db
    [ ! -e case.db ] && [ ! -e case.db.part ]
    verdict $? "$name: nothing is written"
done <<'END'
an unknown key|mail|rats = 1 / mailbox / d|[mail] unknown key "rats"; did you mean "rate"?
a moment that lacks its day|closure|from = 9:00|[closure] from = "9:00": expected a moment such as day 4, day 4 09:00 or 1996-09-01 09:00
an unknown group|mial|rate = 1 / mailbox / d|unknown group [mial]; did you mean [mail]?
a key like no other|mail|zebra = 1|[mail] unknown key "zebra": expected one of: rate, size, roaming, crash, hold, from-file, enabled
a group like no other|zebra|rate = 1|unknown group [zebra]: expected one of: [scenario], [output],
a spammer without host|spammer x|bcc = 3|case.scenario:8: [spammer x] host is missing: expected names parted by commas
a quantity without unit|scenario|length = 30|[scenario] length = "30": expected a duration with its unit, such as
an unknown unit|scenario|length = 3 dayz|[scenario] length = "3 dayz": expected a duration such as 15 min (units us, ms, s, min, h, d, w)
a negative quantity|scenario|length = -3 d|[scenario] length = "-3 d": expected a duration
a length of nothing|scenario|length = 0 s|[scenario] length = "0 s": expected a duration
a number that overflows|scenario|length = 99999999999999999999999 d|expected a duration of at most
a date that is none|scenario|begin = 1996-02-30|expected a date that the calendar has
a warm-up as long as the run|scenario|warm-up = 5 d|[scenario] warm-up = "5 d": expected less than the scenario's length
a seed too large|scenario|seed = 9007199254740992|expected a whole number from 0 to 9007199254740991
a schedule for all that is none|scenario|schedule = poll|[scenario] schedule = "poll": expected poll and the time from one to the next
hours that there are not|scenario|schedule = Wk2300-0860|expected hours such as 2300-0800, from 0000 to 2400, at character 8: "0860"
no calls at all|scenario|schedule = permanent|[scenario] schedule = "permanent": expected demand, poll 4 h, or windows
an outage of nothing|outage x|mtbf = 1 d|[outage x] hosts is not given: expected hosts, links or both
an absent topology|scenario|topology = nothere.gv|topology = "nothere.gv": nothere.gv: cannot be read: No such file
a file that extends itself|scenario|extends = case.scenario|it extends this file in turn
an absent file to extend|scenario|extends = nothere.scenario|nothere.scenario: cannot be read: No such file
more than all relays|closure|share = 120%|case.scenario:9: [closure] share = "120%": expected a share from 0% to 100%
a share without %|closure|share = 40|[closure] share = "40": expected a share with its unit, such as 40%
a closed host that is not there|closure|which = alpha, bata|there is no "bata"; did you mean "beta"?
a spammer on no host|spammer x|host = alhpa|[spammer x] host = "alhpa": expected a host of the topology; did you mean "alpha"?
a worm without address books|worm x|first = u0@alpha\nbook = 0|[worm x] book = "0": expected a whole number from 1 to 1000000
a worm that more than all open|worm x|first = u0@alpha\nopens = 120%|[worm x] opens = "120%": expected a share
a worm without a first victim|worm x|size = 1 KB|[worm x] first is missing: it says the first victim
a worm whose first victim is unknown|worm x|first = u0@alhpa|[worm x] first = "u0@alhpa": expected a host of the topology; did you mean "alpha"?
a blacklist without subscribers|blacklist x|after = 2 h|[blacklist x] subscribers is missing: expected largest 30%, random 30%, all, none, or names
a choice that is none|closure|to = ajar|[closure] to = "ajar": expected one of: closed-by-peer, closed-by-sender
a rate without its unit|mail|rate = 5|[mail] rate = "5": expected a rate such as 5 / mailbox / d
a size that is no size|mail|size = 2 KBytes|[mail] size = "2 KBytes": expected a size such as 2 KB
an absent trace|mail|from-file = nothere.csv|nothere.csv: cannot be read: No such file
a trace of a gigabyte of nothing|mail|from-file = sparse.csv|sparse.csv:1: a line is longer than 16 MiB
a trace of one long line|mail|from-file = line.csv|line.csv:2: a line is longer than 16 MiB
a share of messages that is a number|output|trace = 5|[output] trace = "5": expected a share such as 1%
END
printf '[scenario]\nextends = b.scenario\n' >a.scenario
printf '[scenario]\nextends = a.scenario\n' >b.scenario
refuses "two files that extend each other" 'it extends this file in turn' check a.scenario

# ---- topologies: NAME|TEXT|what is said ----

while IFS='|' read -r name text message; do
    printf '%s\n' "$text" >case.gv
    refuses "$name" "$message" check case.gv
done <<'END'
a link to itself|graph { alpha; beta; alpha -- alpha [line=t1] }|case.gv:1: host "alpha": a link to itself
a window that never opens|graph { a -- b [line=v22bis schedule="Wk2300-2300"] }|expected windows that open at some time, such as
a schedule that is none|graph { a -- b [line=v22bis schedule="weekdays"] }|expected permanent, demand, poll 4 h, Never, or windows of local time such as Wk2300-0800
an unknown attribute|graph { a [mailbox=3] }|host "a": unknown attribute "mailbox"; did you mean "mailboxes"?
a negative number|graph { a [mailboxes=-3] }|host "a": mailboxes = "-3": expected a whole number from 0
a number that overflows|graph { a [mailboxes=99999999999999999999] }|expected a whole number from 0
a relay state that is none|graph { a [relay=ajar] }|expected one of: open, closed-by-peer, closed, closed-by-sender
a host that is not there|graph { alpha -- beta [line=t1]; alpha [smart_host=betta] }|did you mean "beta"?
a way longer than the latency|graph { n [kind=net]; n -- a [line=t1 way="30 ms"] }|its way is longer than its latency: expected way up to 20000 us
a way that is no access line's|graph { a -- b [line=t1 way="3 ms"] }|way is for the access lines of nets
a way without unit|graph { n [kind=net]; n -- a [line=t1 way=3] }|way = "3": expected a duration
crossing on a host|graph { a [crossing="3 ms"] }|crossing is for nets
no connections at all|graph { a [connections_in=0] }|connections_in = "0": expected a whole number from 1
a fallback that is not there|graph { a [fallback=betta] }|"betta"
a speed without unit|graph { a -- b [speed=2400] }|speed = "2400": expected a speed with its unit, such as
no line at all|graph { a -- b }|link "a" -- "b": it has no line: expected line=v22bis or another
wrong defaults are said once|graph { edge [line=v35] a -- b -- c -- d }|line = "v35": expected one of: bell103
a directed graph|digraph { a -> b }|expected graph and --, as links go both ways
a host without lines|graph { a [lines=0]; a -- b [line=v22bis] }|it is dialled, but "a" has lines=0
a price without unit|graph { a -- b [line=v22bis price="0.25"] }|expected a price such as 0.25 $/min
half a place|graph { a [lat=3] }|host "a": lat is given alone: expected both lat and lon
a net without members|graph { a; i [kind=net] }|net "i": a net without members
no hosts|graph { }|no hosts: expected at least one
two graphs|graph { a } graph { b }|expected one graph a file
an open brace|graph { a|brace { is still open
END
printf 'graph { a -- b [line=v35] }\n' >case.gv
gives 2 check case.gv && says 'line = "v35": expected one of: bell103,' && grep -qF 'did you mean "v32"' .err
verdict $? "an unknown line profile"
printf 'graph { a -- b [line=t1 protocol=smpt] }\n' >case.gv
gives 2 check case.gv && says 'protocol = "smpt": expected one of: plain' && grep -qF 'did you mean "smtp"' .err
verdict $? "an unknown protocol"

# ---- traces: NAME|LINE|what is said ----

sed 's/^rate.*/from-file = case.csv/' base.scenario >trace.scenario
while IFS='|' read -r name line text; do
    printf 'time,from,to,bytes\n%s\n' "$line" >case.csv
    refuses "a trace with $name" "case.csv:2: $text" run trace.scenario
done <<'END'
a column too few|1,alpha!u0,beta!u0|expected four fields: time,from,to,bytes
a column too many|1,alpha!u0,beta!u0,5,6|expected four fields: time,from,to,bytes
a time that is none|noon,alpha!u0,beta!u0,5|time = "noon": expected seconds from begin with up to six decimals, or an instant
a negative time|-1,alpha!u0,beta!u0,5|time = "-1": expected seconds from begin
a time that overflows|99999999999999999999,alpha!u0,beta!u0,5|time = "99999999999999999999": expected seconds from begin
an unknown sender's host|1,alhpa!u0,beta!u0,5|from: unknown host "alhpa"; did you mean "alpha"?
an unknown recipient's host|1,alpha!u0,u0@bta,5|to: unknown host "bta"; did you mean "beta"?
a sender without host|1,u0,beta!u0,5|from = "u0": expected host!user
no recipient|1,alpha!u0,,5|to: expected user@host, host!user or a bang path
a bang path over no link|1,alpha!u0,alpha!gamma!u0,5|to: "alpha" and "gamma" are not joined: expected a path of neighbours
negative bytes|1,alpha!u0,beta!u0,-5|bytes = "-5": expected a whole number from 0
a quote that does not end|1,"alpha!u0,beta!u0,5|a field's quotes do not match
END
: >case.csv
refuses "an empty trace" 'case.csv: the file is empty: expected the line time,from,to,bytes' run trace.scenario
printf 'when,who,whom,what\n' >case.csv
refuses "a trace without its header" 'case.csv:1: expected the first line to be time,from,to,bytes' run trace.scenario

# ---- several mistakes at once ----

printf 'graph { alpha [mailbox=3]; alpha -- alpha [line=t1]; beta [lat=3]; }\n' >three.gv
gives 2 check three.gv && [ "$(wc -l <.err)" -eq 3 ]
verdict $? "three mistakes in a topology are three lines"
printf '[scenario]\ntopology = three.gv\nbegin = noon\nlength = 5\n' >three.scenario
gives 2 check three.scenario && [ "$(wc -l <.err)" -eq 5 ] && grep -q '^three.scenario:4: ' .err && grep -q '^three.gv:1: ' .err
verdict $? "those of a topology are said with those of its scenario"
printf 'time,from,to,bytes\nnoon,alpha!u0,beta!u0,5\n1,alpha!u0,beta!u0,-5\n1,x!u0,beta!u0,5\n' >case.csv
sed 's/^length.*/length = 5/' trace.scenario >four.scenario
gives 2 check four.scenario && [ "$(wc -l <.err)" -eq 4 ] && grep -q '^four.scenario:4: ' .err && grep -q '^case.csv:4: ' .err
verdict $? "and those of a trace"
gives 2 check base.scenario three.gv three.scenario && grep -qx 'base.scenario: all right' .out && [ "$(wc -l <.err)" -eq 8 ]
verdict $? "check takes several files, and says of each what is wrong"

refuses "--set of a group without its name" 'no group [blacklist] in the scenario; did you mean [blacklist rbl]?' run "$story" --set blacklist.enabled=no
refuses "--set of a group by its name alone" 'no group [rbl] in the scenario; did you mean [blacklist rbl]?' run "$story" --set 'rbl.after=1 h'
finish
