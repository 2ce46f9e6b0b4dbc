#!/bin/sh
# Under valgrind nothing is wrong, and what comes out is the same.
. "$BANGPATH_SOURCE_ROOT/tests/cli/tap.sh"

# same NAME: the scenario, once plainly and once under valgrind.
same() {
    scenario=$BANGPATH_SOURCE_ROOT/scenarios/$1.scenario
    gives 0 run "$scenario" --json --quiet && sed '/"\(load\|run\|run_cpu\|wall\)_s"/d' .out >plain
    valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite \
        "$BANGPATH" run "$scenario" --json --quiet -o "$1.db" >.out 2>.err
    status=$?
    sed '/"\(load\|run\|run_cpu\|wall\)_s"/d' .out >checked
    [ $status -eq 0 ] && [ ! -s .err ] && [ -s plain ] && cmp -s plain checked
    verdict $? "$1 under valgrind"
}

for name in bang-path bcc forged-senders fidonet-mail-hour; do
    if ! command -v valgrind >/dev/null; then
        skip "$name under valgrind" "valgrind is not installed"
    elif grep -q __asan_init "$BANGPATH"; then
        skip "$name under valgrind" "the program has a sanitizer of its own"
    else
        same "$name"
    fi
done
echo "1..$n"
