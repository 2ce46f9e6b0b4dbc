#!/bin/sh
# However many processors, processes and ranks there are, the same rows: those whose hash is checked in. Prints TAP.
# A run finds routes ahead on a second thread where it has a second processor, and enough hosts ask; a sweep makes its runs in
# as many processes as -j says, or as an MPI job has ranks.
. "$(dirname "$0")/tap.sh"
root=$BANGPATH_SOURCE_ROOT

if ! command -v sqlite3 >/dev/null || ! command -v taskset >/dev/null; then
    echo "1..0 # SKIP there is no sqlite3 or no taskset"
    exit 0
fi

# hash_of FILE: of every row but of what was read, as tests/golden has it.
hash_of() {
    sqlite3 "$1" .dump | grep '^INSERT INTO' | grep -v '^INSERT INTO "*\(run\|sweep\|inputs\)"* ' | sha256sum | cut -c 1-64
}

# is FILE: whether out.db has the hash that FILE has.
is() {
    hash_of out.db >.hash
    cmp -s "$1" .hash || {
        cat .hash "$1" >>.err
        return 1
    }
}

all=$(taskset -cp $$ | sed 's/.*: //')
one=${all%%[,-]*}

# on PROCESSORS SCENARIO: runs it there. In .threads: how many threads it began.
on() {
    processors=$1
    shift
    rm -f out.db
    if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null && ! grep -q __asan_init "$BANGPATH"; then
        taskset -c "$processors" strace -f -qq -e trace=clone,clone3 -o trace "$BANGPATH" run "$1" --quiet -o out.db >.out 2>.err
        grep -c 'CLONE_THREAD.*= [1-9]\|clone3 resumed.*= [1-9]' trace >.threads
    else
        echo unknown >.threads
        taskset -c "$processors" "$BANGPATH" run "$1" --quiet -o out.db >.out 2>.err
    fi
}

for name in uucp-1987 eunet-1987 usenet-1987 bitnet-1987; do
    on "$one" "$root/scenarios/$name.scenario"
    is "$root/tests/golden/$name.sha256" && grep -qx '0\|unknown' .threads
    verdict $? "$name: on one processor, by one thread"
    if [ "$one" = "$all" ]; then
        skip "$name: on several, with a second thread" "there is one processor"
    else
        on "$all" "$root/scenarios/$name.scenario"
        is "$root/tests/golden/$name.sha256" && grep -qx '1\|unknown' .threads
        verdict $? "$name: on several, with a second thread"
    fi
done

# The hash of a sweep: UPDATE=1 sh tests/cli/threads.sh writes it anew.
cat >s.scenario <<END
[scenario]
extends = $root/scenarios/forged-senders.scenario
[sweep]
spammer poser.bcc = 1, 10
replications = 8
END
for jobs in 1 2 8; do
    rm -f out.db
    "$BANGPATH" sweep s.scenario -j $jobs --quiet -o out.db >.out 2>.err
    [ "${UPDATE-}" != 1 ] || hash_of out.db >"$root/tests/cli/threads.sha256"
    is "$root/tests/cli/threads.sha256"
    verdict $? "a sweep by $jobs processes"
done
if command -v mpirun >/dev/null && [ -e "$(dirname "$BANGPATH")/bangpath-mpi.so" ]; then
    rm -f out.db
    OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 ASAN_OPTIONS=detect_leaks=0 \
        mpirun --oversubscribe -n 8 "$BANGPATH" sweep s.scenario --quiet -o out.db >.out 2>.err
    is "$root/tests/cli/threads.sha256"
    verdict $? "a sweep by 8 ranks of an MPI job"
else
    skip "a sweep by 8 ranks of an MPI job" "there is no MPI"
fi
finish
