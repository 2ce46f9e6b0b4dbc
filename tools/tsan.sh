#!/bin/sh
# What runs on more than one thread, or may be called from several, under clang's ThreadSanitizer: sweeps, reports, routes, letters drafted ahead.
# Of random worlds there are few.
# Usage: tools/tsan.sh [TEST]...
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
build=${TSAN_BUILD:-build-tsan}
[ -f "$build/build.ninja" ] ||
    CC=clang meson setup "$build" -Db_sanitize=thread -Db_lundef=false -Doptimization=1 >/dev/null
[ $# -gt 0 ] || set -- network/routes results/sweep results/run formats/topology view/report actors/world actors/mail_drafts
BANGPATH_WORLDS=100 TSAN_OPTIONS="halt_on_error=1 suppressions=$PWD/tools/tsan.supp" meson test -C "$build" --print-errorlogs -t 6 "$@"
