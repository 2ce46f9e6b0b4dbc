#!/bin/sh
# Tests of the library under valgrind: no error and no definite leak. All of tests/ would take hours; the default are those
# of the core. Usage: tools/valgrind.sh [TEST]...
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
build=${VALGRIND_BUILD:-build-valgrind}
[ -f "$build/build.ninja" ] || meson setup "$build" -Doptimization=1 >/dev/null
[ $# -gt 0 ] || set -- base/units engine/queue network/carrier network/fault network/routes mail/bounce mail/spool mail/split \
    formats/trace results/run_db policy/policies
meson test -C "$build" --print-errorlogs -t 20 \
    --wrapper 'valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite' "$@"
