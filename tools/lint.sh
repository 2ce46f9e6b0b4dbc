#!/bin/sh
# clang-tidy and cppcheck over sim/, both without complaint: .clang-tidy says what is looked for. cppcheck takes a verdict, a struct
# of two numbers, for something that points to what it was made from.
# The analyzer follows at most 10,000 states of a function, which nearly all have fewer than; with --deep, its own 225,000, which takes
# four times as long. --changed: only what has changed since COMMIT, or the one before.
# Usage: tools/lint.sh [--deep] [--changed [COMMIT] | FILE...]
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
states=10000
if [ "${1-}" = --deep ]; then
    states=225000
    shift
fi
if [ "${1-}" = --changed ]; then
    # shellcheck disable=SC2046 # words
    set -- $(git diff --name-only --diff-filter=d "${2:-HEAD~1}" -- 'sim/*/*.c')
    [ $# -gt 0 ] || exit 0
fi
[ $# -gt 0 ] || set -- sim/*/*.c
build=${LINT_BUILD:-build-lint}
[ -f "$build/build.ninja" ] || CC=clang meson setup "$build" >/dev/null
ninja -C "$build" sim/bangpath >/dev/null # with what is generated
status=0
printf '%s\n' "$@" | grep -v mpi_ | xargs -n 4 -P 2 clang-tidy --quiet -p "$build" --warnings-as-errors='*' \
    --extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=max-nodes=$states 2>/dev/null || status=1
cppcheck --quiet --error-exitcode=1 --std=c11 -j 2 --library=gtk -Iinclude -Isim/cli -Isim/results -Isim/view \
    --enable=warning,portability --inline-suppr \
    --suppress=missingInclude --suppress=unknownMacro --suppress=returnDanglingLifetime "$@" || status=1
exit $status
