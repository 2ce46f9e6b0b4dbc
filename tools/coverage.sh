#!/bin/sh
# How much of sim/ the tests run: at least 90% of its lines and 80% of its branches, or it fails. Not counted are lines that
# only stop a caller's mistake (g_assert, g_return_if_fail) and branches within them. Usage: tools/coverage.sh [TEST]...
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
build=${COVERAGE_BUILD:-build-coverage}
command -v gcovr >/dev/null || {
    echo "tools/coverage.sh: gcovr is missing: tools/install-deps.sh --tests" >&2
    exit 1
}
[ -f "$build/build.ninja" ] ||
    meson setup "$build" -Db_coverage=true -Doptimization=0 >/dev/null
ninja -C "$build"
find "$build" -name '*.gcda' -delete
status=0
meson test -C "$build" --no-rebuild -t 5 "$@" || status=$?
gcovr --root . --filter 'sim/' --exclude-lines-by-pattern '.*(g_assert|g_return_|G_DEFINE_|g_warn_if_reached).*' \
    --exclude-unreachable-branches --exclude-throw-branches -j 2 \
    --gcov-ignore-parse-errors --txt "$build/coverage.txt" --print-summary \
    --fail-under-line 90 --fail-under-branch 80 "$build" || status=$?
echo "by file: $build/coverage.txt"
exit $status
