#!/bin/sh
# Feeds the readers what nobody would write: libFuzzer with AddressSanitizer and UBSan,
# each target for SECONDS of processor time, from its corpus. Usage: tools/fuzz.sh [SECONDS] [TARGET]...
# An input may take 1 s of processor time, and 1 GB.
# FUZZ_OPTIMIZATION=0 builds sooner, and runs slower.
# What it finds is in build-fuzz/found; a finding gets into fuzz/corpus with its fix.
set -u
cd "$(dirname "$0")/.." || exit 1
seconds=${1:-60}
[ $# -eq 0 ] || shift
build=${FUZZ_BUILD:-build-fuzz}
optimization=${FUZZ_OPTIMIZATION:-1}

[ -f "$build/build.ninja" ] ||
    CC=clang meson setup "$build" -Dfuzz=true -Db_sanitize=address,undefined \
        -Db_lundef=false -Doptimization=$optimization || exit 1
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

# What this shell's children have used so far, in whole seconds, into $cpu; "times" in a subshell would tell of that.
processor_time() {
    times >"$build/times"
    cpu=$(awk 'NR == 2 { gsub(/[ms]/, " "); print int($1 * 60 + $2 + $3 * 60 + $4) }' "$build/times")
}

# stat NAME: that figure of the last round.
stat() {
    sed -n "s/^stat::$1: *//p" "$build/$target.log"
}

# fuzz SECONDS: one round of $target by the clock.
fuzz() {
    dictionary=
    [ ! -f "fuzz/$target.dict" ] || dictionary=-dict=fuzz/$target.dict
    # shellcheck disable=SC2086 # a dictionary, or none
    "$build/fuzz/fuzz_$target" -max_total_time="$1" -timeout=10 -report_slow_units=1 -rss_limit_mb=1024 \
        -max_len=16384 -print_final_stats=1 -artifact_prefix="$build/found/$target-" $dictionary \
        "$build/corpus/$target" "fuzz/corpus/$target" >"$build/$target.log" 2>&1
}

# What took 1 s by the clock, while others wanted the processor too, may have taken less of its time.
slow_units() {
    for unit in "$build/found/$target-slow-unit-"*; do
        [ -f "$unit" ] || continue
        if (ulimit -t 1 && exec "$build/fuzz/fuzz_$target" "$unit") >"$build/$target.slow.log" 2>&1; then
            rm "$unit"
        else
            echo "$target: takes more than 1 s: $unit" >&2
            bad=1
        fi
    done
}

bad=0
for target; do
    mkdir -p "$build/corpus/$target"
    processor_time
    begun=$cpu used=0 runs=0 peak=0
    # libFuzzer's seconds are the clock's: round after round, until those of the processor are used.
    while [ $used -lt "$seconds" ]; do
        fuzz $((seconds - used)) || break
        processor_time
        used=$((cpu - begun)) runs=$((runs + $(stat number_of_executed_units)))
        [ "$(stat peak_rss_mb)" -le $peak ] || peak=$(stat peak_rss_mb)
    done
    if [ $used -ge "$seconds" ]; then
        echo "$target: nothing found in $runs inputs and $used s of processor time, at most $peak MB"
    else
        echo "$target: FOUND something: see $build/$target.log" >&2
        bad=1
    fi
    slow_units
done
exit $bad
