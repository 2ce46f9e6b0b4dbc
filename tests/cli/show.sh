#!/bin/sh
# bangpath show: stories worked out by hand, and what is no message. Prints TAP.
. "$(dirname "$0")/tap.sh"
unset TZ
scenarios=$BANGPATH_SOURCE_ROOT/scenarios

# has TEXT: whether standard output has that whole line.
has() {
    grep -qxF -- "$1" .out
}

# tells NAME LINE...: whether what was printed last has all these lines.
tells() {
    name=$1 told=0
    shift
    for line in "$@"; do
        has "$line" || { told=1 && echo "lacks: $line" >>.err; }
    done
    verdict $told "$name"
}

# ---- bang paths: the hops of letter 2 as the scenario's own comment works them out: 50, 30, 50 and 30 s ----

gives 0 run "$scenarios/bang-path.scenario" --quiet -o bang.db
verdict $? "bang-path runs"
gives 0 show bang.db 1 && [ ! -s .err ]
verdict $? "its second letter is shown"
tells "what it is" 'Message 1, ham' 'Id          2de9af26-dfce-56f2-9dc1-571d49b41043' \
    'Written     1983-01-03 00:01:40 UTC on oak, 2,400 bytes' 'Sender      u0@oak' 'Recipients  1 recipient: 1 delivered'
tells "the From lines of UUCP, the last host's on top" 'As u0@yew saw it' \
    '  From uucp Mon Jan  3 00:03:50 1983 remote from fir' '  >From uucp Mon Jan  3 00:03:00 1983 remote from ash' \
    '  >From uucp Mon Jan  3 00:02:30 1983 remote from elm' '  >From u0 Mon Jan  3 00:01:40 1983 remote from oak' \
    '  Date: Mon, 03 Jan 1983 00:01:40 GMT' '  From: u0@oak' '  To: u0@yew' \
    '  Message-Id: <2de9af26-dfce-56f2-9dc1-571d49b41043@oak>' '  (the bang path back: fir!ash!elm!oak!u0)'
tells "every hop" 'Hops: 4' '  1983-01-03 00:02:30  50 s      oak -> elm  for 1, 2,400 bytes by plain at 1200 bit/s' \
    '  1983-01-03 00:03:00  1.3 min   elm -> ash  for 1, 2,400 bytes by plain at 2400 bit/s' \
    '  1983-01-03 00:03:50  2.2 min   ash -> fir  for 1, 2,400 bytes by plain at 1200 bit/s' \
    '  1983-01-03 00:04:20  2.7 min   fir -> yew  for 1, 2,400 bytes by plain at 1200 bit/s'
tells "what became of it" '  u0@yew  delivered 1983-01-03 00:04:20, after 2.7 min, by oak!elm!ash!fir!yew!u0'
! grep -q -e Received -e cut -e Refusals .out
verdict $? "no SMTP, no refusal, no cut"
gives 0 show bang.db 1ca4 && has '  u4@oak  delivered 1983-01-03 00:51:20, after 1.3 min, by oak!elm!oak!u4'
verdict $? "a letter to oneself, there and back, by the beginning of its id"
gives 0 show bang.db && [ "$(wc -l <.out)" -eq 8 ] && cp .out all
verdict $? "the list has seven"
gives 0 show bang.db --list --kind ham --state delivered && cmp -s .out all
verdict $? "all of them ham, and delivered"
gives 0 show bang.db -n 2 && [ "$(tail -n 1 .out)" = '2 of 7; -n 0 lists all' ] && [ "$(wc -l <.out)" -eq 4 ]
verdict $? "-n 2 lists two, and says so"
gives 0 show bang.db -n 0 && cmp -s .out all
verdict $? "-n 0 lists all"

# ---- forged senders ----

gives 0 run "$scenarios/forged-senders.scenario" --quiet -o forged.db
verdict $? "forged-senders runs"

gives 0 show forged.db 0
tells "trusting believes the poser: all hundred" 'Sender      nobody@trusting, forged' \
    '            really from spammer 1, whose account is on account' 'Recipients  100 recipients: 100 delivered' \
    '  To: undisclosed-recipients:;' '  Return-Path: <nobody@trusting>' '  and 80 more: --all' \
    '  trusting       was closed-by-sender: closed, it would have stopped 100'
