#!/bin/sh
# Fails when a public header does not compile alone. Usage: check_headers.sh ROOT
cd "${1:?}" || exit 2
bad=0
flags=$(pkg-config --cflags glib-2.0 gio-2.0 | sed 's/-I/-isystem /g')
for header in include/bangpath/*.h; do
    # shellcheck disable=SC2086 # flags are words
    printf '#include <%s>\n' "${header#include/}" |
        ${CC:-cc} -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Wall -Wextra \
            -Wpedantic -Werror $flags -Iinclude -fsyntax-only -x c - || {
        echo "$header: does not compile alone"
        bad=1
    }
done
exit "$bad"
