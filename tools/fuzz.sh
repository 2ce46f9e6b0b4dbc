#!/bin/sh
# Feeds the readers what nobody would write: libFuzzer with AddressSanitizer and UBSan,
# each target for a time, from its corpus. Usage: tools/fuzz.sh [SECONDS] [TARGET]...
# What it finds is in build-fuzz/found; a finding gets into fuzz/corpus with its fix.
set -u
cd "$(dirname "$0")/.." || exit 1
seconds=${1:-60}
[ $# -eq 0 ] || shift
build=${FUZZ_BUILD:-build-fuzz}

[ -f "$build/build.ninja" ] ||
    CC=clang meson setup "$build" -Dfuzz=true -Db_sanitize=address,undefined \
        -Db_lundef=false -Doptimization=1 || exit 1
[ $# -gt 0 ] || set -- $(sed -n "/^fuzz_targets/,/^]/s/^  '\(.*\)',/\1/p" fuzz/meson.build)
for target; do
    ninja -C "$build" "fuzz/fuzz_$target" >"$build/$target.log" 2>&1 || {
        cat "$build/$target.log" >&2
        exit 1
    }
done

mkdir -p "$build/found"
G_DEBUG=fatal-criticals
# Leaks are looked for after each input; at the exit GLib's table of quarks has grown.
ASAN_OPTIONS=leak_check_at_exit=0
LSAN_OPTIONS=print_suppressions=0:suppressions=$PWD/tests/view/lsan.supp
export G_DEBUG ASAN_OPTIONS LSAN_OPTIONS
bad=0
for target; do
    mkdir -p "$build/corpus/$target"
    dictionary=
    [ ! -f "fuzz/$target.dict" ] || dictionary=-dict=fuzz/$target.dict
    # shellcheck disable=SC2086 # a dictionary, or none
    "$build/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
        -max_len=16384 -print_final_stats=1 -artifact_prefix="$build/found/$target-" $dictionary \
        "$build/corpus/$target" "fuzz/corpus/$target" >"$build/$target.log" 2>&1
    status=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$target.log")
    peak=$(sed -n 's/^stat::peak_rss_mb: *//p' "$build/$target.log")
    slowest=$(sed -n 's/^stat::slowest_unit_time_sec: *//p' "$build/$target.log")
    if [ $status -eq 0 ]; then
        echo "$target: nothing found in $runs inputs, at most $peak MB, $slowest s"
    else
        echo "$target: FOUND something, status $status: see $build/$target.log" >&2
        bad=1
    fi
done
exit $bad
