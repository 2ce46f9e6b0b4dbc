#!/bin/sh
# bangpath show --mbox: mailboxes that others' programs read, of names that would do harm, too. Prints TAP.
. "$(dirname "$0")/tap.sh"
unset TZ
scenarios=$BANGPATH_SOURCE_ROOT/scenarios

gives 0 run "$scenarios/bang-path.scenario" --quiet -o bang.db
gives 0 show bang.db --mbox -o mail && says 'mail: 6 mailboxes, 7 messages'
verdict $? "seven letters lie in six mailboxes"
cat >wanted <<'END'
From fir!ash!elm!oak!u0 Mon Jan  3 00:04:20 1983
Date: Mon, 03 Jan 1983 00:01:40 GMT
From: u0@oak
To: u0@yew
Message-Id: <2de9af26-dfce-56f2-9dc1-571d49b41043@oak>
Subject: message 1, ham

(A simulated message of 2,400 bytes: how long it was is known, not what it said.)

END
diff wanted mail/u0@yew.mbox >.err
verdict $? "the From line has the bang path back"
[ "$(ls mail | tr '\n' ' ')" = 'u0@ash.mbox u0@yew.mbox u1@fir.mbox u2@elm.mbox u3@elm.mbox u4@oak.mbox ' ]
verdict $? "a file a mailbox, named as it is"
gives 0 show bang.db 2 --mbox -o one && [ "$(ls one)" = u1@fir.mbox ] && [ "$(grep -c '^From ' one/u1@fir.mbox)" -eq 2 ]
verdict $? "of a message the mailboxes that it came to, whole"

# ---- nothing is overwritten, nothing is left ----

cp -r mail before
echo mine >mail/u3@elm.mbox && rm mail/u0@ash.mbox && cp -r mail as-it-was
refuses "a file that is there" 'mail/u0@yew.mbox: is there already; --force replaces it' show bang.db --mbox -o mail
diff -r as-it-was mail >.err
verdict $? "nothing of it has changed, and nothing was added"
gives 0 show bang.db --mbox -o mail --force && diff -r before mail >.err
verdict $? "--force replaces it"
rm mail/u4@oak.mbox && mkdir mail/u4@oak.mbox
refuses "not even --force means a directory" 'mail/u4@oak.mbox: is there, and is no plain file' show bang.db --mbox -o mail --force
rmdir mail/u4@oak.mbox && ln -s ../wanted mail/u4@oak.mbox
refuses "nor a link" 'mail/u4@oak.mbox: is there, and is no plain file' show bang.db --mbox -o mail --force
refuses "a file for a directory" 'wanted: is there, and is no directory' show bang.db --mbox -o wanted
fails "a directory that cannot be" 'absent/mail: No such file or directory' show bang.db --mbox -o absent/mail
gives 0 run "$scenarios/forged-senders.scenario" --quiet -o forged.db
refuses "a message that came to nobody" 'forged.db: message 1 came to no mailbox: nothing to write' show forged.db 1 --mbox -o nobody
[ ! -e nobody ]
verdict $? "and no empty directory"
refuses "--mbox alone" '--mbox: expected together: --mbox -o DIR' show bang.db --mbox
refuses "-o alone" '-o: expected together: --mbox -o DIR' show bang.db -o mail
refuses "--mbox of a list" '--mbox: expected with -o and --force only' show bang.db --mbox -o x --kind ham
refuses "--force alone" '--force: expected with --mbox' show bang.db 1 --force

# ---- programs that read mail ----

# What a mail program would take for the next message, the parts of another network's headers, is quoted.
gives 0 run "$scenarios/three-networks.scenario" --quiet -o three.db && gives 0 show three.db --mbox -o three &&
    grep -q '^>From uucp Tue Dec  1 00:00:48 1987 remote from pitt$' three/u0@fido57.mbox &&
    [ "$(grep -c '^From ' three/u0@fido57.mbox)" -eq 1 ]
verdict $? "a text's From lines are quoted"

if command -v sqlite3 >/dev/null; then
    cp bang.db evil.db
    # u2@elm and u3@elm get names of 10,000 letters that differ in the last one.
    sqlite3 evil.db "
        update hosts set name = '<script>alert(1)</script>' || char(27) || '[2J' where name = 'elm';
        update hosts set name = 'a b''\"' || char(0x202e) || char(10) || 'From x Mon Jan  3 00:04:20 1983' where name = 'ash';
        update messages set from_addr = 'u0' || char(10, 10) || 'From y@z Mon Jan  3 00:04:20 1983' || char(10) || '@oak' where serial = 0;
        update recipients set rcpt = '../../etc/passwd' where serial = 0;
        update recipients set rcpt = '.-' || char(27, 233) || '\`rm *\`@|x' where serial = 1;
        update recipients set rcpt = replace(hex(zeroblob(5000)), '0', 'W') || serial || '@elm' where serial in (4, 5)"
    gives 0 show evil.db --mbox -o evil
    verdict $? "hostile names are exported"
    ls -A evil >names
    [ "$(wc -l <names)" -eq 6 ] && ! grep -q '[^A-Za-z0-9@%~._+-]' names && ! grep -q -e '^[.-]' -e / names &&
        [ "$(awk 'length > 160' names)" = "" ] && grep -qxF '%2E.%2F..%2Fetc%2Fpasswd.mbox' names && [ "$(grep -c '^WWWW*~' names)" -eq 2 ]
    verdict $? "to files whose names do no harm, a mailbox each"
    ! LC_ALL=C grep -q "$(printf '[\001-\011\013-\037\177\233]')" evil/* && [ "$(cat evil/* | grep -c '^From ')" -eq 7 ]
    verdict $? "no escape code, and no message that is none"
else
    skip "hostile names are exported" "sqlite3, which puts them in, is not installed"
fi

if command -v python3 >/dev/null; then
    cat >read.py <<'END'
import glob, mailbox, sys
for directory in sys.argv[1:]:
    messages = [m for f in sorted(glob.glob(directory + '/*')) for m in mailbox.mbox(f)]
    for message in messages:
        assert not message.defects and message['subject'] and message['message-id'], message.as_string()
        assert 'A simulated message of' in message.get_payload(), message.as_string()
    print(directory, len(messages), ' '.join(m['subject'].split()[1].rstrip(',') for m in messages))
END
    python3 read.py before three >.out 2>.err && [ "$(cat .out)" = "before 7 0 1 2 3 4 5 6
three 8 4 0 2 1 3 7 6 5" ]
    verdict $? "Python's mailbox reads them"
    if [ -d evil ]; then
        python3 read.py evil >.out 2>.err && grep -q '^evil 7 ' .out
        verdict $? "and the hostile ones"
    fi
else
    skip "Python's mailbox reads them" "python3 is not installed"
fi

if command -v s-nail >/dev/null; then
    MAILRC=/dev/null s-nail -:/ -S screen=99 -R -H -f "$dir/before/u1@fir.mbox" >.out 2>.err
    [ "$(grep -c 'message [23], ham' .out)" -eq 2 ] && grep -q 'u1@oak' .out
    verdict $? "s-nail lists what is in a mailbox"
    if [ -d evil ]; then
        cat evil/* >all.mbox
        MAILRC=/dev/null s-nail -:/ -S screen=99 -R -H -f "$dir/all.mbox" >.out 2>.err
        [ "$(grep -c 'message [0-6], ham' .out)" -eq 7 ]
        verdict $? "and of hostile ones"
    fi
else
    skip "s-nail lists what is in a mailbox" "s-nail is not installed"
fi

finish
