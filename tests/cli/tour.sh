#!/bin/sh
# The tour: it runs through when piped, leaves nothing behind, and says what is so. Prints TAP.
. "$(dirname "$0")/tap.sh"
mkdir tmp
ln -s "$BANGPATH_SOURCE_ROOT/scenarios" "$BANGPATH_SOURCE_ROOT/topologies" .
TMPDIR=$dir/tmp
export TMPDIR

gives 0 tour
verdict $? "piped, it does not wait"
cp .out walk
[ -z "$(ls tmp)" ] && [ "$(ls)" = "$(printf 'scenarios\ntmp\ntopologies\nwalk')" ]
verdict $? "it leaves nothing behind"
grep -qF '(the bang path back: fir!ash!elm!oak!u0)' walk
verdict $? "the letter over four hops"
grep -qxF 'spam.bytes_by_spammers,6450' walk && grep -qxF 'spam.bytes_by_others,158700' walk
verdict $? "one letter for thirty"

# "He sent 6,450 bytes, and others 158,700 for him: 24.6 times as much."
grep -q 'He sent 6,450 bytes, and others 158,700 for him: 24.6 times' walk && grep -q '^spam.amplification,24.60' walk
verdict $? "and how much that is"

# "Spam reached a third of those it was meant for; and of the letters of honest people one in five was refused."
sed -n 's/.*targets: \([0-9.]*\)%/\1/p; s/.*collateral damage: .*, \([0-9.]*\)% of.*/\1/p' walk | tail -n 2 |
    awk '{ sum[NR] = $1 } END { exit !(NR == 2 && sum[1] > 18 && sum[1] < 22 && sum[2] > 30 && sum[2] < 36) }'
verdict $? "what a month came to"

# "Nearly twice as many people get the spam, and few lose a letter."
awk '/^spam.reach/ { more = $3 >= 1.7 * $2 } /^ham.collateral/ { less = $3 < $2 / 5 } END { exit !(more && less) }' walk
verdict $? "its last words are so"

sed -n 's/^\$ bangpath \([a-z]*\) .*/\1/p' walk | sort -u >commands
[ "$(tr '\n' ' ' <commands)" = "call compare query run show " ]
verdict $? "the commands that it shows"
# What stands before a command, and at the end.
awk 'BEGIN { RS = "" } /^\$/ && said !~ /^\$/ { print said } { said = $0 } END { print said }' walk >said
[ "$(grep -c . said)" -ge 15 ] && ! grep -E '.{80}' said
verdict $? "a terminal of 80 columns holds its texts"
TMPDIR=$dir/nowhere gives 2 tour && [ ! -s .out ] && grep -q nowhere .err
verdict $? "nowhere to keep its runs"
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    printf '\nq\n' | timeout 60 script -qec "$BANGPATH tour" /dev/null >.out 2>&1
    grep -qF '[Enter runs it, q ends]' .out && ! grep -q 'amplification' .out && [ -z "$(ls tmp)" ]
    verdict $? "on a terminal it waits, and q ends it"
    printf 'q\n' | timeout 60 script -qec "$BANGPATH tour" /dev/null >.out 2>&1
    grep -qF '$ bangpath run scenarios/bang-path.scenario' .out && ! grep -q 'Network' .out
    verdict $? "a text is read before what its command prints drives it off the screen"
else
    skip "on a terminal it waits, and q ends it, before each command" "there is no script(1), or no pseudo-terminal for it"
fi
finish