[ "$(grep -c '^  Received: ' .out)" -eq 2 ] && [ "$(grep -c '^  u[0-9]*@.*account > trusting > ' .out)" -eq 20 ]
verdict $? "a Received line a hop, the first twenty recipients"
gives 0 show forged.db 0 --all && [ "$(grep -c '^  u[0-9]*@.*account > trusting > ' .out)" -eq 100 ]
verdict $? "--all: every recipient"

gives 0 show forged.db 1
tells "careful looks at who is connected" 'Recipients  100 recipients: 100 bounced (relaying-denied)' \
    'Bounced by  no message: who handed it over was told at once' 'No recipient saw it' \
    'No hop: it stayed where it was written' 'Refusals: 1' \
    '  1999-06-01 00:00:38  careful to account  for 100 recipients: "550 relaying denied"' \
    '  u19@asks-list09    bounced 1999-06-01 00:00:38, after 18.1 s, by account; careful: "550 relaying denied"'
! grep -q -e 'The cut' -e Received .out
verdict $? "nobody closed could have stopped what did not come"

gives 0 show forged.db 10
tells "the joker goes by an open relay; half of the hosts ask the list" 'Sender      u31@asks-list01, forged' \
    'Recipients  100 recipients: 53 delivered, 47 bounced (blacklisted)' 'Refusals: 9' 'Hops: 11' \
    'Bounced by  message 12  f1d5cd5c-6453-5703-9695-f18c4143dea0  made at anyone' \
    '  anyone         was open: closed, it would have stopped 53'
[ "$(grep -c '^  .*: "550 your host is on a blacklist"$' .out)" -gt 9 ] && [ "$(grep -c 'made at anyone$' .out)" -eq 9 ]
verdict $? "a bounce a refusal"
gives 0 show forged.db 10 --as u29@asks-nobody10 && has 'As u29@asks-nobody10 saw it' &&
    has '  Received: from anyone by asks-nobody10 with SMTP; Thu, 03 Jun 1999 00:00:30 GMT'
verdict $? "--as: the headers as that one saw them"
gives 0 show forged.db 10 --as u9@asks-list03 && has 'u9@asks-list03 never saw it'
verdict $? "--as somebody who never saw it"
refuses "--as nobody of them" 'message 10 has no recipient "u9@asks"' show forged.db 10 --as u9@asks

gives 0 show forged.db f1d5cd5c-6453-5703-9695-f18c4143dea0
tells "a bounce tells what it bounces" 'Message 12, bounce' 'Sender      <>, the null sender: nobody is to be told' \
    'It bounces  message 10  4ef3e954-b10b-5c7e-b3ed-2a68fccad783'
gives 0 show forged.db -n 0 --kind spam --state bounced && [ "$(grep -c ' spam ' .out)" -eq 15 ] && ! grep -q bounce' ' .out
verdict $? "the list, of spam that bounced: five of the poser's, ten of the joker's"

# FidoNet: a board's Via says when it packed what it had: the writer's at once, the next one's when it came.
gives 0 run "$scenarios/fidonet-mail-hour.scenario" --quiet --set output.trace=all -o fido.db && gives 0 show fido.db 0
tells "FidoNet's header and control lines" '  packed message, type 2: from 1:333/680 to 1:330/735, private' '  Date: 05 Mar 90  00:02:54' \
    '  From: u2' '  To:   u3' '  ^AINTL 1:330/735 1:333/680' '  ^AMSGID: 1:333/680 00000000' '  ^AVia 1:333/680 @19900305.000254.UTC'
[ "$(grep -c '^  ^AVia ' .out)" -eq "$(grep -c ' -> ' .out)" ] && ! grep -q -e bang -e 'remote from' -e Received -e SEEN-BY .out
verdict $? "a Via line a hop; no bang path, and of echomail nothing"

# ---- dialogues ----

# Letter 3 of the scenario's comment goes by the path ash!fir: two hops, 100 s and 40 s.
gives 0 show bang.db 2 --dialogue
tells "a bang path gets shorter, the way back longer" 'Dialogue: 2 sessions' '  1983-01-03 00:18:20  oak to ash' \
    '        From u1 Mon Jan  3 00:16:40 1983 remote from oak' '        C rmail fir!u1' '  1983-01-03 00:19:00  ash to fir' \
    '        From uucp Mon Jan  3 00:18:20 1983 remote from ash' '        >From u1 Mon Jan  3 00:16:40 1983 remote from oak' '        C rmail u1'
