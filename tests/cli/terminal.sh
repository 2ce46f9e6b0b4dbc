#!/bin/sh
# What a run prints on a terminal, which script(1) plays: sparklines, colours, width, progress. Prints TAP.
. "$(dirname "$0")/tap.sh"

if ! script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    echo "1..0 # SKIP there is no script(1), or no pseudo-terminal for it"
    exit 0
fi
escape=$(printf '\033')
TERM=xterm
export TERM

# on_terminal COLUMNS LOCALE ARGUMENT...: .out is what a terminal of that width gets, both streams, less the line ends' \r.
on_terminal() {
    columns=$1 locale=$2
    shift 2
    command="'$BANGPATH' run '$story' $*"
    COLUMNS=$columns LC_ALL=$locale script -qec "$command" /dev/null </dev/null >.typed 2>.err
    sed 's/\r$//' .typed >.out
}

widest() {
    sed "s/$escape\[[0-9;]*m//g" "$1" | LC_ALL=C.UTF-8 wc -L
}

"$BANGPATH" run "$story" 2>/dev/null | sed '/^Simulated /d' >piped

on_terminal 80 C.UTF-8 2\>/dev/null
grep -qF "${escape}[36mOver time${escape}[0m  a column is" .out && grep -q '█' .out
verdict $? "on a terminal: sparklines and colours"
[ "$(widest .out)" -le 80 ]
verdict $? "no line is over 80 columns"

for columns in 44 60 100; do
    on_terminal $columns C.UTF-8 2\>/dev/null
    [ "$(widest .out)" -le $columns ] && grep -q '█' .out
    verdict $? "$columns columns: no line is wider"
done

NO_COLOR=1 && export NO_COLOR
on_terminal 80 C.UTF-8 2\>/dev/null
unset NO_COLOR
! grep -q "$escape" .out && grep -q '█' .out
verdict $? "NO_COLOR: sparklines without colours"
on_terminal 80 C.UTF-8 --no-color 2\>/dev/null
! grep -q "$escape" .out && grep -q '█' .out
verdict $? "--no-color likewise"
on_terminal 80 C 2\>/dev/null
! grep -q '█' .out && grep -q "$escape" .out
verdict $? "no UTF-8: no sparklines"
TERM=dumb
on_terminal 80 C.UTF-8
TERM=xterm
! grep -q "$escape" .out && ! grep -q '█' .out && grep -q '^Refusals ' .out
verdict $? "TERM=dumb: no colours, and no progress line that it could not clear"
on_terminal 44 C.UTF-8 --plain 2\>/dev/null
sed '/^Simulated /d' .out >plain
cmp -s plain piped
verdict $? "--plain: the same as into a pipe"
! LC_ALL=C grep -q '[^ -~]' piped
verdict $? "into a pipe: plain ASCII"

# The progress line: date, share, speed; where it would not fit, less. The last is taken away.
on_terminal 80 C.UTF-8 \>/dev/null
LC_ALL=C grep -qE "$(printf '\r')${escape}\[K1998-0[12]-[0-9]{2} [0-9:]{8}  +[0-9]+%  [0-9.,]+( M)? events/s" .out
verdict $? "the progress line: date, share, events a second"
# What was expected follows it.
grep -aq "^Expected\|${escape}\[KExpected" .out && LC_ALL=C sed "s/Expected .*//" .out | tr -d '\r\n' | tail -c 4 | grep -q "${escape}\[K"
verdict $? "it goes when the run has ended"
on_terminal 80 C.UTF-8 --set "'scenario.length=250 d'" \>/dev/null
LC_ALL=C grep -qE "events/s  [0-9.]+ (ms|s|min) left" .out
verdict $? "and the time left, once it can be told"
on_terminal 30 C.UTF-8 \>/dev/null
! grep -q 'events/s' .out && LC_ALL=C grep -qE "${escape}\[K1998-0[12]-[0-9]{2} [0-9:]{8}  +[0-9]+%" .out
verdict $? "30 columns: date and share only"
on_terminal 80 C.UTF-8 --quiet 2\>/dev/null
[ ! -s .out ]
verdict $? "no terminal, no progress"
finish
