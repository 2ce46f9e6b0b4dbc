#!/bin/sh
# Installs what is missing, builds and tests with gcc, then with clang and its sanitizers.
# The last line says how many tests passed and failed. Usage: tools/test.sh
set -u
cd "$(dirname "$0")/.." || exit 1
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

passed=0 failed=0 skipped=0 only=

step_failed() {
    echo "FAILED: $*" >&2
    failed=$((failed + 1))
}

# Adds up the TAP lines in meson's log, one program a line of JSON. A program that fails
# without a "not ok", as when it crashes, is one failure; one without TAP is one test.
count() {
    awk '
    {
        at = index($0, "\"result\": \"")
        result = substr($0, at + 11, index(substr($0, at + 11), "\"") - 1)
        at = index($0, "\"stdout\": \"")
        n = at ? split(substr($0, at + 11), line, /\\n|", "result"/) : 0
        ok = not_ok = skip = 0
        for (i = 1; i <= n; i++) {
            if (line[i] ~ /^(not )?ok .*# SKIP/) skip++
            else if (line[i] ~ /^not ok/) not_ok++
            else if (line[i] ~ /^ok/) ok++
        }
        if (result == "SKIP" && skip == 0) skip = 1
        if (result == "OK" && ok + skip == 0) ok = 1
        if (result != "OK" && result != "SKIP" && not_ok == 0) not_ok = 1
        passed += ok; failed += not_ok; skipped += skip
    }
    END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}

# build_and_test DIRECTORY COMPILER PATIENCE [OPTION]...: PATIENCE multiplies time-outs;
# if $only names a test no other is built or run.
build_and_test() {
    build=$1 compiler=$2 patience=$3
    shift 3
    echo "== $compiler $*"
    [ -f "$build/build.ninja" ] ||
        CC=$compiler meson setup "$build" -Dwerror=true "$@" || {
        step_failed "meson setup $build"
        return
    }
    ninja -C "$build" ${only:+sim/bangpath} || {
        step_failed "ninja -C $build"
        return
    }

    log=$build/meson-logs/testlog.json
    rm -f "$log"
    # shellcheck disable=SC2086 # all tests, or the one that is named
    meson test -C "$build" --no-rebuild --print-errorlogs -t "$patience" $only
    status=$?
    [ -f "$log" ] || {
        step_failed "meson test -C $build"
        return
    }
    before=$failed
    # shellcheck disable=SC2046 # three numbers
    set -- $(count "$log")
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
    [ "$status" -eq 0 ] || [ "$failed" -gt "$before" ] || step_failed "meson test -C $build"
}

if sh tools/install-deps.sh --tests; then
    # All compare results with the same golden files, so other compilers and
    # optimisations are seen to give the same bytes.
    build_and_test build-test gcc 1
    only=cli/golden
    build_and_test build-test-plain gcc 2 -Doptimization=0
    # Fused multiply-add changes last bits wherever a compiler is let use it.
    if grep -qw fma /proc/cpuinfo 2>/dev/null; then
        build_and_test build-test-fma clang 2 -Doptimization=3 -Dc_args=-mfma
    fi
    only=
    build_and_test build-test-sanitized clang 6 -Doptimization=1 \
        -Db_sanitize=address,undefined -Db_lundef=false
    # A short run: a long one is tools/fuzz.sh's own business.
    echo "== fuzz"
    if sh tools/fuzz.sh 5; then passed=$((passed + 1)); else step_failed tools/fuzz.sh; fi
else
    step_failed tools/install-deps.sh
fi

summary="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || summary="$summary, $skipped skipped"
echo "$summary"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
