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

# "Twice as many people get the spam, and almost nobody loses a letter."
awk '/^spam.reach/ { more = $3 >= 1.7 * $2 } /^ham.collateral/ { less = $3 < $2 / 5 } END { exit !(more && less) }' walk
verdict $? "its last words are so"

sed -n 's/^\$ bangpath \([a-z]*\) .*/\1/p' walk | sort -u >commands
[ "$(tr '\n' ' ' <commands)" = "call compare query run show " ]
verdict $? "the commands that it shows"
TMPDIR=$dir/nowhere gives 2 tour && [ ! -s .out ] && grep -q nowhere .err
verdict $? "nowhere to keep its runs"
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    printf '\nq\n' | timeout 60 script -qec "$BANGPATH tour" /dev/null >.out 2>&1
    grep -qF '[Enter goes on, q ends]' .out && ! grep -q 'amplification' .out && [ -z "$(ls tmp)" ]
    verdict $? "on a terminal it waits, and q ends it"
else
    skip "on a terminal it waits, and q ends it" "there is no script(1), or no pseudo-terminal for it"
fi
finish
