#!/bin/sh
# [expect]: what is malformed is said before anything runs; what does not hold ends in status 1. Prints TAP.
: "${BANGPATH:?}"
cd "${BANGPATH_SOURCE_ROOT:?}" || exit 1
LC_ALL=C
export LC_ALL
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0

verdict() {
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $n - $2"
    else
        echo "not ok $n - $2"
        sed 's/^/# /' "$dir/out" "$dir/err" | head -n 20
    fi
}

# gives STATUS ARGUMENT...: whether bangpath ends with it. What it prints is in $dir/out and $dir/err.
gives() {
    wanted=$1
    shift
    "$BANGPATH" "$@" >"$dir/out" 2>"$dir/err"
    [ $? -eq "$wanted" ]
}

# expecting FILE LINE...: a scenario that extends bang-path.scenario and expects this and no more.
expecting() {
    file=$1
    shift
    printf '[scenario]\nextends = %s/scenarios/bang-path.scenario\n\n[expect]\n' "$BANGPATH_SOURCE_ROOT" >"$file"
    printf '%s\n' "$@" >>"$file"
}

expecting "$dir/bad.scenario" '1 = ham.sent = 7' '2 = ham.snt = 7' '3 = hops < many'
gives 2 check "$dir/bad.scenario" && [ ! -s "$dir/out" ] && [ "$(wc -l <"$dir/err")" -eq 2 ] &&
    grep -qF "$dir/bad.scenario:6: [expect] 2 = \"ham.snt = 7\": expected a measure" "$dir/err" &&
    grep -qF 'did you mean "ham.sent"?' "$dir/err" && grep -qF "$dir/bad.scenario:7: [expect] 3 = " "$dir/err"
verdict $? "check names every malformed one, with its line"

gives 2 run "$dir/bad.scenario" -o "$dir/bad.db" && [ ! -s "$dir/out" ] && [ ! -e "$dir/bad.db" ] &&
    grep -qF "$dir/bad.scenario:6: [expect] 2" "$dir/err"
verdict $? "run says the same and runs nothing"

expecting "$dir/held.scenario" 'all = ham.delivered = 100% of ham.sent'
gives 0 run "$dir/held.scenario" && [ "$(cat "$dir/err")" = 'Expected all: ham.delivered = 100% of ham.sent: held (7 = 7)' ]
verdict $? "what holds is said on standard error; status 0; what is extended expects nothing here"

expecting "$dir/not.scenario" 'all = ham.delivered = 7' 'none = hops < 15'
gives 1 run "$dir/not.scenario" && grep -q '^Ham ' "$dir/out" &&
    grep -qxF 'Expected none: hops < 15: did not hold (15 is not < 15)' "$dir/err"
verdict $? "what does not hold too, after the summary; status 1"

gives 1 run --quiet "$dir/not.scenario" && [ ! -s "$dir/out" ] && grep -qF "did not hold" "$dir/err"
verdict $? "--quiet does not silence what did not hold; status 1"

gives 1 run --quiet --json "$dir/not.scenario" && grep -qF '"held": false' "$dir/out" && grep -qF '"held": true' "$dir/out"
verdict $? "--json has both"

gives 1 run --quiet -o "$dir/not.db" "$dir/not.scenario" && [ -s "$dir/not.db" ]
verdict $? "the database is written all the same"

expecting "$dir/null.scenario" '1 = spam.amplification < 10'
gives 1 run "$dir/null.scenario" && grep -qF 'there is no spam.amplification in this run' "$dir/err"
verdict $? "what the run has no number for does not hold"

gives 0 run "$dir/not.scenario" --set 'expect.none=hops < 16'
verdict $? "--set changes what is expected"

gives 2 run "$dir/not.scenario" --set 'expect.none=hops' && grep -qF -- "--set expect.none=hops: [expect] none" "$dir/err"
verdict $? "and is checked as well"

expecting "$dir/empty.scenario"
gives 0 run --json "$dir/empty.scenario" && [ ! -s "$dir/err" ] && ! grep -q expect "$dir/out"
verdict $? "who expects nothing is told nothing"

echo "1..$n"
