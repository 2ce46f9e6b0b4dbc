#!/bin/sh
# defences.sh - what each defence does: scenarios/every-defence.scenario once as it is, once with each of them off,
# once with none; a line of Markdown each. docs/defences.md has it.
# Usage: tools/defences.sh [BANGPATH]
set -eu
LC_ALL=C
export LC_ALL
root=$(cd "$(dirname "$0")/.." && pwd)
bangpath=${1:-$root/build/sim/bangpath}
[ -x "$bangpath" ] || {
    echo "$0: no program at $bangpath; build it first" >&2
    exit 2
}

# Each group and what its absence is called.
defences() {
    cat <<'END'
closure|no closing
blacklist rbl|no list of relays
blacklist sources|no list of sources
clearing-house dcc|no clearing-house
greylist grey|no greylist
rate-limit calm|no rate limit
authentication|no authentication
abuse-desk providers|no abuse desks
sanction|no sanction
acceptable-use backbone|no acceptable use
filter readers|no filters
END
}

# row NAME SETTING...: runs it with these; the members of one line each that are asked for, in order.
row() {
    name=$1
    shift
    "$bangpath" run "$root/scenarios/every-defence.scenario" --quiet --json "$@" |
        awk -v name="$name" '
            function number(text, key) {
                if (!match(text, "\"" key "\": [-0-9.e]+"))
                    return 0
                return substr(text, RSTART + length(key) + 4, RLENGTH - length(key) - 4) + 0
            }
            /^  "ham":/ {
                sent = number($0, "sent")
                got = number($0, "delivered")
                collateral = number($0, "collateral")
                slow = number($0, "p90")
            }
            /^  "spam":/ {
                reach = number($0, "reach")
                spam = number($0, "delivered")
                amplification = number($0, "amplification")
            }
            /^  "bounces":/ { backscatter = number($0, "backscatter") }
            END {
                printf "| %s | %.1f%% | %d | %.1f%% | %.1f%% | %.0f s | %.2f | %d |\n", name, 100 * reach, spam,
                    100 * got / sent, 100 * collateral / sent, slow, amplification, backscatter
            }'
}

echo '| the scenario | reach | spam delivered | ham delivered | collateral | 90% of ham within | amplification | backscatter |'
echo '|---|---:|---:|---:|---:|---:|---:|---:|'
row 'as it is'
defences | while IFS='|' read -r group name; do
    row "$name" --set "$group.enabled=no"
done
set --
while IFS='|' read -r group name; do
    set -- "$@" --set "$group.enabled=no"
done <<END
$(defences)
END
row 'none of them' "$@"
