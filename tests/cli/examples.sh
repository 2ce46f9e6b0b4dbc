#!/bin/sh
# The examples that every command's help and manual page show: each is run, and ends well. Prints TAP.
. "$(dirname "$0")/tap.sh"
ln -s "$BANGPATH_SOURCE_ROOT/scenarios" "$BANGPATH_SOURCE_ROOT/topologies" .
mkdir bin given
chmod 755 "$dir" # UUCP's programs give up being root
ln -s "$BANGPATH" bin/bangpath
PATH=$dir/bin:$PATH
export PATH

# What the examples take for granted: a scenario A with a sweep, some runs, some sweeps.
cat >given/A.scenario <<END
[scenario]
extends = $story
length = 12 d
[spammer encore]
enabled = no
[output]
trace = all
[sweep]
spammer cyber.bcc = 50, 100
replications = 2
END
cd given || exit 1
for name in run with without 1 2 3 a; do
    "$BANGPATH" run A.scenario --quiet --seed "$(echo $name | cksum | cut -c 1-3)" --set 'mail.rate=0.005 / mailbox / d' \
        --set 'spammer cyber.targets=5000' -o $name.db || exit 1
done
cp without.db without-closing.db
"$BANGPATH" sweep A.scenario --quiet --set 'mail.rate=0.005 / mailbox / d' --set output.trace=none -o sweep.db || exit 1
cp sweep.db random.db
cp sweep.db busiest.db
id=$("$BANGPATH" show run.db --kind spam -n 0 | grep -oE '\b[0-9a-f]{8}-' | sort | uniq -u | sed -n '1s/-//p')
cd .. || exit 1

# runs COMMAND EXAMPLE: in a folder with what is given, and what this command's earlier examples made.
runs() {
    case $2 in
    *mpirun* | parallel* | *'| pathalias'* | *maps/u.* | *NODELIST* | *links.csv*)
        skip "$1: $2" "it takes more than bangpath"
        return
        ;;
    *'run --resume'*)
        skip "$1: $2" "nothing has stopped the run before it: see cli/state"
        return
        ;;
    *live.sh*)
        command -v uux >/dev/null || {
            skip "$1: $2" "uucp is not installed"
            return
        }
        ;;
    esac
    (cd "for-$1" && sh -c "$(printf '%s\n' "$2" | sed "s/4ef3/$id/")" </dev/null) >.out 2>.err
    verdict $? "$1: $(printf '%s\n' "$2" | head -n 1)"
}

for command in $("$BANGPATH" --help | awk '/^Commands:/ { on = 1; next } on && !NF { exit } on { print $1 }'); do
    mkdir "for-$command"
    cp given/* "for-$command"
    # Outputs that this command's examples make are not there before.
    case $command in
    run | sweep) rm -f "for-$command/a.db" ;;
    merge) rm -f for-merge/1.db for-merge/2.db ;;
    esac
    ln -s "$dir/scenarios" "$dir/topologies" "for-$command"
    "$BANGPATH" "$command" --help | awk '
        /^Examples?:/ { on = 1; next }
        on && !NF { exit }
        on { sub(/^  /, ""); if (/^  /) held = held "\n" $0; else { if (held != "") printf "%s%c", held, 1; held = $0 } }
        END { if (held != "") printf "%s%c", held, 1 }' >examples
    while IFS= read -r example; do
        [ -z "$example" ] || runs "$command" "$(printf '%s' "$example" | tr '\002' '\n')"
    done <<END
$(tr '\n\001' '\002\n' <examples)
END
done
[ $n -gt 35 ]
verdict $? "there were examples"
finish
