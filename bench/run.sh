#!/bin/sh
# run.sh - the store-and-forward benchmark: is the work right, how fast, in how much memory.
# Usage: bench/run.sh [--all] [BANGPATH [GENERATOR]]
# Exit status: 0 all is right and within the limits, 1 it is not, 2 bad usage.
set -u
LC_ALL=C
export LC_ALL

BYTES_A_HOST_LIMIT=300
BYTES_A_COPY_LIMIT=100
QUEUED_FEW=200000
QUEUED_MANY=1000000

usage() {
    echo "usage: $0 [--all] [BANGPATH [GENERATOR]]" >&2
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

# table_row NAME HOSTS MESSAGES HOPS MEAN TOLERANCE: of the last run. 1 if it is wrong.
table_row() {
    awk -v name="$1" -v hosts="$2" -v messages="$3" -v hops="$4" -v mean="$5" \
        -v tolerance_us="$6" -v peak_kib="$(cat "$dir/peak")" '
    { value[$1] = $2 }
    END {
        off_us = (value["ham.delay_s.mean"] - mean) * 1e6
        if (off_us < 0) off_us = -off_us
        ok = value["hops"] == hops && off_us <= tolerance_us + 0.01 &&
             value["hosts"] == hosts && value["ham.delivered"] == messages
        rate = value["run_s"] > 0 ? value["hops"] / value["run_s"] : 0
        printf "%-5s %7d %9d %8d %11.6f %8.3f %11.0f %8.3f %9.1f  %s\n", name,
            value["hosts"], value["ham.messages"], value["hops"],
            value["ham.delay_s.mean"], value["run_s"], rate, value["load_s"],
            peak_kib * 1024 / 1e6, ok ? "ok" : "WRONG"
        if (!ok)
            printf "      expected %d hosts, %d delivered, %d hops, %.6f s\n", hosts,
                messages, hops, mean
        exit !ok
    }' "$dir/members"
}

run_case() {
    "$generator" "$2" "$3" 42 "$4" "$dir/$1" >/dev/null || return 1
    if run "$dir/$1.scenario"; then
        table_row "$1" "$2" "$3" "$5" "$6" "$7" || bad=1
        cp "$dir/peak" "$dir/peak.$1"
    else
        printf '%-5s FAILED\n' "$1"
        bad=1
    fi
    rm -f "$dir/$1".*
}

# ---- memory ----

# queue COPIES: as many mails for a link that opens on Wednesday; the run ends on Friday.
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
    run "$dir/queue.scenario" || return 1
    if [ "$(member ham.queued)" != "$1" ]; then
        echo "queue: $(member ham.queued) copies wait, expected $1" >&2
        return 1
    fi
    cp "$dir/peak" "$dir/peak.queue$1"
}

# slope WHAT FEW N_FEW MANY N_MANY LIMIT: bytes more of peak memory for each one more.
slope() {
    if [ ! -s "$dir/peak.$2" ] || [ ! -s "$dir/peak.$4" ]; then
        printf '%-32s not measured\n' "$1"
        return 1
    fi
    awk -v what="$1" -v few="$(cat "$dir/peak.$2")" -v n_few="$3" \
        -v many="$(cat "$dir/peak.$4")" -v n_many="$5" -v limit="$6" '
    BEGIN {
        each = (many - few) * 1024 / (n_many - n_few)
        ok = each <= limit
        printf "%-32s %6.1f bytes (limit %d)  %s\n", what, each, limit, ok ? "ok" : "OVER"
        exit !ok
    }'
}

# ---- the whole ----

all=no
case ${1-} in
--all)
    all=yes
    shift
    ;;
-*)
    usage
    ;;
esac
[ $# -le 2 ] || usage

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 2
bangpath=${1:-$root/build/sim/bangpath}
generator=${2:-$root/build/bench/store_and_forward}
for program in "$bangpath" "$generator"; do
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

printf '%-5s %7s %9s %8s %11s %8s %11s %8s %9s\n' name hosts messages hops mean_s run_s \
    hops/s load_s peak_MB
cases >"$dir/cases"
while read -r name hosts messages days hops mean tolerance_us short; do
    [ "$all" = yes ] || [ "$short" = yes ] || continue
    run_case "$name" "$hosts" "$messages" "$days" "$hops" "$mean" "$tolerance_us" || bad=1
done <"$dir/cases"

echo
queue "$QUEUED_FEW" || bad=1
queue "$QUEUED_MANY" || bad=1
slope "a host (k10 to k100)" k10 10000 k100 100000 "$BYTES_A_HOST_LIMIT" || bad=1
slope "a queued recipient-copy" "queue$QUEUED_FEW" "$QUEUED_FEW" \
    "queue$QUEUED_MANY" "$QUEUED_MANY" "$BYTES_A_COPY_LIMIT" || bad=1
exit "$bad"
