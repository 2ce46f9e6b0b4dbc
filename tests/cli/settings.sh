#!/bin/sh
# Every key of the main scenario takes every valid value: the run ends well, and its JSON is there. Prints TAP.
. "$(dirname "$0")/tap.sh"

# Short, and with little mail: it is the settings that are tried. What each line says comes after that, and goes first.
short() {
    gives 0 run ten.scenario --quiet --json --set 'mail.rate=0.002 / mailbox / d' \
        --set 'spammer encore.start=day 6' --set 'spammer cyber.targets=5000' --set 'spammer encore.targets=5000' \
        --set 'closure.from=day 3' --set 'closure.over=4 d' "$@" && grep -q '"complete": true' .out
}

cat >ten.scenario <<END
[scenario]
extends = $story
length = 10 d
END

cat >settings <<'END'
scenario.title=x|A title with "quotes", 50% and ünïcode
scenario.begin=1970-01-01|1996-02-29 12:34:56|2060-12-31
scenario.length=1 us|1 s|26 h|90 d
scenario.warm-up=0 s|1 us|9.9 d|40 d
scenario.map-interval=1 min|1 h|30 d|14610 d
scenario.warnings=yes|no
scenario.schedule=demand|poll 24 h|Any2300-0800|Any/C,Any2305-0855|Wk2300-0800,Sa,Su;10
scenario.seed=0|1|9007199254740991
mail.enabled=yes|no
mail.rate=0 / mailbox / d|0.001 / mailbox / w|0.02 / mailbox / d
mail.size=1 B|2 KB|100 KiB|lognormal(2 KB, 0)|lognormal(2 KB, 1.1)|lognormal(1 GB, 5)
mail.roaming=0%|0.5%|100%
mail.crash=0%|5%|100%
mail.hold=0%|1.5%|100%
spammer cyber.enabled=yes|no
spammer cyber.host=agis|aol|hotmail|agis, aol, hotmail
spammer cyber.line=bell103|trailblazer|v34|t1|t3|lan|x25|bsc9600
spammer cyber.price=0 $/min|0.25 $/min|15 $/h
spammer cyber.connections=1|2|100
spammer cyber.start=day 1|day 4 09:00|day 10 23:59|1998-01-06 12:00|day 99
spammer cyber.life=1 us|1 h|30 d
spammer cyber.accounts=1|2|7|1000000
spammer cyber.again-after=0 s|1 us|1 h|14610 d
spammer cyber.targets=0%|1%|all|0|1|7|200000
spammer cyber.list-quality=1%|33.3333%|100%
spammer cyber.size=1 B|5 KB|1 MB
spammer cyber.bcc=1|2|99|101|1000000
spammer cyber.relays=published list|scan|none|aol|aol, hotmail, agis
spammer cyber.list-age=0 s|1 h|3 d|30 d|14610 d
spammer cyber.probe-rate=0 / h|1 / y|60 / h|1000000 / s
spammer cyber.prefer=random|capacity
spammer cyber.use=stick|rotate|hop
spammer cyber.retry=yes|no
spammer cyber.switch-after=1 s|2 h|30 d
spammer cyber.drop-after=1|2|1000000
spammer cyber.forge=none|null|random|relay|u0@aol|u29999@aol
spammer cyber.disguise=none|percent|bang|source-route
spammer cyber.variants=1|2|7|4294967295
closure.enabled=yes|no
closure.which=random|busiest-first|smallest-first|by-degree|when-listed|on-complaint|adoption|aol|aol, hotmail
closure.share=0%|0.1%|33.3333%|100%
closure.from=day 1|day 1 00:01|day 9|day 99
closure.over=0 s|1 us|1 d|400 d
closure.after=0 s|6 h|400 d
closure.complaint=0%|0.01%|100%
closure.complaints=1|3|1000000
closure.rate=0 / y|0.9 / y|5 / d|1000000 / s
closure.reopen=0%|5%|100%
closure.reopen-after=1 min|3 d|14610 d
closure.to=closed-by-peer|closed-by-sender
blacklist rbl.enabled=yes|no
blacklist rbl.lists=open relays|sources|neighbourhoods
blacklist rbl.evidence=1|3|1000000
blacklist rbl.complaint=0%|0.01%|100%
blacklist rbl.probe=yes|no
blacklist rbl.tests=plain|all
blacklist rbl.probe-takes=0 s|1 us|1 h|400 d
blacklist rbl.probe-rate=0.5 / d|20 / h|1000000 / s
blacklist rbl.scans=0 / d|100 / d|1 / s
blacklist rbl.mistakes=0 / d|1 / w|20 / h
blacklist rbl.join-from=day 1|day 1 00:01|day 9|day 99
blacklist rbl.join-over=0 s|1 us|1 d|400 d
blacklist rbl.answer=bounce|silent
blacklist rbl.after=0 s|2 h|400 d
blacklist rbl.refresh=0 s|1 s|1 h|400 d
blacklist rbl.delists=1 s|7 d|400 d
blacklist rbl.subscribers=largest 0%|largest 30%|random 0.5%|random 100%|all|none|aol|aol, hotmail
clearing-house h.enabled=yes
clearing-house h.subscribers=largest 30%|random 30%|all|none|aol, hotmail
clearing-house h.passes=aol|aol, hotmail
clearing-house h.join-from=day 1|day 4 09:00|day 99
clearing-house h.join-over=0 s|1 us|4 d|400 d
clearing-house h.threshold=2|3|50|4294967295
clearing-house h.delay=0 s|1 us|5 min|400 d
clearing-house h.forgets=1 us|7 d|400 d
clearing-house h.answer=bounce|silent
greylist g.enabled=yes
greylist g.subscribers=largest 30%|random 30%|all|none|aol, hotmail
greylist g.passes=aol|aol, hotmail
greylist g.join-from=day 1|day 4 09:00|day 99
greylist g.join-over=0 s|1 us|4 d|400 d
greylist g.delay=1 us|25 min|239 min
greylist g.window=26 min|4 h|400 d
greylist g.remembers=1 us|1 h|36 d|400 d
rate-limit r.enabled=yes
rate-limit r.subscribers=largest 30%|random 30%|all|none|aol, hotmail
rate-limit r.passes=aol|aol, hotmail
rate-limit r.join-from=day 1|day 4 09:00|day 99
rate-limit r.join-over=0 s|1 us|4 d|400 d
rate-limit r.limit=1 / y|100 / h|1000000 / s
rate-limit r.burst=1|100|100000
worm w.enabled=yes
worm w.start=day 1|day 4 09:00|day 99
worm w.first=u0@mci|u1@aol
worm w.size=1 B|5 KB|1 MB
worm w.hosts=mci|largest 1%|random 0.5%|all|mci, uucp|internet
worm w.book=1|50|100
worm w.book-local=0%|33.3333%|100%
worm w.sends=all|none|0%|50%|1|99
worm w.recipients=1|7|1000000
worm w.opens=0%|1%|100%
worm w.reads-after=0 s|1 us|2 h|400 d
worm w.cleanup=day 1|day 2|day 99
worm w.cleanup-over=0 s|1 us|1 d|400 d
relay-tester t.enabled=yes
relay-tester t.host=mci|aol
relay-tester t.line=v34|t1
relay-tester t.start=day 1|day 4 09:00|day 99
relay-tester t.tests=plain|all
relay-tester t.rate=0 / h|1 / d|60 / h|10 / s
relay-tester t.hosts=all|none|largest 30%|random 10%|agis|agis, netcom
relay-tester t.wait=1 us|1 h|400 d
authentication.enabled=yes
authentication.hosts=largest 1%|random 50%|all|none|aol, hotmail
authentication.from=day 1|day 3|day 99
authentication.over=0 s|1 us|4 d|14610 d
acceptable-use x.enabled=yes
acceptable-use x.where=aol|aol, internet|internet
acceptable-use x.commercial=0%|10%|100%
acceptable-use x.detection=0%|5%|100%
acceptable-use x.sanction=none|account|peer
acceptable-use x.warnings=0|1|1000000
acceptable-use x.lasts=1 us|30 d|14610 d
sanction x.enabled=yes
sanction x.hosts=agis|agis, aol
sanction x.on=date|complaints
sanction x.complaint=0%|1%|100%
sanction x.complaints=1|100|1000000
sanction x.from=day 1|day 5|day 99
sanction x.after=0 s|5 d|14610 d
sanction x.for=1 us|15 d|14610 d
sanction x.neighbours=largest 30%|random 50%|all|none|aol, hotmail
abuse-desk x.enabled=yes
abuse-desk x.hosts=largest 1%|random 0.5%|all|none|agis, netcom
abuse-desk x.chance=0%|50%|100%
abuse-desk x.complaint=0%|0.1%|100%
abuse-desk x.complaints=1|5|1000000
abuse-desk x.after=0 s|12 h|14610 d
filter x.enabled=yes
filter x.hosts=largest 1%|random 50%|all|none|aol, hotmail
filter x.share=0%|50%|100%
filter x.least=1|10|32766
filter x.adopts=0%|50%|100%
filter x.hit=0%|90%|100%
filter x.wrong=0%|0.5%|100%
outage x.enabled=yes|no
outage x.hosts=aol|aol, hotmail|largest 1%|random 50%|all
outage x.links=all|agis--internet|agis--internet, aol -- internet
outage x.mtbf=1 min|7 d|14610 d
outage x.mttr=1 us|4 h|14610 d
outage x.repair=exponential|fixed
outage y.at=day 1|day 3 09:00|day 99
outage y.lasts=1 us|6 h|14610 d
output.trace=0%|1%|100%|all
END