# 2,048 bytes, and FidoNet's header of 106 that docs/calls.md counts.
gives 0 run "$scenarios/fido-calls.scenario" --quiet --set output.trace=all -o zed.db && gives 0 show zed.db 2 -d
sed -n '/^Dialogue/,$p' .out >talk
cat >wanted <<'END'
Dialogue: 1 session

  1990-01-01 09:00:49  zed1 to zed2
    zed1> TSYNC
    zed2< ZRINIT
    zed1> ZFILE 00000002.PKT
    zed2< ZRPOS 0
    zed1> ZDATA (2,154 bytes)
    zed1> ZEOF
    zed2< ZRINIT
    zed1> ZFIN
    zed2< ZFIN
    zed1> OO
END
cmp -s talk wanted
verdict $? "Zmodem's words"
gives 0 run "$scenarios/uucp-calls.scenario" --quiet --set output.trace=all -o calls.db && gives 0 show calls.db 1 -d
sed -n '/^Dialogue/,$p' .out >talk
cat >wanted <<'END'
Dialogue: 1 session

  1993-01-04 00:00:49  g2 to g1
    g1< Shere=g1
    g2> Sg2
    g1< ROK
    g1< Pg
    g2> Ug
    g2> S D.g2B0001 D.g2B0001 u1 - D.g2B0001 0666 u1
    g1< SY
        (512 bytes, with:)
        From u1 Mon Jan  4 00:00:00 1993 remote from g2
    g1< CY
    g2> S D.g2X0001 X.g2C0001 u1 - D.g2X0001 0666 u1
    g1< SY
        (58 bytes, with:)
        C rmail u1
    g1< CY
    g2> H
    g1< HY
    g2> HY
    g2> OOOOOO
    g1< OOOOOOO
END
diff wanted talk >.err
verdict $? "uucico's conversation, word by word"

# From a Fido by UUCP to BITNET: the letter's third hop puts the first From line on it; NJE leaves two Received lines, however long it is.
gives 0 run "$scenarios/three-networks.scenario" --quiet -o three.db && gives 0 show three.db 2 -d
tells "three networks, three tongues" '  Received: from PSUVM by YALEVM (Mailer) with BSMTP id 0002; Tue, 01 Dec 1987 09:03:44 GMT' \
    '  >From uucp Tue Dec  1 09:03:06 1987 remote from fido384' 'Dialogue: 8 sessions' '    fido342> TSYNC' \
    '    fido342> 00000002.PKT: 1,106 bytes in 9 blocks of 128' '        C rmail psuvax1!PSUVM!YALEVM!u0' '        TICK 0002' \
    '        MAIL FROM:<u0@fido342>' '        RCPT TO:<u0@YALEVM>' \
    '    PUCC tells MAILER at PSUVM: SENT FILE 0002 ON LINK CUNYVM TO YALEVM MAILER' '    PUCC> 15 records of 80 columns, job trailer'
[ "$(grep -c Received: .out)" -eq 2 ] && [ "$(grep -c 'HELO' .out)" -eq 1 ]
verdict $? "RSCS passes files on unread"
gives 0 show three.db 1 && tells "from BITNET to a Fido: what the gateway was given stands in the text" \
    '  packed message, type 2: from PSUVM to fido384, private' '  To:   u0' '  From uucp Tue Dec  1 00:00:32 1987 remote from pitt' '  From: u0@PSUVM'

gives 0 show forged.db 1 -d
tells "refused recipients and what they hear" '  1999-06-01 00:00:38  account to careful: nothing was sent' '    careful< 220 careful SMTP' \
    '    account> HELO account' '    account> RCPT TO:<u19@asks-list09>' '    careful< 550 relaying denied' '    account> RCPT TO: for 80 more' '    account> RSET'
[ "$(grep -c '^    careful< 550 relaying denied$' .out)" -eq 21 ] && ! grep -q DATA .out
verdict $? "no body for nobody"
gives 0 show forged.db 1 -d --all && [ "$(grep -c '^    careful< 550 relaying denied$' .out)" -eq 100 ]
verdict $? "--all: each of them"
gives 0 run "$scenarios/greylisting-2003.scenario" --quiet --set output.trace=all --set 'scenario.length=3 h' -o grey.db
gives 0 show grey.db 1 -d && [ "$(grep -c '^    .*< 451 not known yet, try later$' .out)" -eq 1 ] &&
    [ "$(grep -c '^    .*> RCPT TO:<u4097@freemail>$' .out)" -eq 2 ] && has '    freemail< 354 go on, end with "."'
