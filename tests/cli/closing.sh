#!/bin/sh
# closing-of-relays.scenario against the surveys it is made after, and against theory: of 1000 hosts, how many are open on the
# days of the surveys, within three standard errors of a count, 3 sqrt(n p (1 - p)). Prints TAP.
: "${BANGPATH:?}"
cd "${BANGPATH_SOURCE_ROOT:?}" || exit 1
LC_ALL=C
export LC_ALL
scenario=scenarios/closing-of-relays.scenario
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0

# verdict STATUS NAME: one line of TAP.
verdict() {
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $n - $2"
    else
        echo "not ok $n - $2"
        sed 's/^/# /' "$dir/err"
    fi
}

# open_at DAY [OPTION]...: how many pass on mail for some stranger. Nobody is served by another, so those are the open ones.
open_at() {
    day=$1
    shift
    "$BANGPATH" relays "$scenario" --at "$day" "$@" 2>"$dir/err" | sed -n '$s/^\([0-9]*\) of 1000 hosts.*/\1/p'
}

# near FOUND LOW HIGH
near() {
    [ -n "$1" ] && [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

# Of theory n is 910 and p exp(-0.9 t); of a survey n is 1000 and p what was found.
# day|theory|found, as ranges
while IFS='|' read -r day low high found_low found_high; do
    found=$(open_at "$day")
    near "$found" "$low" "$high"
    verdict $? "$day: $found open, $low to $high by theory"
    near "$found" "$found_low" "$found_high"
    verdict $? "$day: $found open, $found_low to $found_high by the survey"
done <<'END'
1997-07-01|910|910|883|937
1998-01-01|535|621|503|597
1998-07-01|326|414|315|405
1999-07-01|117|184|135|205
2002-08-01|1|18|1|19
END

slow=$(open_at 1999-07-01 --set 'closure.rate=0.45 / y')
fast=$(open_at 1999-07-01)
# 910 exp(-0.9) = 370 as at half the time, and not another draw: the very hosts, by common random numbers.
near "$slow" $((fast + 1)) 910 && [ "$slow" -eq "$(open_at 1998-07-01)" ]
verdict $? "half the hazard: $slow open after two years, as many as else after one"

reopened=$(open_at 2002-08-01 --set closure.reopen=20%)
near "$reopened" $(($(open_at 2002-08-01) + 1)) 910
verdict $? "where one in five closings does not last, $reopened are open at the end"

echo "1..$n"
