#!/bin/sh
# How much of sim/ the tests run: at least 90% of its lines and 80% of its branches, or it fails. Not counted are lines that
# only stop a caller's mistake (g_assert, g_return_if_fail), and GLib's definitions of types and errors.
# Usage: tools/coverage.sh [--all | TEST...]
# Left out, unless --all or their names are given, are tests that run whole scenarios for minutes, or tell of documents, builds
# and speed: they are there for what comes of them, and hardly reach a line that no other test does. Of random cases there are few. cli/golden
# is there for what it says: not optimised, the same bytes come out. cli/security is not: such a build writes its counts beside what it is told to.
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
build=${COVERAGE_BUILD:-build-coverage}
left_out='actors/(saved|world)|browser/|house/|theory/|docs/|model/|cli/(bench|defences|docs|examples|fork|install|interrupt|man|outside|security|settings|starve|state|story|sweep|terminal|threads|tour|usage|valgrind)$'
command -v gcovr >/dev/null || {
    echo "tools/coverage.sh: gcovr is missing: tools/install-deps.sh --tests" >&2
    exit 1
}

# Without an optimiser, as that merges branches, and leaves lines out.
if [ ! -f "$build/build.ninja" ]; then
    mkdir -p "$build"
    build=$(cd "$build" && pwd)
    cc -c tools/coverage_exit.c -o "$build/exit.o"
    meson setup "$build" -Db_coverage=true -Doptimization=0 \
        "-Dc_link_args=--coverage $build/exit.o -Wl,--wrap=_exit" >/dev/null
fi
ninja -C "$build"
find "$build" -name '*.gcda' -delete
few=

# meson prints `NAME`, or `PROJECT / NAME`.
case ${1-} in
--all) set -- ;;
'')
    few=2000
    # shellcheck disable=SC2046 # names have no spaces
    set -- $(meson test -C "$build" --no-rebuild --list 2>/dev/null | sed -n 's/^\(.* \)*\([a-z]*\/[^ ]*\)$/\2/p' | grep -vE "^($left_out)")
    ;;
esac
status=0
meson test -C "$build" --no-rebuild --print-errorlogs -t 5 "$@" || status=$?
for cases in ${few:+cases abuse}; do
    "$build/tests/model/test_model_$cases" $few >"$build/model.log" 2>&1 || {
        cat "$build/model.log"
        status=1
    }
done
gcovr --root . --object-directory "$build" --filter 'sim/' --exclude-unreachable-branches \
    --exclude-lines-by-pattern '.*(g_assert|g_return_|g_warn_if_reached|G_DEFINE_).*' -j 2 \
    --txt "$build/coverage.txt" --json "$build/coverage.json" --print-summary --fail-under-line 90 --fail-under-branch 80 \
    "$build/sim" || status=$?
echo "by file: $build/coverage.txt"
exit $status
