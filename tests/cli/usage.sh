#!/bin/sh
# The command line itself: help, options, outputs, streams and statuses. Prints TAP.
. "$(dirname "$0")/tap.sh"

# The main scenario, but short, with less mail, and nothing expected of it.
sed "s|\.\./topologies/|$BANGPATH_SOURCE_ROOT/topologies/|; s|^length = .*|length = 6 d|; s|^rate = [0-9.]*|rate = 0.005|; /^\[expect\]/,\$d" "$story" >mine.scenario

# ---- commands and options ----

gives 2 && [ ! -s .out ] && grep -q '^Usage: bangpath COMMAND' .err
verdict $? "no argument: the help on standard error"
for word in --help -h help; do
    gives 0 $word && [ ! -s .err ] && grep -q '^Usage: bangpath COMMAND' .out
    verdict $? "$word: the help on standard output"
done
gives 0 --version && grep -qx 'bangpath [0-9.]*' .out
verdict $? "--version"
"$BANGPATH" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' >commands
[ "$(wc -l <commands)" -ge 6 ]
verdict $? "the help names the commands"
while read -r command; do
    gives 0 "$command" --help && [ ! -s .err ] && grep -q "^  bangpath $command" .out && grep -q -- '--version' .out
    verdict $? "$command --help"
    cp .out .help
    gives 0 help "$command" && cmp -s .help .out
    verdict $? "help $command: the same"
    gives 0 "$command" --version && grep -qx 'bangpath [0-9.]*' .out
    verdict $? "$command --version"
    gives 2 "$command" --nosuch && [ ! -s .out ] && grep -q 'Unknown option --nosuch' .err &&
        grep -q "^Try 'bangpath $command --help'" .err
    verdict $? "$command: an unknown option"
done <commands

# unusual NAME TEXT ARGUMENT...: status 2, nothing on standard output, TEXT and where there is help.
unusual() {
    name=$1 text=$2
    shift 2
    gives 2 "$@" && [ ! -s .out ] && grep -qF -- "$text" .err && grep -q "^Try 'bangpath .*--help'" .err
    verdict $? "$name"
}
unusual "a wrong command" 'there is no command "rnu"; did you mean "run"?' rnu x
unusual "a command like no other" 'there is no command "simulate"' simulate
unusual "an option in place of a command" '"--helpp": expected a command before the options; did you mean "--help"?' --helpp
unusual "a wrong option" 'Unknown option --fore; did you mean --force?' run --fore x
unusual "an option's beginning" 'Unknown option --out; did you mean --output?' run --out a.db "$story"
unusual "an option with one dash" 'Unknown option -seed; did you mean --seed?' run -seed 3 "$story"
unusual "an option with one dash, whose first letter is one" 'Unknown option -output; did you mean --output?' run -output a.db "$story"
unusual "an option with a value where none belongs" '--force=3: expected --force, which takes no value' run --force=3 "$story"
unusual "no scenario" 'expected SCENARIO' run
unusual "two scenarios" '"b" is one argument too many; expected SCENARIO' run a b
unusual "an argument where none belongs" '"a" is one argument too many; expected none' list a
unusual "-o without a value" 'Missing argument for -o' run "$story" -o
unusual "--seed without a value" 'Missing argument for --seed' run "$story" --seed
unusual "--set without a value" 'Missing argument for --set' run "$story" --set
gives 0 help greylist && cp .out .help && gives 0 keys greylist && cmp -s .help .out
verdict $? "help of a group is what keys prints"
gives 0 help policy greylist && grep -q '^  delay = ' .out && ! grep -q '^cut-off' .out
verdict $? "help of a policy: its keys, and no other policy"
gives 0 keys protocol g && grep -q '^  window = ' .out && ! grep -q '^nje' .out
verdict $? "keys of a protocol"
gives 0 --list-keys && cp .out .help && gives 0 keys && cmp -s .help .out
verdict $? "--list-keys is keys"
refuses "help of a policy: the other name of one, nearly" 'did you mean "closed"?' help policy closde
refuses "help of a policy that is none" 'policy "greylst": expected one that '"'bangpath keys policy'"' lists; did you mean "greylist"?' help policy greylst
refuses "keys of a topic that is none" 'did you mean "scenario"?' keys scenari
refuses "one thing too many" '"x": expected nothing after spammer' keys spammer x
unusual "help of nothing" 'there is no command "rnu"; did you mean "run"?' help rnu
gives 0 run --quiet -- mine.scenario
verdict $? "-- ends the options"
gives 0 -- run --quiet mine.scenario
verdict $? "-- before the command"
refuses "-- makes a file of an option" '--json: cannot be read' run -- --json
gives 0 run mine.scenario --quiet --json && grep -q '^{' .out
verdict $? "options may follow the file"
gives 0 run -oattached.db mine.scenario && [ -s attached.db ]
verdict $? "a value may stand right behind its letter"
gives 0 run --output -oy.db mine.scenario && [ -s ./-oy.db ] && gives 0 run mine.scenario -o -ox.db && [ -s ./-ox.db ]
verdict $? "a value is a value, whatever it looks like"
refuses "-- makes a file of such, too" '-oattached.db: cannot be read' run -- -oattached.db
refuses "the value behind its letter is none" '-j "0": expected' sweep -j0 mine.scenario
unusual "a letter that is none, with a value" 'Unknown option -Z' run -Z2 mine.scenario

