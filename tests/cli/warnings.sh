#!/bin/sh
# Settings that are right and have no effect: told, and without any effect indeed. Prints TAP.
. "$(dirname "$0")/tap.sh"

cat >net.gv <<'GV'
graph { graph [net=internet]; node [mailboxes=20]; lan [kind=net]; edge [line=t1];
  home -- lan; wisc -- lan; io -- lan; door [relay=closed]; door -- lan; }
GV
cat >base.scenario <<'BASE'
[scenario]
topology = net.gv
begin = 1998-01-05
length = 2 d
[mail]
rate = 2 / mailbox / d
[spammer x]
host = home
bcc = 5
size = 20 KB
[worm w]
first = u0@io
hosts = wisc, io
[closure]
share = 50%
over = 1 d
[outage by chance]
hosts = wisc
mtbf = 12 h
[outage once]
hosts = door
at = day 1 12:00
lasts = 3 h
BASE
gives 0 check base.scenario && [ ! -s .err ] && gives 0 check --strict base.scenario
verdict $? "nothing to be warned of"

trajectory() {
    sed -n 's/.*"trajectory": "\(.*\)".*/\1/p' .out
}

# NAME of the group|what it says besides|the key that means nothing then|why
while IFS='|' read -r group others idle why; do
    awk -v group="[$group]" -v lines="$others" '{ print } $0 == group && lines != "" { gsub(/;/, "\n", lines); print lines }' base.scenario >without.scenario
    awk -v group="[$group]" -v lines="$idle" '{ print } $0 == group { print lines }' without.scenario >with.scenario
    line=$(grep -nxF "$idle" with.scenario | cut -d: -f1)
    key=${idle%% = *}
    gives 0 run without.scenario --quiet --json && [ ! -s .err ] && trajectory >before &&
        gives 0 run with.scenario --quiet --json && trajectory | cmp -s - before && [ -s before ] &&
        grep -qxF "warning: with.scenario:$line: [$group] $key = \"${idle#* = }\" has no effect: $why" .err
    verdict $? "[$group] $others;$idle: told, and nothing moved"
    gives 0 check with.scenario && grep -q '^warning: with.scenario:' .err && grep -q 'see the warnings' .out
    verdict $? "$idle: check says so too"
    refuses "$idle: and check --strict refuses it" "with.scenario:$line: [$group] $key" check --strict with.scenario
done <<'END'
spammer x|use = rotate|switch-after = 3 min|use = rotate takes the next relay for each message
spammer x|use = hop|retry = yes|use = hop takes what is refused to the next relay always
spammer x|relays = scan|list-age = 3 d|it is the age of relays = published list
spammer x|relays = wisc, io|list-age = 3 d|it is the age of relays = published list
spammer x|relays = wisc, io|probe-rate = 5 / h|only relays = scan asks hosts
spammer x||probe-rate = 5 / h|only relays = scan asks hosts
spammer x||again-after = 3 min|accounts = 1: there is no next one
spammer x|relays = none|use = stick|relays = none: he takes every letter straight to its recipient's host
spammer x|relays = none|prefer = capacity|relays = none: he takes every letter straight to its recipient's host
spammer x|relays = none|retry = yes|relays = none: he takes every letter straight to its recipient's host
spammer x|relays = none|switch-after = 3 min|relays = none: he takes every letter straight to its recipient's host
spammer x|relays = none|drop-after = 1|relays = none: he takes every letter straight to its recipient's host
worm w||cleanup-over = 3 h|without cleanup no host is cleaned
outage once||mttr = 3 min|with at, lasts says for how long
outage once||repair = fixed|with at, lasts says for how long
outage by chance||lasts = 3 min|it is for how long with at; by chance it is mttr
closure||reopen-after = 3 min|reopen = 0%: no closing is undone
END

# One who does nothing is not warned of.
sed 's/^\[spammer x\]/&\nenabled = no\nswitch-after = 3 s/' base.scenario >off.scenario
gives 0 check --strict off.scenario
verdict $? "a group that is switched off"
gives 0 run base.scenario --quiet --set 'spammer x.switch-after=3 s' && grep -q '^warning: .*\[spammer x\] switch-after = "3 s" has no effect' .err
verdict $? "--set is warned of as well"
sed 's/^\[spammer x\]/&\nswitch-after = 3 s\nbcc = many/' base.scenario >wrong.scenario
gives 2 check wrong.scenario && ! grep -q warning .err
verdict $? "mistakes come first"

finish
