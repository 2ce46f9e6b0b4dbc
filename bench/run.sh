#!/bin/sh
# run.sh - the store-and-forward benchmark: is the work right, how fast, in how much memory.
# Usage: bench/run.sh [--all] [--instructions] [BANGPATH [DIRECTORY]]
# Exit status: 0 all is right and within the limits, 1 it is not, 2 bad usage.
set -u
LC_ALL=C
export LC_ALL

BYTES_A_HOST_LIMIT=150
BYTES_A_PATH_HOP=4 # of the bang paths that stand in the messages
BYTES_A_COPY_LIMIT=64
ROUNDS=3
QUEUED_FEW=200000
QUEUED_MANY=1000000

usage() {
    echo "usage: $0 [--all] [--instructions] [BANGPATH [DIRECTORY]]" >&2
    exit 2
}

# name hosts messages days hops mean-delay-s tolerance-us in-short-run
# Mean delays are of exact arithmetic. A clock of whole microseconds that rounds up is 2 us
# behind it, and 18 us in s2h, where what waits inherits the rounding of all that went ahead.
cases() {
    cat <<'END'
s1   1000   100000  7   512347  198.456994 10 yes
s2   10000  1000000 7   6794560 264.073469 10 no
s1h  1000   100000  0.5 512347  217.738273 10 no
s2h  10000  1000000 0.5 6794560 788.652036 30 no
k1   1000   200000  7   1024422 199.706998 10 no
k10  10000  200000  7   1358789 262.303671 10 yes
k100 100000 200000  7   1690337 325.441326 10 yes
END
}

# ---- reading results ----

# The JSON object on standard input, one number or text a line: `ham.delay_s.mean 198.456994`.
members() {
    awk '
    { text = text $0 " " }
    END {
        while (match(text, /"([^"\\]|\\.)*"|[]{},:[]|[^] \t"{},:[]+/)) {
            token = substr(text, RSTART, RLENGTH)
            text = substr(text, RSTART + RLENGTH)
            if (token == "{") { depth++; at_key = 1 }
            else if (token == "}") { depth--; at_key = 0 }
            else if (token == ",") at_key = 1
            else if (token == ":") at_key = 0
            else if (at_key) key[depth] = substr(token, 2, length(token) - 2)
            else {
                path = key[1]
                for (i = 2; i <= depth; i++) path = path "." key[i]
                print path, token
            }
        }
    }'
}

# member NAME: from the last run's results.
member() {
    awk -v name="$1" '$1 == name { print $2; exit }' "$dir/members"
}

# ---- running ----

# Peak memory of process $1 in KiB, as long as it lives: Linux only.
watch_memory() {
    peak=0
    while line=$(grep VmHWM "/proc/$1/status" 2>/dev/null) && [ -n "$line" ]; do
        # shellcheck disable=SC2086 # words: VmHWM: 1234 kB
        set -- "$1" $line
        peak=$3
        echo "$peak" >"$dir/peak"
        sleep 0.05
    done
}

# run SCENARIO: leaves $dir/members and $dir/peak, in KiB.
run() {
    : >"$dir/peak"
    if [ "$has_time" = yes ]; then
        /usr/bin/time -f %M -o "$dir/peak" \
            "$bangpath" run "$1" --json --quiet >"$dir/json"
        status=$?
    else
        "$bangpath" run "$1" --json --quiet >"$dir/json" &
        watch_memory $!
        wait $!
        status=$?
    fi
    if [ "$status" -ne 0 ]; then
        echo "$bangpath run ${1##*/}: exit status $status" >&2
        return 1
    fi
    members <"$dir/json" >"$dir/members"
}

# bare NAME: the same mail through the bare loop: leaves $dir/bare.
bare() {
    "$directory/bare_loop" "$dir/$1" >"$dir/bare.json" || return 1
    members <"$dir/bare.json" >"$dir/bare"
}