# ---- seeds and settings ----

for seed in -1 9007199254740992 1.5 1e3 '' x 99999999999999999999; do
    refuses "--seed '$seed'" "--seed \"$seed\": expected a whole number from 0 to 9007199254740991" run "$story" --seed "$seed"
done
gives 0 run mine.scenario --json --seed 9007199254740991 && grep -q '"seed": 9007199254740991' .out
verdict $? "the largest seed"
for setting in '' x = .= closure closure. closure.share .share=40% =40%; do
    refuses "--set '$setting'" "--set $setting: expected GROUP.KEY=VALUE" run "$story" --set "$setting"
done
refuses "--set of an unknown group" 'unknown group [closur]; did you mean [closure]?' run "$story" --set closur.share=4%
refuses "--set of a group misnamed" 'no group [blacklist rlb] in the scenario; did you mean [blacklist rbl]?' run "$story" \
    --set 'blacklist rlb.refresh=2 h'
refuses "--set of another closure" 'no group [closure x] in the scenario' run "$story" --set 'closure x.enabled=no'
refuses "--set of an unknown key" '[closure] unknown key "shar"; did you mean "share"?' run "$story" --set closure.shar=4%
refuses "--set of nothing" '[closure] share = "": expected a share such as 40%' run "$story" --set closure.share=
refuses "--set without unit" '[spammer cyber] life = "24": expected a duration with its unit' run "$story" --set 'spammer cyber.life=24'
refuses "--set to an unknown host" 'expected a host of the topology; did you mean "agis"?' run "$story" --set 'spammer cyber.host=agiss'
refuses "--set to an unknown line" 'expected a line profile; did you mean "v32"?' run "$story" --set 'spammer cyber.line=v35'
gives 0 run mine.scenario --json --set 'closure.from=day 1' --set closure.share=10% --set closure.share=0% && grep -q '"open_at_end": 366' .out
verdict $? "the last of two settings holds"

# ---- outputs ----

mkdir -p folder ro
ln -s /dev/null link.db
refuses "-o an empty name" 'the name of the output is empty' run "$story" -o ''
refuses "-o a folder" 'folder: is a directory: expected a file' run "$story" -o folder
refuses "-o in no folder" 'nowhere/a.db: cannot be written: No such file' run "$story" -o nowhere/a.db
refuses "-o a device" '/dev/null: is a device, pipe or socket: expected a file' run "$story" --force -o /dev/null
refuses "-o a link" 'link.db: is a symbolic link: expected a file' run "$story" --force -o link.db
refuses "the output is looked at before the input" 'folder: is a directory' run nosuch -o folder
if ! can_be_unprivileged; then
    skip "-o in a folder that cannot be written" "root writes everywhere, and nobody else can run what is tested"
