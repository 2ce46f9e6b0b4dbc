#!/bin/sh
# What the scenarios claim of themselves, by comparing runs that differ in one setting. Prints TAP.
# $BANGPATH is the program, $BANGPATH_SOURCE_ROOT where the sources are. Numbers are read, and compared, by sqlite3.
: "${BANGPATH:?}"
cd "${BANGPATH_SOURCE_ROOT:?}" || exit 1
if ! command -v sqlite3 >/dev/null; then
    echo "1..0 # SKIP sqlite3, which reads the JSON, is not installed"
    exit 0
fi
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
n=0

# verdict STATUS NAME: one line of TAP; of a failure, also what $dir/why has.
verdict() {
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $n - $2"
    else
        echo "not ok $n - $2"
        sed 's/^/# /' "$dir/why" | head -n 20
    fi
}

# play NAME SCENARIO [OPTION]...: into NAME.json; that something it expects no longer holds does not matter here.
play() {
    name=$1
    scenario=$2
    shift 2
    "$BANGPATH" run --json --quiet "scenarios/$scenario.scenario" "$@" >"$dir/$name.json" 2>"$dir/why"
    played=$?
    [ $played -eq 0 ] || { [ $played -eq 1 ] && grep -q '"held": false' "$dir/$name.json"; }
    verdict $? "$name runs: $scenario $*"
    for kind in ham spam bounces; do
        claims "$name: sent $kind = delivered + bounced + discarded + lost + queued" \
            "{$name.$kind.sent} = {$name.$kind.delivered} + {$name.$kind.bounced} + {$name.$kind.discarded}
                + {$name.$kind.lost} + {$name.$kind.queued}"
    done
}

# claims SENTENCE EXPRESSION: where {NAME.MEMBER} is a number of NAME.json.
claims() {
    echo "$2" | sed "s|{\([a-z0-9-]*\)\.\([^}]*\)}|json_extract(cast(readfile('$dir/\1.json') as text), '$.\2')|g" >"$dir/sql"
    true_or_not=$(sqlite3 :memory: "select coalesce(($(cat "$dir/sql")), 0);" 2>"$dir/why")
    echo "$2" >>"$dir/why"
    [ "$true_or_not" = 1 ]
    verdict $? "$1"
}

# finds SENTENCE DATABASE QUERY WANTED
finds() {
    found=$(sqlite3 "$2" "$3" 2>"$dir/why")
    printf '%s\nfound "%s", wanted "%s"\n' "$3" "$found" "$4" >>"$dir/why"
    [ "$found" = "$4" ]
    verdict $? "$1"
}

# ---- the main scenario ----

main=open-relay-years
for share in 0 30 60 100; do
    play "close$share" $main --set "closure.share=$share%" --set output.trace=0% -o "$dir/close$share.db"
done
play undefended $main --set closure.enabled=no --set 'blacklist rbl.enabled=no'
play unlisted $main --set 'blacklist rbl.enabled=no'
play later $main --set 'spammer cyber.enabled=no' --set closure.share=100% --set output.trace=all -o "$dir/later.db"
play later-open $main --set 'spammer cyber.enabled=no' --set closure.enabled=no

claims "where all close, none is open at the end" "{close100.relays.open_at_end} = 0"
claims "where none closes, all are" "{close0.relays.open_at_end} = {close0.relays.open_at_begin}"
claims "60% close, rounded to nearest" \
    "{close60.relays.open_at_end} = {close60.relays.open_at_begin} - round(0.6 * {close60.relays.open_at_begin})"
claims "reach is lower where all close than where none does" "{close100.spam.reach} < {close0.spam.reach}"
claims "blacklist and closure lower the reach" "{close60.spam.reach} < {undefended.spam.reach}"
claims "either alone does: closure" "{unlisted.spam.reach} < {undefended.spam.reach}"
claims "either alone does: the blacklist" "{close0.spam.reach} < {undefended.spam.reach}"
claims "they cost collateral damage" "{close60.ham.collateral} > {undefended.ham.collateral}"
claims "the blacklist most of it" "{unlisted.ham.collateral} < 0.5 * {close60.ham.collateral}"
claims "users write the same mail, whatever the defences" \
    "{close0.ham.sent} = {undefended.ham.sent} and {close100.ham.sent} = {undefended.ham.sent}"
claims "without a blacklist nobody says that he was listed" "{unlisted.refusals.blacklisted} is null"