# median FILE: the middle one of its numbers, one a line.
median() {
    sort -g "$1" | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

# instructions NAME FUNCTION COMMAND...: how many COMMAND takes in FUNCTION, into
# $dir/NAME.instructions.
instructions() {
    name=$1
    shift
    echo - >"$dir/$name.instructions"
    [ "$counts" = yes ] || return 0
    function=$1
    shift
    valgrind --tool=callgrind --callgrind-out-file=/dev/null \
        --toggle-collect="$function" "$@" 2>"$dir/callgrind" >/dev/null || return 1
    sed -n 's/.*Collected : //p' "$dir/callgrind" >"$dir/$name.instructions"
}

# table_row NAME HOSTS MESSAGES HOPS MEAN TOLERANCE: of the last run. 1 if it is wrong.
# The bare loop's clock rounds as ours does: its mean is the same to the microsecond, but for
# the order of what comes at the same instant.
table_row() {
    awk -v name="$1" -v hosts="$2" -v messages="$3" -v hops="$4" -v mean="$5" \
        -v tolerance_us="$6" -v peak_kib="$(cat "$dir/peak.$1")" \
        -v cpu="$(median "$dir/$1.cpu")" -v bare_cpu="$(median "$dir/$1.bare")" \
        -v ours="$(cat "$dir/ours.instructions")" \
        -v theirs="$(cat "$dir/theirs.instructions")" '
    function off_us(a, b) { return a > b ? (a - b) * 1e6 : (b - a) * 1e6 }
    function a_hop(n) { return n == "-" ? n : sprintf("%.0f", n / hops) }
    FILENAME ~ /bare$/ { bare[$1] = $2; next }
    { value[$1] = $2 }
    END {
        ok = value["hops"] == hops && value["hosts"] == hosts &&
             value["ham.delivered"] == messages && bare["hops"] == hops &&
             off_us(value["ham.delay_s.mean"], mean) <= tolerance_us + 0.01 &&
             off_us(value["ham.delay_s.mean"], bare["mean_s"]) <= 100
        printf "%-5s %7d %9d %8d %11.6f %8.3f %6.1f %6.1f %6.2f %6s %6s %7.3f %8.1f  %s\n",
            name, value["hosts"], value["ham.messages"], value["hops"],
            value["ham.delay_s.mean"], cpu, cpu * 1e9 / hops, bare_cpu * 1e9 / hops,
            cpu / bare_cpu, a_hop(ours), a_hop(theirs), value["load_s"],
            peak_kib * 1024 / 1e6, ok ? "ok" : "WRONG"
        if (!ok)
            printf "      expected %d hosts, %d delivered, %d hops, %.6f s; the bare " \
                "loop has %d hops, %.6f s\n", hosts, messages, hops, mean,
                bare["hops"], bare["mean_s"]
        exit !ok
    }' "$dir/bare" "$dir/members"
}

# By turns, so that whatever else the machine does slows both.
run_case() {
    "$directory/store_and_forward" "$2" "$3" 42 "$4" "$dir/$1" >/dev/null || return 1
    for round in $(seq $ROUNDS); do
        if ! run "$dir/$1.scenario" || ! bare "$1"; then
            printf '%-5s FAILED in round %d\n' "$1" "$round"
            return 1
        fi
        member run_cpu_s >>"$dir/$1.cpu"
        cat "$dir/peak" >>"$dir/$1.peaks"
        awk '$1 == "run_cpu_s" { print $2 }' "$dir/bare" >>"$dir/$1.bare"
    done
    instructions ours bp_queue_run_until \
        "$bangpath" run "$dir/$1.scenario" --json --quiet || return 1
    instructions theirs run "$directory/bare_loop" "$dir/$1" || return 1
    median "$dir/$1.peaks" >"$dir/peak.$1"
    table_row "$1" "$2" "$3" "$5" "$6" "$7" || bad=1
    rm -f "$dir/$1".*
}

# ---- memory ----

# queue COPIES: as many mails for a link that opens on Wednesday; the run ends on Friday. The system
# counts pages roughly, by some hundred KiB: the median of the rounds here, too.
queue() {
    cat >"$dir/queue.gv" <<'END'
graph "queue" {
  net=uucp;
  "a" -- "b" [schedule="We" protocol=plain speed="2400 bps" overhead="30 s"];
}
END
    cat >"$dir/queue.scenario" <<'END'
[scenario]
title = Mail that waits
topology = queue.gv
begin = 1988-01-01
length = 2 h
seed = 42

[mail]
from-file = queue.csv

[output]
trace = 0%
END
    awk -v n="$1" 'BEGIN {
        print "time,from,to,bytes"
        for (i = 0; i < n; i++) printf "%.6f,a!u0,b!u0,2048\n", 3600 * i / n
    }' >"$dir/queue.csv"
    for round in $(seq $ROUNDS); do
        run "$dir/queue.scenario" || return 1
        if [ "$(member ham.queued)" != "$1" ]; then
            echo "queue: $(member ham.queued) copies wait, expected $1" >&2
            return 1
        fi
        cat "$dir/peak" >>"$dir/queue$1.peaks"
    done
    median "$dir/queue$1.peaks" >"$dir/peak.queue$1"
}