# A worm needs a first victim; this one dies out.
cat >worm <<'END'
worm w.first=u0@mci
worm w.hosts=mci
worm w.opens=0.5%
END

# Who has a defence must be said.
for defence in 'clearing-house h' 'greylist g' 'rate-limit r'; do
    echo "$defence.subscribers=all" >"${defence%% *}"
done
echo 'acceptable-use x.where=internet' >acceptable-use
echo 'sanction x.hosts=agis' >sanction
printf '%s\n' 'outage x.hosts=agis' 'outage x.mtbf=1 d' >outage
printf '%s\n' 'outage y.hosts=agis' 'outage y.at=day 2' 'outage y.lasts=1 h' >outage-y

# No key is forgotten: what `bangpath keys` has of these groups is above. A topology, a file to extend, a trace and a
# generated network need files of their own, and are in other tests.
"$BANGPATH" keys scenario | awk '
    /^\[/ { group = $1; gsub(/[][]/, "", group) }
    /^generate = / { group = "" }
    /^  [a-z-]+ = / && group != "" { print group "." $1 }' |
    grep -vxE 'scenario\.(topology|generate|extends)|mail\.from-file' | sort >known
sed 's/=.*//; s/^\([a-z-]*\) [a-z]*\./\1./' settings | sort >tried
comm -23 known tried >.out
: >.err
[ -s known ] && [ ! -s .out ]
verdict $? "every key is tried"

while IFS='=' read -r key values; do
    echo "$values" | tr '|' '\n' >values
    while read -r value; do
        set -- --set "$key=$value"
        group=${key%% *}
        case $group in
        worm | clearing-house | greylist | rate-limit | acceptable-use | sanction)
            while read -r setting; do
                [ "${setting%%=*}" = "$key" ] || set -- "$@" --set "$setting"
            done <"$group"
            ;;
        outage)
            given=outage
            [ "${key#outage y}" = "$key" ] || given=outage-y
            while read -r setting; do
                [ "${setting%%=*}" = "$key" ] || set -- "$@" --set "$setting"
            done <"$given"
            ;;
        relay-tester*)
            [ "$key" = "relay-tester t.host" ] || set -- "$@" --set 'relay-tester t.host=mci'
            ;;
        esac
        short "$@"
        verdict $? "$key = $value"
    done <values
