# tap.sh - what tests of the command line share: sourced, not run.
# $BANGPATH is the program, $BANGPATH_SOURCE_ROOT where the sources are, $dir a folder that goes again.
: "${BANGPATH:?}" "${BANGPATH_SOURCE_ROOT:?}"
LC_ALL=C
export LC_ALL
unset NO_COLOR
story=$BANGPATH_SOURCE_ROOT/scenarios/open-relay-years.scenario
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
cd "$dir" || exit 1
n=0

# verdict STATUS NAME: one line of TAP; of a failure, also what the program printed.
verdict() {
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $n - $2"
    else
        echo "not ok $n - $2"
        head -n 20 "$dir/.out" "$dir/.err" | cut -c 1-200 | sed 's/^/# /'
    fi
}

skip() {
    n=$((n + 1))
    echo "ok $n - $1 # SKIP $2"
}

# gives STATUS ARGUMENT...: whether bangpath ends with it. What it prints is in .out and .err.
gives() {
    wanted=$1
    shift
    "$BANGPATH" "$@" >"$dir/.out" 2>"$dir/.err"
    status=$?
    [ $status -eq "$wanted" ] || echo "status $status, not $wanted" >>"$dir/.err"
    [ $status -eq "$wanted" ]
}

# says TEXT: whether standard error has it, in one line and no other, and standard output nothing.
says() {
    [ ! -s "$dir/.out" ] && [ "$(wc -l <"$dir/.err")" -eq 1 ] && grep -qF -- "$1" "$dir/.err"
}

# refuses NAME TEXT ARGUMENT...: status 2, and says TEXT.
refuses() {
    name=$1 text=$2
    shift 2
    gives 2 "$@" && says "$text"
    verdict $? "$name"
}

# fails NAME TEXT ARGUMENT...: status 1, and says TEXT.
fails() {
    name=$1 text=$2
    shift 2
    gives 1 "$@" && says "$text"
    verdict $? "$name"
}

# unprivileged COMMAND...: by somebody whom the modes of files bind, as they do not bind root.
unprivileged() {
    if [ "$(id -u)" -eq 0 ]; then
        # A build that counts coverage would complain that it may not write its counts.
        GCOV_PREFIX=$dir/.gcov setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    else
        "$@"
    fi
}

# can_be_unprivileged: whether bangpath can be run so. $dir can be looked into then.
can_be_unprivileged() {
    chmod 755 "$dir"
    mkdir -p -m 777 "$dir/.gcov"
    unprivileged "$BANGPATH" --version >"$dir/.out" 2>"$dir/.err"
}

finish() {
    echo "1..$n"
}