for pair in "0 30" "30 60" "60 100"; do
    smaller=${pair% *}
    larger=${pair#* }
    finds "what closes with a share of $smaller% closes with $larger% as well" "$dir/close$larger.db" \
        "attach '$dir/close$smaller.db' as smaller;
         select count(*) from hosts as l join smaller.hosts as s using (host)
         where l.relay_at_end = 'open' and s.relay_at_end <> 'open';" 0
    claims "and no more are open in the end" "{close$larger.relays.open_at_end} < {close$smaller.relays.open_at_end}"
done

# ---- the second run of spam, when all relays have closed: what still arrives, and how ----

spam="hops as h join messages as m using (serial) join links as l using (link) join hosts as f on f.host = h.from_host
    join hosts as b on b.host = l.b where m.kind = 'spam'"
finds "by then every relay has closed" "$dir/later.db" \
    "select value = 0 from series where measure = 'open_relays' and time_us >= 23 * 86400000000 order by time_us limit 1;" 1
finds "no relay hands a stranger's spam on over the Internet" "$dir/later.db" \
    "select count(*) from $spam and b.kind = 'net' and f.name <> 'netcom';" 0
finds "on the Internet only the hosts first connected to deliver any" "$dir/later.db" \
    "select count(*) from recipients as r join messages as m using (serial) join hosts as d on d.host = r.host
     where m.kind = 'spam' and r.state = 'delivered' and d.networks like '%internet%' and d.name <> 'netcom'
     and not exists (select 1 from hops as h join hosts as f on f.host = h.from_host
                     where h.serial = r.serial and h.to_host = r.host and f.name = 'netcom');" 0
finds "beyond them, some customers of theirs by telephone" "$dir/later.db" \
    "select count(*) from recipients as r join messages as m using (serial) join hosts as d on d.host = r.host
     where m.kind = 'spam' and r.state = 'delivered' and d.networks = 'uucp'
     and not exists (select 1 from hops as h join links as l using (link) join hosts as f on f.host = h.from_host
                     where h.serial = r.serial and h.to_host = r.host and l.protocol <> 'smtp');" 0
claims "the relays send less for him than he does" "{later.spam.amplification} < 1"
claims "where they had stayed open they sent more than tenfold" "{later-open.spam.amplification} > 10"
claims "he reaches fewer than one in a hundred" "{later.spam.reach} < 0.01"
claims "where they had stayed open, more than one in five" "{later-open.spam.reach} > 0.2"

# ---- the others ----

play listed closing-when-listed
play listed-and-open closing-when-listed --set closure.enabled=no
play nobody-roams closing-when-listed --set mail.roaming=0%
claims "listed relays that close spare their users" "{listed.ham.collateral} < 0.5 * {listed-and-open.ham.collateral}"
claims "where nobody roams, closing costs nothing" "{nobody-roams.refusals.relaying-denied} > 0
    and {nobody-roams.ham.collateral} < {listed.ham.collateral}"

play bcc bcc
play one-by-one bcc --set 'spammer bulk.bcc=1'
play direct bcc --set 'spammer bulk.relays=none'
claims "thirty copies cost the spammer one letter and thirty addresses" "{bcc.spam.bytes_by_spammers} = 5000 + 250 + 30 * 40"
claims "straight, a letter each" "{direct.spam.bytes_by_spammers} = 30 * (5000 + 250 + 40)"
claims "and nobody sends for him" "{direct.spam.bytes_by_others} = 0 and {direct.spam.amplification} = 0"
claims "one by one through the relay he saves nothing" "{one-by-one.spam.amplification} = 1"
claims "all three ways reach everybody" "{bcc.spam.reach} + {one-by-one.spam.reach} + {direct.spam.reach} = 3"

play honest forged-senders --set 'spammer poser.forge=none'
play unsigned forged-senders --set 'spammer joker.forge=null'
claims "who does not pose as a user is refused by trusting, too" "{honest.refusals.relaying-denied} = 1000"
claims "what nobody signs comes back to nobody" "{unsigned.bounces.messages} = 0 and {unsigned.spam.discarded} = 500"

play street neighbourhood
play source neighbourhood --set 'blacklist spews.lists=sources'
play silence neighbourhood --set 'blacklist spews.answer=silent'
claims "the source alone: as much spam refused, and no letter" \
    "{source.spam.bounced} = {street.spam.bounced} and {source.ham.collateral} = 0 and {source.ham.delivered} = 60"
claims "in silence the same letters vanish, and nobody is told" \
    "{silence.ham.discarded} = {street.ham.bounced} and {silence.bounces.messages} = 0"

play rss probing --set 'blacklist orbs.enabled=no'
play orbs probing --set 'blacklist rss.enabled=no'
play rss-all probing --set 'blacklist rss.tests=all'
claims "who waits for spam refuses the last run alone" "{rss.spam.bounced} = 50 and {rss.ham.collateral} = 14"
claims "who tests beforehand refuses all, and every letter" "{orbs.spam.bounced} = 200 and {orbs.ham.collateral} = 30"
claims "with all tests he finds the relay that believes" "{rss-all.ham.collateral} = 44 + 4"

play uucp uucp-1987
play uucp-open uucp-1987 --set closure.enabled=no
claims "closing saves the neighbours money" "{uucp.cost.others} < {uucp-open.cost.others}"
claims "left open, they refuse neither letters nor spam" "{uucp-open.ham.bounced} + {uucp-open.spam.bounced} = 0"

play idle bitnet-1987 --set 'mail.rate=0.05 / mailbox / d'
play loaded bitnet-1987
claims "without load nobody waits: 25 s on average" "{idle.ham.delay_s.mean} between 23 and 27"
claims "with load the mean suffers more than the median" \
    "{loaded.ham.delay_s.mean} - {idle.ham.delay_s.mean} > {loaded.ham.delay_s.p50} - {idle.ham.delay_s.p50}"

echo "1..$n"