# hops NAME: of that case.
hops() {
    awk -v name="$1" '$1 == name { print $5 }' "$dir/cases"
}

# names N: bytes of the names h0, h1 ... of N hosts, each with its end.
names() {
    awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) bytes += length("h" i) + 1; print bytes }'
}

# slope WHAT FEW N_FEW MANY N_MANY LIMIT [BYTES]: bytes more of peak memory for each one more,
# those BYTES left out that are of something else.
slope() {
    if [ ! -s "$dir/peak.$2" ] || [ ! -s "$dir/peak.$4" ]; then
        printf '%-32s not measured\n' "$1"
        return 1
    fi
    awk -v what="$1" -v few="$(cat "$dir/peak.$2")" -v n_few="$3" \
        -v many="$(cat "$dir/peak.$4")" -v n_many="$5" -v limit="$6" \
        -v other="${7:-0}" '
    BEGIN {
        each = ((many - few) * 1024 - other) / (n_many - n_few)
        ok = each <= limit
        printf "%-32s %6.1f bytes (limit %d)  %s\n", what, each, limit, ok ? "ok" : "OVER"
        exit !ok
    }'
}

# ---- the whole ----

all=no
counts=no
while :; do
    case ${1-} in
    --all) all=yes ;;
    --instructions) counts=yes ;;
    -*) usage ;;
    *) break ;;
    esac
    shift
done
[ $# -le 2 ] || usage

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 2
bangpath=${1:-$root/build/sim/bangpath}
directory=${2:-$root/build/bench}
for program in "$bangpath" "$directory/store_and_forward" "$directory/bare_loop"; do
    command -v "$program" >/dev/null || {
        echo "$0: $program is not there: build it, or say where it is" >&2
        exit 2
    }
done

dir=$(mktemp -d "${TMPDIR:-/tmp}/bangpath-bench.XXXXXX") || exit 2
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM

has_time=no
/usr/bin/time -f %M -o "$dir/peak" true 2>/dev/null && has_time=yes
bad=0

printf '%-5s %7s %9s %8s %11s %8s %6s %6s %6s %6s %6s %7s %8s\n' name hosts messages hops \
    mean_s cpu_s ns/hop bare ratio instr bare load_s peak_MB
cases >"$dir/cases"
while read -r name hosts messages days hops mean tolerance_us short; do
    [ "$all" = yes ] || [ "$short" = yes ] || continue
    run_case "$name" "$hosts" "$messages" "$days" "$hops" "$mean" "$tolerance_us" || bad=1
done <"$dir/cases"

echo
queue "$QUEUED_FEW" || bad=1
queue "$QUEUED_MANY" || bad=1
slope "a host (k10 to k100)" k10 10000 k100 100000 "$BYTES_A_HOST_LIMIT" \
    $((BYTES_A_PATH_HOP * ($(hops k100) - $(hops k10)) + $(names 100000) - $(names 10000))) || bad=1
slope "a queued recipient-copy" "queue$QUEUED_FEW" "$QUEUED_FEW" \
    "queue$QUEUED_MANY" "$QUEUED_MANY" "$BYTES_A_COPY_LIMIT" || bad=1
exit "$bad"