done <settings

# Those that depend on one another.
short --set 'spammer cyber.use=hop' --set 'spammer cyber.switch-after=1 h' --set 'spammer cyber.retry=yes'
verdict $? "hop, retry and switch-after at once"
short --set 'spammer cyber.relays=none' --set 'spammer cyber.forge=relay'
verdict $? "posing as a user of a relay that there is not"
short --set 'spammer cyber.use=hop' --set 'spammer cyber.prefer=favourite' --set 'spammer cyber.switch-after=1 h' \
    --set 'spammer cyber.drop-after=1'
verdict $? "to the favourite, and away from who refuses"
short --set 'spammer cyber.relays=scan' --set 'spammer cyber.probe-rate=1 / s' --set 'spammer cyber.prefer=capacity' \
    --set 'spammer cyber.forge=relay' --set 'spammer cyber.disguise=bang'
verdict $? "scanning with all tricks"
short --set 'spammer cyber.host=agis, netcom, juno' --set 'spammer cyber.relays=scan' --set 'spammer cyber.accounts=1000000' \
    --set 'spammer cyber.life=1 min' --set 'spammer cyber.again-after=0 s' --set 'spammer cyber.list-quality=50%'
verdict $? "a new account every minute"
short --set 'closure.which=when-listed' --set 'closure.after=1 h' --set 'blacklist rbl.subscribers=all'
verdict $? "closing when listed, where all subscribe"
short --set 'closure.which=on-complaint' --set 'closure.complaint=100%' --set 'closure.after=0 s' \
    --set 'closure.reopen=100%' --set 'closure.reopen-after=1 min'
