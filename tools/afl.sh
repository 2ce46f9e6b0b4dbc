#!/bin/sh
# The targets of tools/fuzz.sh under AFL++, from the same corpora: it makes its inputs in other ways.
# Usage: tools/afl.sh [SECONDS] [TARGET]...: each target for SECONDS by the clock, 60 if nothing is said.
# An input may take 1 s, and 1 GB. Needs Debian's afl++. What it finds is in build-afl/found/TARGET/default,
# in crashes and hangs; a finding gets into fuzz/corpus with its fix.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
build=${AFL_BUILD:-build-afl}
command -v afl-fuzz >/dev/null && command -v afl-clang-fast >/dev/null || {
    echo "tools/afl.sh: afl-fuzz is missing: apt-get install afl++" >&2
    exit 1
}

AFL_QUIET=1
export AFL_QUIET
[ -f "$build/build.ninja" ] ||
    CC=afl-clang-fast meson setup "$build" -Dfuzz=true -Db_lundef=false -Doptimization=1 >/dev/null
[ $# -gt 0 ] || set -- $(sed -n "/^fuzz_targets/,/^]/s/^  '\(.*\)',/\1/p" fuzz/meson.build)
for target; do
    ninja -C "$build" "fuzz/fuzz_$target" >"$build/$target.log" 2>&1 || {
        cat "$build/$target.log" >&2
        exit 1
    }
done

# It would rather have a processor to itself, and a kernel that leaves cores of crashes to it.
AFL_NO_UI=1 AFL_NO_AFFINITY=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1
G_DEBUG=fatal-criticals
export AFL_NO_UI AFL_NO_AFFINITY AFL_SKIP_CPUFREQ AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES G_DEBUG

# stat NAME: that figure of AFL++'s.
stat() {
    sed -n "s/^$1 *: *//p" "$build/found/$target/default/fuzzer_stats"
}

bad=0
for target; do
    rm -rf "$build/found/$target"
    mkdir -p "$build/found"
    afl-fuzz -V "$seconds" -t 1000 -m 1024 -i "fuzz/corpus/$target" -o "$build/found/$target" -- \
        "$build/fuzz/fuzz_$target" >"$build/$target.log" 2>&1 || {
        tail -n 20 "$build/$target.log" >&2
        bad=1
        continue
    }
    if [ "$(stat saved_crashes)" -eq 0 ] && [ "$(stat saved_hangs)" -eq 0 ]; then
        echo "$target: nothing found in $(stat execs_done) inputs and $(stat run_time) s"
    else
        echo "$target: FOUND $(stat saved_crashes) crashes, $(stat saved_hangs) hangs: see $build/found/$target/default" >&2
        bad=1
    fi
done
exit $bad
