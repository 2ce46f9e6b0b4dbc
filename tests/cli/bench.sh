#!/bin/sh
# bench.sh - the benchmarks' own manners: what is measured depends on the machine and is in no
# test, but bad usage is told, and two results are compared by name.
set -u
root=$BANGPATH_SOURCE_ROOT
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0

report() { # STATUS DESCRIPTION
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

command -v python3 >/dev/null || { echo "1..0 # SKIP no python3"; exit 0; }
python3 "$root/bench/all.py" --bangpath "$BANGPATH" --programs "$dir" s1 >/dev/null 2>"$dir/said"
[ $? -eq 2 ] && grep -q 'bare_loop is not there' "$dir/said"
report $? "a program that is not built is bad usage"
printf '#!/bin/sh\nexit 1\n' >"$dir/bare_loop"
chmod +x "$dir/bare_loop"
python3 "$root/bench/all.py" --bangpath "$BANGPATH" --programs "$dir" s9 >/dev/null 2>"$dir/said"
[ $? -eq 2 ] && grep -q 's9: expected one of s1' "$dir/said"
report $? "a part that there is not is bad usage"
cp "$dir/bare_loop" "$dir/store_and_forward"
python3 "$root/bench/all.py" --bangpath "$BANGPATH" --programs "$dir" -o "$dir/r.json" s1 >"$dir/said"
[ $? -eq 1 ] && grep -q '^s1: WRONG: ' "$dir/said" && grep -q '"s1"' "$dir/r.json"
report $? "what fails is wrong, and is in the results"
for t in 2 3; do
    printf '{"commit": "c%d", "date": "d", "machine": "m", "results": {"s1": {"ns_a_hop": %d, "only%d": 1}}}' \
        "$t" $((t * 100)) "$t" >"$dir/$t.json"
done
python3 "$root/bench/compare.py" "$dir/2.json" "$dir/3.json" >"$dir/said" &&
    grep -qE '^s1 ns_a_hop +200 +300 +1\.500$' "$dir/said" && ! grep -q only "$dir/said"
report $? "two results are compared by name"
for scenario in "$root"/bench/*.scenario; do
    "$BANGPATH" check "$scenario" >/dev/null
    report $? "${scenario##*/} is right"
done
echo "1..$n"