else
    chmod 555 ro
    unprivileged "$BANGPATH" run "$story" -o ro/a.db >.out 2>.err
    [ $? -eq 2 ] && says 'ro/a.db: cannot be written: Permission denied'
    verdict $? "-o in a folder that cannot be written"
fi
gives 0 run mine.scenario -o a.db && [ -s a.db ] && [ ! -e a.db.part ] && grep -q 'The run is in a.db' .err
verdict $? "-o writes the database, and says so on standard error"
gives 0 run mine.scenario -o 'a b.db' && grep -qF "'bangpath report \"a b.db\" -o run.html'" .err
verdict $? "a name with a blank is one word of the commands that are proposed"
cp a.db before.db
refuses "an existing output" 'a.db: is there already; --force replaces it' run mine.scenario -o a.db
gives 0 run mine.scenario --quiet -o a.db --force && cmp -s a.db before.db
verdict $? "--force replaces it; the same run, the same bytes"
refuses "the scenario as output" 'mine.scenario: is an input of the run: name another output' run mine.scenario --force -o ./mine.scenario
cp "$BANGPATH_SOURCE_ROOT/topologies/open-relay-years.gv" mine.gv
refuses "its topology as output" 'mine.gv: is an input of the run' run mine.scenario --set scenario.topology=mine.gv --force -o mine.gv
refuses "what is drawn as output" 'mine.gv: is what is to be read' render mine.gv --force -o mine.gv

# Files of a quarter of a megabyte are all that fits.
ls >files
(
    ulimit -f 256
    echo old >old.db
    fails "no room for the database" 'full.db: cannot be written' run mine.scenario -o full.db
    [ ! -e full.db ] && [ ! -e full.db.part ]
    verdict $? "nothing is left behind"
    fails "no room for a new one over an old one" 'old.db: cannot be written' run mine.scenario --force -o old.db
    [ "$(cat old.db)" = old ] && [ ! -e old.db.part ]
    verdict $? "the old one stays as it was"
    fails "no room for a picture" 'a.svg: ' render a.db -o a.svg
    rm -f old.db
    ls | cmp -s files -
    verdict $? "nothing else is left behind"
)
n=$((n + 6))

# ---- streams ----

gives 0 run mine.scenario --quiet && [ ! -s .out ] && [ ! -s .err ]
verdict $? "--quiet: nothing at all"
gives 0 run mine.scenario && [ -s .out ] && [ ! -s .err ]
verdict $? "the summary is on standard output"
gives 0 run mine.scenario --quiet --json && [ -s .out ] && [ ! -s .err ]
verdict $? "--quiet does not silence --json"
gives 2 run nosuch --quiet && says nosuch
verdict $? "nor errors"
gives 0 run mine.scenario && ! grep -q "$(printf '\033')" .out
verdict $? "no colours in a file"
if [ -c /dev/full ]; then
    for arguments in --help --version keys new "run --help" "check mine.scenario" "relays mine.gv" "render mine.gv" \
        "run mine.scenario" "run --json mine.scenario"; do
        # shellcheck disable=SC2086
        "$BANGPATH" $arguments >/dev/full 2>.err
        [ $? -eq 1 ] && [ "$(wc -l <.err)" -eq 1 ] && grep -q 'standard output' .err
        verdict $? "$arguments: standard output is full"
    done
fi
"$BANGPATH" run mine.scenario --quiet --json >&- 2>.err
[ $? -eq 1 ] && grep -q 'standard output' .err
verdict $? "standard output is closed"
"$BANGPATH" run mine.scenario --force -o a.db >&- 2>.err
[ $? -eq 1 ] && cmp -s a.db before.db
verdict $? "then nothing that is printed gets into the database"
for arguments in keys "run mine.scenario" "render mine.gv"; do
    # shellcheck disable=SC2086
    { "$BANGPATH" $arguments 2>.err; } | true
    [ ! -s .err ]
    verdict $? "$arguments: a reader that goes away is no error"
