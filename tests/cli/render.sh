#!/bin/sh
# bangpath render: several moments on a sheet, one message's way, spam alone. Prints TAP.
. "$(dirname "$0")/tap.sh"
unset TZ
scenarios=$BANGPATH_SOURCE_ROOT/scenarios

# draws N CLASS: whether .out has N groups of that class.
draws() {
    [ "$(grep -c "class=\"$2\"" .out)" -eq "$1" ] || { echo "not $1 of $2" >>.err && false; }
}

gives 0 run "$scenarios/forged-senders.scenario" --quiet -o forged.db
verdict $? "forged-senders runs"

# Message 10 goes to one relay and from there to ten hosts; nine that ask the list refuse it.
gives 0 render forged.db --highlight 10 && draws 11 'edge way' && draws 9 'edge refusal' &&
    [ "$(grep -c 'class="node host closed[a-z -]* refused"' .out)" -eq 9 ] && [ "$(grep -c 'class="node host closed[a-z -]* got"' .out)" -eq 10 ] &&
    [ "$(grep -c 'class="node host closed[a-z -]* wrote"' .out)" -eq 1 ]
verdict $? "a message's way: eleven hops, nine refusals, ten hosts that got it"
grep -qF '<title>account &#45; anyone: the message went over it, for 100 recipients</title>' .out &&
    grep -qF '>Message 10, spam, from u31@asks&#45;list01 to 100 recipients: 11 hops, 9 refusals, 9 bounces<' .out
verdict $? "and says so"
gives 0 render forged.db --highlight 4ef3e954 -o by-id.svg && gives 0 render forged.db --highlight 10 -o by-number.svg && cmp -s by-id.svg by-number.svg
verdict $? "by number or by id"
gives 0 render forged.db --highlight 10 --at 'day 2' && draws 0 'edge way' && draws 0 'edge refusal' && grep -q 'until 1999' .out
verdict $? "before it was written nothing of it is drawn"

# Of UUCP a letter to yale by decvax, which is closed: the file went there, and the bounce came back.
gives 0 run "$scenarios/uucp-1987.scenario" --quiet --set output.trace=all --set 'scenario.length=4 d' -o uucp.db &&
    bounced=$(sqlite3 uucp.db "select min(b.serial) from bounces b join hops h on h.serial = b.bounce" 2>/dev/null) && [ -n "$bounced" ] &&
    gives 0 render uucp.db --highlight "$bounced" && draws 1 'edge way' && draws 1 'edge refusal' && draws 1 'edge bounce'
if command -v sqlite3 >/dev/null; then
    verdict $? "a bounce's way back"
else
    skip "a bounce's way back" "sqlite3, which finds one, is not installed"
fi

gives 0 run "$story" --quiet -o story.db && gives 0 render story.db --every '10 d'
[ $? -eq 0 ] && for title in '1998&#45;01&#45;05: 366 open, 0 reached' '1998&#45;01&#45;15' '1998&#45;01&#45;25' '1998&#45;02&#45;04: 146 open, 593 reached'; do
    grep -qF ">$title" .out || exit 1
done
verdict $? "every ten days of thirty: four panels, by date"
[ "$(grep -c 'class="node host ' .out)" -eq $((4 * 610)) ] && [ "$(grep -c '>Relay</text>' .out)" -eq 1 ]
verdict $? "each with all hosts, and one legend"
gives 0 render story.db --spam-only --at 'day 1' && [ "$(grep -c 'class="node host [a-z -]*faint"' .out)" -eq 610 ]
verdict $? "--spam-only: before spam came all is faint"
gives 0 render story.db --spam-only && [ "$(grep -c 'class="node host [a-z -]*reached faint"' .out)" -eq 0 ] &&
    [ "$(grep -c 'class="node host [a-z -]*reached"' .out)" -eq 593 ]
verdict $? "in the end who was reached is not"
gives 0 render story.db --every '15 d' --spam-only --layout geo -T gv && grep -q '_background' .out && dot -V 2>/dev/null && dot -Kneato -n2 -Tsvg .out >/dev/null 2>.err
verdict $? "panels on a map, for other tools"

refuses "--every of a topology" '--every "5 d": expected with a run;' render "$BANGPATH_SOURCE_ROOT/topologies/bcc.gv" --every '5 d'
refuses "--highlight of a topology" '--highlight "3": expected with a run;' render "$BANGPATH_SOURCE_ROOT/topologies/bcc.gv" --highlight 3
refuses "--spam-only of a topology" '--spam-only: expected with a run;' render "$BANGPATH_SOURCE_ROOT/topologies/bcc.gv" --spam-only
refuses "--every and --at" '--every and --at: expected one of them' render story.db --every '5 d' --at 'day 3'
refuses "--spam-only and --highlight" '--spam-only and --highlight: expected one of them' render story.db --spam-only --highlight 3
refuses "--every without a unit" '--every "5": expected a duration with its unit' render story.db --every 5
refuses "--every longer than the run" '--every "31 d": expected more than 0, and at most the run'"'"'s 30 d' render story.db --every '31 d'
refuses "too many panels" '--every "1 h": makes 721 pictures; expected at most 100: ' render story.db --every '1 h'
refuses "no panels" '--every "0 s": expected more than 0' render story.db --every '0 s'
refuses "an unknown message" 'did you mean "4ef3e954-b10b-5c7e-b3ed-2a68fccad783"?' render forged.db --highlight 4ef3e954-b10b-5c7e-b3ed-2a68fccad784
refuses "a message that there is not" 'there is no message 999: expected a number from 0 to 117' render forged.db --highlight 999
gives 0 render story.db --every '30 d' -o a.svg && gives 2 render story.db --every '30 d' -o a.svg && says 'a.svg: '
verdict $? "a sheet that is there"

finish
