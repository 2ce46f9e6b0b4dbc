#!/bin/sh
# Each defence moves what theory says it moves, and docs/defences.md shows what the program prints. Prints TAP.
. "$(dirname "$0")/tap.sh"

# Thirteen runs of the largest scenario take minutes where each access is checked.
if grep -q __asan_init "$BANGPATH"; then
    skip "what each defence does" "takes too long in a build with sanitizers"
    finish
    exit
fi
sh "$BANGPATH_SOURCE_ROOT/tools/defences.sh" "$BANGPATH" >"$dir/.out" 2>"$dir/.err"
verdict $? "each defence can be switched off"
grep '^|' "$dir/.out" >"$dir/table"
awk '/^\| the scenario/ { inside = 1 } inside && !/^\|/ { exit } inside' "$BANGPATH_SOURCE_ROOT/docs/defences.md" >"$dir/shown"
cmp -s "$dir/table" "$dir/shown"
verdict $? "docs/defences.md shows what the program prints"

# is MEASURE NAME OPERATOR NAME: the numbers of two rows stand in that relation; MEASURE is a column from 3 on.
is() {
    awk -F ' *[|] *' -v column="$1" -v one="$2" -v operator="$3" -v other="$4" '
        $2 == one { a = $column + 0; n++ }
        $2 == other { b = $column + 0; n++ }
        END { exit !(n == 2 && (operator == ">" ? a > b : operator == "<" ? a < b : a == b)) }' "$dir/table"
    verdict $? "$5"
}
reach=3 spam=4 ham=5 collateral=6 slow=7
is $reach 'no closing' '>' 'as it is' "without closing spam reaches more"
is $reach 'no list of relays' '>' 'as it is' "without the list of relays spam reaches more"
is $collateral 'no list of relays' '<' 'as it is' "without the list of relays fewer letters are lost"
is $reach 'no list of sources' '>' 'as it is' "without the list of sources spam reaches more"
is $reach 'no clearing-house' '>' 'as it is' "without the clearing-house spam reaches more"
is $reach 'no greylist' '>' 'as it is' "without the greylist spam reaches more"
is $slow 'no greylist' '<' 'as it is' "without the greylist letters are faster"
is $reach 'no rate limit' '>' 'as it is' "without the rate limit spam reaches more"
is $ham 'no authentication' '<' 'as it is' "without authentication fewer letters arrive"
is $reach 'no abuse desks' '>' 'as it is' "without abuse desks spam reaches more"
is $spam 'no sanction' '>' 'as it is' "without the sanction more spam is delivered"
is $spam 'no acceptable use' '>' 'as it is' "without acceptable use more spam is delivered"
is $spam 'no filters' '>' 'as it is' "without filters more spam is delivered"
is $reach 'no filters' '=' 'as it is' "filters come too late to change the reach"
is $reach 'none of them' '>' 'no closing' "with none of them spam reaches most"
is $ham 'none of them' '>' 'as it is' "with none of them letters arrive"
finish