done

if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
    # on_terminal ARGUMENT...: as gives, with standard output and error on a terminal, both in .out.
    on_terminal() {
        script -qec "'$BANGPATH' $*" /dev/null >.out 2>&1 </dev/null
    }
    escape=$(printf '\033')
    on_terminal run mine.scenario
    grep -q "$escape\[[0-9;]*m" .out
    verdict $? "colours on a terminal"
    on_terminal run mine.scenario --no-color
    ! grep -q "$escape\[[0-9;]*m" .out && grep -q '^Spam' .out
    verdict $? "none with --no-color"
    (NO_COLOR=1 && export NO_COLOR && on_terminal run mine.scenario)
    ! grep -q "$escape\[[0-9;]*m" .out && grep -q '^Spam' .out
    verdict $? "none with NO_COLOR"
    (NO_COLOR='' && export NO_COLOR && on_terminal run mine.scenario)
    grep -q "$escape\[[0-9;]*m" .out
    verdict $? "an empty NO_COLOR is none"
    on_terminal run "'$story'"
    grep -q '  0%' .out && grep -q 'events/s' .out
    verdict $? "the progress line on a terminal"
    on_terminal run mine.scenario --quiet
    [ ! -s .out ]
    verdict $? "none with --quiet"
    on_terminal render mine.gv -T png
    status=$?
    [ $status -eq 2 ] && grep -q 'a png is not for a terminal: name a file with -o' .out
    verdict $? "no picture of bytes on a terminal"
else
    skip "on a terminal" "there is no script(1)"
fi

# ---- render ----

refuses "an unknown layout" 'no layout "dott": expected one of dot, neato' render a.db --layout dott
refuses "an unknown type" 'no type of picture "jpeg": expected one of svg, png, pdf, gv' render a.db -T jpeg
refuses "an unknown ending" '-o a.jpeg: no type of picture "jpeg": expected one of svg' render a.db -o a.jpeg
gives 0 render mine.gv -o upper.PNG && [ "$(head -c 4 upper.PNG | tail -c 3)" = PNG ]
verdict $? "an ending in capitals"
refuses "--at before the run" '--at "1997-01-01": expected a moment that is not before begin' render a.db --at 1997-01-01
refuses "--at after the run" '--at "day 99": expected a moment of the run, which ends at 1998-01-11' render a.db --at 'day 99'
refuses "--at no moment" '--at "noon": expected a moment such as day 4' render a.db --at noon
refuses "--at with a topology" '--at "day 3": expected with a run' render mine.gv --at 'day 3'
for width in 0 -1 x 99999999; do
    refuses "--width $width" "--width \"$width\": expected a whole number from 1 to 16000" render a.db --width "$width"
done

# ---- check, keys, new ----

gives 0 check "$story" mine.gv && [ "$(grep -c ': all right$' .out)" -eq 2 ]
verdict $? "check says what is all right"
gives 0 keys && [ ! -s .err ] && grep -q '^\[spammer NAME\]' .out && grep -q '^trailblazer' .out
verdict $? "keys lists groups and lines"
refuses "keys of nothing that is there" 'did you mean "topology"?' keys topologie
gives 0 new && [ ! -s .err ] && cp .out new.scenario && gives 0 check new.scenario && grep -q ': all right$' .out
verdict $? "new prints a scenario that checks"
gives 0 run new.scenario --json && grep -q '"complete": true' .out && ! grep -q '"mailboxes_reached": 0,' .out
verdict $? "and runs, and spam gets somewhere"
gives 0 run new.scenario --quiet --set 'blacklist rbl.enabled=yes'
verdict $? "with what it has switched off as well"

finish