verdict $? "told to come again, and come again"

# ---- warnings ----

# By day nobody calls: what waits for a day is warned of, once, and nothing is returned.
gives 0 run "$scenarios/usenet-1981.scenario" --quiet --set scenario.warnings=yes --set output.trace=all --set 'scenario.length=3 d' -o warn.db
gives 0 show warn.db --kind bounce -n 1 && warning=$(sed -n 2p .out | awk '{print $1}') && grep -q '  warning  ' .out
verdict $? "the list tells warnings from bounces"
gives 0 show warn.db "$warning" && grep -qx "Message $warning, bounce: a warning, nothing is returned" .out && warned=$(sed -n 's/^It warns of message \([0-9]*\) .*, which still waited$/\1/p' .out)
verdict $? "a warning says so, and of what"
gives 0 show warn.db "$warned" && grep -q "^Warned by   message $warning  .*  made at " .out && ! grep -q '^Bounced by' .out
verdict $? "and the message by what it was warned of"

# ---- what is none ----

refuses "no such number" 'there is no message "99999": expected a number from 0 to 117' show forged.db 99999
refuses "an id with a mistake" 'did you mean "4ef3e954-b10b-5c7e-b3ed-2a68fccad783"?' show forged.db 4ef3e954-b10b-5c7e-b3ed-2a68fccad784
refuses "three characters" 'or at least 4 characters of the id' show forged.db abc
refuses "no id at all" 'expected a message' show forged.db u0@trusting
refuses "a kind that is none" '--kind "letters": expected one of ham, spam, worm, probe, bounce' show bang.db --kind letters
refuses "a state that is none" '--state "gone": expected one of queued, delivered' show bang.db --state gone
refuses "-n that is no number" '-n "some": expected a whole number' show bang.db -n some
refuses "a list of nothing" 'bang.db: has no such messages: the run kept 100%' show bang.db --kind spam
refuses "a message and the list" '--list, --kind, --state and -n: expected without a message' show bang.db 1 --kind ham
refuses "--all of the list" '--all, --as and --dialogue: expected with a message' show bang.db --all
refuses "a scenario" 'is a scenario: expected the database that' show "$story" 1
refuses "an absent database" 'absent.db: cannot be read: No such file' show absent.db 1
echo 'graph {}' >text
refuses "no database" 'text: is no run database' show text 1
head -c 20000 forged.db >cut.db
refuses "a database cut short" 'cut.db: is damaged: it was cut short' show cut.db 1

gives 0 run "$story" --quiet -o story.db
verdict $? "the main scenario keeps one message in a hundred"
refuses "one that was not kept" 'message 0 is not in it; the run kept 1% of its messages; to keep all: bangpath run' show story.db 0
gives 0 run "$scenarios/bang-path.scenario" --quiet --set output.trace=0% -o none.db
verdict $? "none are kept"
refuses "none to list" 'none.db: has no messages: the run kept 0% of its messages' show none.db
refuses "none to show" 'none.db: has no messages: the run kept 0% of its messages' show none.db 1

# ---- what a hostile database prints ----

if command -v sqlite3 >/dev/null; then
    cp bang.db evil.db
    sqlite3 evil.db "update hosts set name = name || char(27) || '[2J'; update messages set kind = char(27, 7), id = char(155)
        || id; update recipients set rcpt = rcpt || char(10) || 'delivered', reason = char(27) where serial = 1"
    gives 0 show evil.db 1 && ! LC_ALL=C grep -q "$(printf '[\001-\011\013-\037\177\233]')" .out && grep -qF 'elm\x1b[2J' .out
    verdict $? "escape codes are shown, not sent"
    gives 0 show evil.db && ! LC_ALL=C grep -q "$(printf '[\001-\011\013-\037\177\233]')" .out && [ "$(wc -l <.out)" -eq 8 ]
    verdict $? "nor by the list"
    sqlite3 evil.db "pragma writable_schema = on; update sqlite_schema set sql = 'x' || char(27) where name = 'hops'" 2>/dev/null
    "$BANGPATH" show evil.db 1 >.out 2>.err
    [ $? -eq 2 ] && ! grep -q "$(printf '\033')" .err
    verdict $? "nor by an error"
else
    skip "escape codes are shown, not sent" "sqlite3, which puts them in, is not installed"
fi

finish
