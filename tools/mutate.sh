#!/bin/sh
# Puts single-line faults into engine/, network/, mail/ and policy/, one at a time in a copy of the tree, and tells which
# of them the tests catch. Which faults is drawn with a seed. Usage: tools/mutate.sh [FAULTS [SEED [FILE]...]]
# With FILEs, as sim/network/net.c, only there, which may be any of sim/engine to sim/results.
# Uncaught ones are listed at the end as diffs: each is either no fault at all (what the program does is the
# same), or lacks a test. Not part of tools/test.sh: 50 faults take half an hour of a processor.
set -u
cd "$(dirname "$0")/.." || exit 1
export LC_ALL=C.UTF-8
wanted=${1:-50} seed=${2:-1}
[ $# -lt 2 ] || shift
[ $# -lt 1 ] || shift
[ $# -gt 0 ] || set -- sim/engine/*.c sim/network/*.c sim/mail/*.c sim/policy/*.c
work=${MUTATE_BUILD:-build-mutate}
rm -rf "$work/src" "$work/plain"
mkdir -p "$work/src"
work=$(cd "$work" && pwd)
git ls-files -z | xargs -0 cp -p --parents -t "$work/src" || exit 1
cp -rp "$work/src" "$work/plain" && cd "$work/plain" || exit 1
[ -f "$work/build/build.ninja" ] ||
    meson setup "$work/build" "$work/src" -Doptimization=1 -Ddebug=false >/dev/null || exit 1

# Every change of one operator or constant, or a statement left out, on lines of code.
candidates() {
    awk '
    function say(from, to, line, at) {
        at = index($0, from)
        if (at == 0 || match(substr($0, 1, at), /["\047]/)) return
        line = substr($0, 1, at - 1) to substr($0, at + length(from))
        print FILENAME "\t" FNR "\t" line
    }
    /^    / && !/^ *(\/\*|\*|#|g_assert|g_return|g_autoptr|g_autofree)/ && !/static const|\.help|\/\*/ {
        say(" < ", " <= "); say(" > ", " >= "); say(" <= ", " < "); say(" >= ", " > ")
        say(" == ", " != "); say(" != ", " == "); say(" && ", " || "); say(" || ", " && ")
        say(" + ", " - "); say(" - ", " + "); say(" += ", " -= "); say("++;", "--;")
        say("TRUE", "FALSE"); say("FALSE", "TRUE"); say("MIN(", "MAX("); say("MAX(", "MIN(")
        if (/^ +[a-z_]+(->[a-z_]+)*(\[[a-z]+\])?(\.[a-z_]+)* = .*;$/ || /^ +[a-z_]+\(.*\);$/) print FILENAME "\t" FNR "\t" ";"
    }' "$@"
}

# What sees a file soonest: its own test, and the second simulator.
first_tests() {
    stem=${1##*/} stem=${stem%.c}
    case $stem in
    map_*) stem=map_routes ;;
    route_*) stem=routes ;;
    call | bill | finish | names | relation | net | sharing) stem=carrier ;;
    transit) stem=bounce ;;
    across) stem=split ;;
    run_db_checkpoint) stem=resume ;;
    warm_up*)
        echo cli/warmup
        return
        ;;
    esac
    [ "$2" != policy ] || stem=policies
    sed -n "/^  '$2': \[/,/\]/s/^    '\($stem\)',/tests\/test_$2_\1/p" tests/meson.build
    echo tests/model/test_model_cases
}

# All that see its layer.
other_tests() {
    sed -n "/^  '$1': \[/,/\]/s/^    '\(.*\)',/tests\/test_$1_\1/p" tests/meson.build
    case $1 in network) echo tests/test_mail_bounce tests/test_mail_spool tests/test_mail_split tests/test_actors_outage ;; esac
    case $1 in mail | policy) echo tests/test_actors_closure tests/test_actors_blacklist tests/test_actors_spammer ;; esac
    case $1 in engine) echo tests/test_actors_mail ;; esac
    echo fuzz/fuzz_checkpoint tests/test_actors_saved
}

# try TARGET...: builds and runs them. Which one fails is in $by; 1: it does not compile.
try() {
    # shellcheck disable=SC2046 # words
    ninja -C "$work/build" $(echo "$@" | sed 's|cli/[a-z]*|sim/bangpath|') >"$work/log" 2>&1 || return 1
    by=
    for target; do
        arguments= runs="./$target"
        case $target in
        */test_model_cases) arguments=20000 ;;
        cli/*) runs=sh arguments=$work/src/tests/$target.sh ;;
        fuzz/*) arguments=$work/src/fuzz/corpus/${target##*fuzz_} ;;
        esac
        (cd "$work/build" && timeout 120 "$runs" $arguments) >"$work/log" 2>&1 || {
            by=${target##*/}
            return 0
        }
    done
}

export G_TEST_SRCDIR="$work/src/tests" BANGPATH_SOURCE_ROOT="$work/src" BANGPATH="$work/build/sim/bangpath" G_DEBUG=fatal-criticals
# In an order drawn by Lehmer's generator: exact in awk's numbers, whichever awk it is.
candidates "$@" | awk -v s="$seed" '{ s = s * 16807 % 2147483647; print s "\t" $0 }' | sort -n | cut -f 2- >"$work/faults"
caught=0 n=0
: >"$work/uncaught"
while [ $n -lt "$wanted" ] && IFS="$(printf '\t')" read -r file line text <&3; do
    layer=${file#sim/} layer=${layer%%/*}
    indent=$(sed -n "${line}s/[^ ].*//p" "$file")
    [ "$text" != ";" ] || text="$indent;"
    awk -v at="$line" -v text="$text" 'NR == at { print text; next } { print }' "$file" >"$work/src/$file"
    # shellcheck disable=SC2046 # words
    if ! try $(first_tests "$file" "$layer"); then
        cp "$file" "$work/src/$file"
        continue
    fi
    # shellcheck disable=SC2046 # words
    [ -n "$by" ] || try $(other_tests "$layer")
    n=$((n + 1))
    if [ -n "$by" ]; then
        caught=$((caught + 1))
        echo "$n $file:$line caught by $by"
    else
        echo "$n $file:$line NOT CAUGHT"
        diff -U 2 "$file" "$work/src/$file" >>"$work/uncaught"
    fi
    cp "$file" "$work/src/$file"
done 3<"$work/faults"
cat "$work/uncaught"
echo "$caught of $n faults caught"
