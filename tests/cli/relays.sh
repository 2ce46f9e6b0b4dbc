#!/bin/sh
# bangpath relays: who relays, what each host answers, and what it does of RFC 2505. Prints TAP.
. "$(dirname "$0")/tap.sh"

# Each host's mailer and holes say what must come out: str own nul pct bng rte.
cat >hosts.gv <<'END'
graph { net=internet; n [kind=net]; node [relay=closed mailboxes=0];
  open [relay=open]; tight; sender [relay="closed-by-sender"];
  percent [holes=percent]; bang [holes=bang]; route [holes="source-route"]; null [holes=null]; own [holes="own-domain"];
  relayed [auth=yes mailer="sendmail 8.10" serves=tight];
  rules [mailer="sendmail 8.8"];
  n -- {open tight sender percent bang route null own relayed rules} [line=t1] }
END
cat >wanted <<'END'
open open - 250 250 250 250 250 250 6a
tight closed-by-peer - 550 550 550 550 550 550 1 1a 6a
sender closed-by-sender - 550 250 550 550 550 550 1a 6a
percent closed-by-peer - 550 550 550 250 550 550 1 6a
bang closed-by-peer - 550 550 550 550 250 550 1 6a
route closed-by-peer - 550 550 550 550 550 250 1 6a
null closed-by-peer - 550 550 250 550 550 550 1a 6a
own closed-by-peer - 550 250 550 550 550 550 1a 6a
relayed closed-by-peer sendmail 8.10 550 550 550 550 550 550 1 1a 6a AUTH
rules closed-by-peer sendmail 8.8 550 550 550 250 250 250 1 6a
END

# rows: the table that was printed, mailboxes left out, single blanks.
rows() {
    sed -n '2,/^$/p' .out | sed '/^$/d; s/  */ /g; s/ 0 \([25][0-9][0-9]\)/ \1/'
}

gives 0 relays --all hosts.gv && rows >found && cmp -s found wanted
verdict $? "each hole shows in its own column, and costs its own item"
gives 0 relays hosts.gv && rows >found && grep -v -e ^tight -e ^relayed wanted | cmp -s - found
verdict $? "without --all only those that relay in some way"
[ "$(tail -n 1 .out)" = "8 of 10 hosts pass on mail for some stranger" ]
verdict $? "the count comes last"
gives 0 relays -a hosts.gv && [ "$(wc -L <.out)" -le 100 ]
verdict $? "the table fits 100 columns"

# ---- JSON ----

gives 0 relays --json --all hosts.gv && cp .out all.json
verdict $? "--json"
if command -v sqlite3 >/dev/null; then
    said() {
        sqlite3 :memory: "select json_extract(cast(readfile('all.json') as text), '$1')"
    }
    [ "$(said '$.relaying') $(said '$.hosts_in_all') $(said '$.file')" = "8 10 hosts.gv" ]
    verdict $? "JSON: how many"
    [ "$(said '$.hosts[3].host'): $(said '$.hosts[3].answers.percent'), $(said '$.hosts[3].answers.bang')" = \
        "percent: 250 accepted, 550 relaying denied" ]
    verdict $? "JSON: what each says, in full"
    [ "$(said '$.hosts[8].mailer') $(said '$.hosts[8].rfc2505') $(said '$.hosts[8].relays')" = \
        'sendmail 8.10 ["1","1a","6a","AUTH"] 0' ]
    verdict $? "JSON: mailer and ticks"
    [ "$(said '$.hosts[9].able')" = '["1","1a","5","6a"]' ] && [ -z "$(said '$.hosts[0].able')" ]
    verdict $? "JSON: what the mailer could do"
fi

# ---- in the course of a run ----

cat >t.scenario <<'END'
[scenario]
topology = hosts.gv
begin = 1999-01-01
length = 10 d
[closure]
which = open
share = 100%
from = day 3
over = 0 s
[blacklist rbl]
subscribers = none
END
gives 0 relays t.scenario && grep -q '^open  *open ' .out
verdict $? "a scenario at its begin"
gives 0 relays -a t.scenario --at 'day 4' && grep -q '^open  *closed-by-peer  *- .* 550 550 550 550 550 550  1 1a 6a$' .out
verdict $? "and when the relay has closed"
sed -i 's/relay=open\]/relay=open mailboxes=9]/' hosts.gv
gives 0 relays t.scenario --set 'blacklist rbl.subscribers=open' && grep -q '^open .* 250  5 6a$' .out
verdict $? "who asks a blacklist can refuse hosts"
gives 0 relays --json t.scenario --at 'day 4 12:00' && grep -q '"at": "1999-01-04T12:00:00Z"' .out
verdict $? "JSON: of when it is"

# ---- the tester in the run database ----

if command -v sqlite3 >/dev/null; then
    cat >tester.scenario <<'END'
[scenario]
topology = hosts.gv
begin = 1999-01-01
length = 1 d
[relay-tester x]
host = open
tests = all
hosts = rules, tight
[output]
trace = all
END
    sed -i 's/ mailboxes=0\]/]/' hosts.gv
    gives 0 run tester.scenario -o t.db
    [ "$(sqlite3 t.db "select group_concat(name || ' ' || detail, '; ') from host_events join hosts using (host)
        where event = 'tested'")" = "tight closed; rules open:percent,bang,source-route" ]
    verdict $? "what a tester found is in host_events"
    serial=$(sqlite3 t.db "select serial from messages where kind = 'probe' and forged limit 1")
    gives 0 show t.db "$serial" && grep -q 'really from a relay tester, who sits on open' .out
    verdict $? "show: a forged probe is a tester's"
fi

# ---- bad input ----

refuses "--json --at of a topology" "expected with a scenario; hosts.gv is a topology" relays --json hosts.gv --at 'day 2'
sed 's/holes=bang/holes=bnag/' hosts.gv >wrong.gv
refuses "an unknown hole" 'holes = "bnag": expected one or more, parted by commas, of: percent, bang' relays wrong.gv
sed 's/8\.10/8.1O/' hosts.gv >wrong.gv
refuses "an unknown mailer" 'mailer = "sendmail 8.1O": expected one of: rmail, ' relays wrong.gv

finish