verdict $? "closing on every complaint, and opening again a minute later"
short --set 'closure.which=adoption' --set 'closure.rate=1 / min' --set 'closure.reopen=100%' --set 'closure.reopen-after=1 h'
verdict $? "closing by chance, and opening again, all the time"
short --set 'blacklist rbl.scans=1 / min' --set 'blacklist rbl.tests=all' --set 'blacklist rbl.probe-takes=1 h' \
    --set 'blacklist rbl.probe-rate=1 / d' --set 'blacklist rbl.mistakes=1 / h' --set 'blacklist rbl.delists=1 h'
verdict $? "tests that wait for one another, scans and mistakes at once"
short --set 'blacklist rbl.lists=neighbourhoods' --set 'blacklist rbl.mistakes=1 / h' --set 'blacklist rbl.answer=silent' \
    --set 'closure.which=when-listed' --set 'blacklist rbl.join-from=day 2' --set 'blacklist rbl.join-over=3 d'
verdict $? "neighbourhoods by mistake, silently, to who joins late"
short --set 'spammer third.host=aol' --set 'blacklist second.subscribers=all' --set 'closure late.from=day 8'
verdict $? "groups that the file does not have"
short --set 'mail.roaming=50%' --set 'closure.share=100%' --set 'authentication.hosts=all' --set 'abuse-desk.complaint=100%' \
    --set 'sanction x.on=complaints' --set 'sanction x.complaint=100%' --set 'sanction x.for=1 min' \
    --set 'acceptable-use x.where=internet' --set 'acceptable-use x.sanction=peer' --set 'acceptable-use x.commercial=10%' \
    --set 'filter x.least=1' --set 'filter x.share=0%'
verdict $? "sanctions, filters and the like at once"
short --set 'outage x.hosts=all' --set 'outage x.mtbf=1 h' --set 'outage x.mttr=1 h' --set 'outage y.links=all' \
    --set 'outage y.mtbf=2 h' --set 'outage y.mttr=10 min' --set scenario.warnings=yes
verdict $? "everything fails every hour, and senders are warned"
short --set 'mail.enabled=no' --set 'spammer cyber.enabled=no' --set 'spammer encore.enabled=no'
verdict $? "nothing happens at all"
gives 0 run "$story" --quiet --json --set 'mail.rate=0.01 / mailbox / d' --set 'output.trace=all' -o all.db && [ -s all.db ]
verdict $? "every message is kept"

finish
