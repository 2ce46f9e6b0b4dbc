#!/bin/sh
# All that is looked at before a change is taken: gcc's build and all tests; without an optimiser, with coverage; clang with
# fused multiply-add, with AddressSanitizer and UBSan, with ThreadSanitizer; valgrind; clang-tidy and cppcheck; a short fuzz run.
# Each stage tells how much of the processor's time it took. The last line says how many tests passed and failed.
# Usage: tools/test.sh [STAGE]...
# STAGE is one of: gcc lint fma coverage asan tsan valgrind fuzz. Half an hour on two processors for all of them.
set -u
cd "$(dirname "$0")/.." || exit 1
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
# One more than there are processors: some tests wait, for a clock or a browser.
export MESON_TESTTHREADS=$(($(nproc) + 1))

passed=0 failed=0 skipped=0 spent="" linting=""
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap '[ -z "$linting" ] || kill "$linting"; exit 1' HUP INT TERM

# Whole scenarios over and over, browsers, documents, speed and kills: what they run elsewhere takes too long under AddressSanitizer.
not_sanitized='browser/|house/|theory/|docs/|cli/(bench|defences|examples|fork|install|interrupt|man|outside|settings|starve|state|story|sweep|terminal|tour|valgrind)$'

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

# tell_time STAGE: what has been used since the last time, by this shell's children that have ended.
cpu_before=0
tell_time() {
    times >"$work/times"
    cpu=$(awk 'NR == 2 { gsub(/[ms]/, " "); print int($1 * 60 + $2 + $3 * 60 + $4) }' "$work/times")
    spent="$spent
  $1: $((cpu - cpu_before)) s"
    cpu_before=$cpu
}

# set_up DIRECTORY COMPILER [OPTION]...
set_up() {
    build=$1 compiler=$2
    shift 2
    [ -f "$build/build.ninja" ] || CC=$compiler meson setup "$build" -Dwerror=true "$@"
}

# take_in STATUS LOG NAME: adds up what meson says of tests, or one failure where it says nothing.
take_in() {
    status=$1
    [ -f "$2" ] || {
        step_failed "$3"
        return
    }
    before=$failed what=$3
    # shellcheck disable=SC2046 # three numbers
    set -- $(count "$2")
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
    [ "$status" -eq 0 ] || [ "$failed" -gt "$before" ] || step_failed "$what"
}

# fallen LOG: the names of tests at which the leak checker itself fell over.
fallen() {
    sed -n '/LeakSanitizer has encountered a fatal error/s/^{"name": "\([^"]* \/ \)*\([^"]*\)".*/\2/p' "$1"
}

# run_tests DIRECTORY PATIENCE [TEST]...: PATIENCE multiplies time-outs. The leak checker may fall over a thread that is just
# ending, as Pango's are that look for fonts: what it does that to counts as it comes out the second time.
run_tests() {
    build=$1 patience=$2
    shift 2
    log=$build/meson-logs/testlog.json
    rm -f "$log"
    meson test -C "$build" --no-rebuild --print-errorlogs -t "$patience" "$@"
    status=$?
    if [ -f "$log" ] && [ -n "$(fallen "$log")" ]; then
        cp "$log" "$work/first.json"
        # shellcheck disable=SC2046 # names have no spaces
        meson test -C "$build" --no-rebuild --print-errorlogs -t "$patience" $(fallen "$work/first.json")
        grep -v 'LeakSanitizer has encountered a fatal error' "$work/first.json" >>"$log"
        status=0 # the log says it all
    fi
    take_in $status "$log" "meson test -C $build"
}

# script NAME DIRECTORY [WRAPPER]: tools/NAME.sh, which runs tests in it; meson names the log after a wrapper.
script() {
    log=$2/meson-logs/testlog${3:+-$3}.json
    rm -f "$log"
    sh "tools/$1.sh"
    take_in $? "$log" "tools/$1.sh"
}

# one NAME COMMAND...: a stage that is one test.
one() {
    what=$1
    shift
    if "$@"; then passed=$((passed + 1)); else step_failed "$what"; fi
}

# All compare results with the same golden files, so other compilers and optimisations are seen to give the same bytes.
stage_gcc() {
    if set_up build-test gcc && ninja -C build-test; then
        run_tests build-test 1
    else
        step_failed build-test
    fi
}

# By what gcc's build was made with. It has the processors when nobody else wants them, and is waited for at the end.
stage_lint() {
    if set_up build-test gcc && ninja -C build-test sim/bangpath; then
        LINT_BUILD=build-test nice -n 19 sh tools/lint.sh >"$work/lint.log" 2>&1 &
        linting=$!
    else
        step_failed build-test
    fi
}
wait_for_lint() {
    [ -n "$linting" ] || return
    echo "== lint"
    wait "$linting"
    status=$?
    cat "$work/lint.log"
    one tools/lint.sh [ $status -eq 0 ]
    tell_time 'lint, behind the others'
}

# Fused multiply-add changes last bits wherever a compiler is let use it.
stage_fma() {
    grep -qw fma /proc/cpuinfo 2>/dev/null || return 0
    if set_up build-test-fma clang -Doptimization=3 -Dc_args=-mfma && ninja -C build-test-fma sim/bangpath; then
        BANGPATH_GOLDEN=bytes run_tests build-test-fma 2 cli/golden
    else
        step_failed build-test-fma
    fi
}

# Not optimised, and also cli/golden.
stage_coverage() {
    BANGPATH_GOLDEN=bytes COVERAGE_BUILD=build-coverage script coverage build-coverage
}

stage_asan() {
    set_up build-test-sanitized clang -Doptimization=1 -Db_sanitize=address,undefined -Db_lundef=false -Dc_args=-gline-tables-only &&
        ninja -C build-test-sanitized || {
        step_failed build-test-sanitized
        return
    }
    # shellcheck disable=SC2046 # names have no spaces
    BANGPATH_WORLDS=150 BANGPATH_GOLDEN=bytes run_tests build-test-sanitized 6 $(meson test -C build-test-sanitized --no-rebuild --list 2>/dev/null |
        sed -n 's/^\(.* \)*\([a-z]*\/[^ ]*\)$/\2/p' | grep -vE "^($not_sanitized)")
}

stage_tsan() {
    TSAN_BUILD=build-tsan script tsan build-tsan
}

# What gcc has built.
stage_valgrind() {
    VALGRIND_BUILD=build-test script valgrind build-test valgrind
}

# A short run, for which no optimiser is worth its while: a long one is tools/fuzz.sh's own business.
stage_fuzz() {
    FUZZ_OPTIMIZATION=0 one tools/fuzz.sh sh tools/fuzz.sh 3
}

stages='lint gcc fma coverage asan tsan valgrind fuzz'
[ $# -gt 0 ] || set -- $stages
for stage; do
    case " $stages " in
    *" $stage "*) ;;
    *)
        echo "tools/test.sh: no stage $stage: expected some of $stages" >&2
        exit 2
        ;;
    esac
done
if sh tools/install-deps.sh --tests; then
    for stage; do
        echo "== $stage"
        "stage_$stage"
        tell_time "$stage"
    done
    wait_for_lint
else
    step_failed tools/install-deps.sh
fi
echo "Processor time:$spent"

summary="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || summary="$summary, $skipped skipped"
echo "$summary"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
