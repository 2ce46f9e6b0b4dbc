#!/bin/sh
# bangpath call: time lines, sums and spreads of one call of UUCP, and what it refuses. Prints TAP.
. "$(dirname "$0")/tap.sh"

# number NAME: of the JSON in .out.
number() {
    sed -n "s/^  \"$1\": \([^,]*\),*\$/\1/p" .out
}

# takes SECONDS NAME ARGUMENT...: whether the call takes that long, to the millisecond.
takes() {
    seconds=$1 name=$2
    shift 2
    gives 0 call --json --no-dial "$@" && [ "$(number ok)" = true ] &&
        awk -v is="$(number duration_s)" -v should="$seconds" 'BEGIN { exit !(is - should < 0.001 && should - is < 0.001) }'
    verdict $? "$name: $seconds s"
}

# ---- durations, by the sums of docs/calls.md: B is 1/240 s at 2400 bps, L 0.05 s ----

at2400="--speed 2400bps --latency 0.05s"
# (104 + 234 + 33 * 70 + 237) B + 19 L
takes 12.9708 "g, one file" $at2400 -p g --window 7 --files 2048
# (91 + 5 * (2 * 234 + 35 * 70) + 237) B + 55 L
takes 64.9083 "g, five mails" $at2400 -p g --window 7 --packet 64 --files 5x2048+5x58
# five times 234 + 33 * 70, and 13 B more
takes 56.1708 "g, five mails by E" $at2400 -p g --window 7 --files 5x2048 --as E
takes 2.1167 "g, nothing to send" $at2400 -p g --files none --as mail
takes 11.4208 "g, packets of 1024" $at2400 -p g --window 7 --packet 1024 --files '2.048 KB'
takes 45.7542 "v" $at2400 -p v --files 10240
takes 44.7333 "i" $at2400 -p i --window 16 --packet 1024 --files 10240
takes 11.3292 "f" $at2400 -p f --files 2048 --latency 0s
takes 11.2333 "e" $at2400 -p e --files 2048 --latency 0s
takes 22.3542 "t" $at2400 -p t --files 2048
# 12,000 bps: 2885 B, 19 trips of 0.52 s
takes 12.2842 "a Trailblazer answers g itself" -l trailblazer -p g --files 2048
# FidoNet, BITNET: 30 s less than in the table of docs/calls.md, and one way only: three messages of 3,390 bytes with headers.
# 4.5 s, 66 B, 4 L; 27 blocks: 3618 + 2 B, 56 L; 3 s, 2 B, 2 L
takes 25.9667 "FTS-1, a packet of three" $at2400 -p fts1 --files 2048+2x512
# 28 blocks ahead: 28 * 133 + 6 + 2 + 2 + 66 B, 4 + 6 + 2 L
takes 23.9333 "SEAlink" $at2400 -p fts1 --sealink yes --files 2048+2x512
# 4 s, 375 B, 12 L; 79 + 24 + 3 * 1062 + (378 + 12 + 6) + 21 B, 4 L; 84 B, 5 L; 42 B, 3 L
takes 22.7292 "Zmodem, a packet of three" $at2400 -p zmodem --files 2048+2x512
# 553 + 545 + 24 B and 5 * 0.04 s; 8 bits a byte
takes 1.135 "NJE" -p nje --files 360
# Smallest first. 30 such files, each 1.135 s, are a row; two that are 360 bytes longer, 390 B or 0.325 s more each
gives 0 call --json -p nje --files 720+360+1080 --no-dial && [ "$(sed -n 's/.*"file": \([0-9]*\), "ends_s".*/\1/p' .out | uniq | tr '\n' ' ')" = "2 1 3 " ]
verdict $? "NJE: the smallest file goes first"
gives 0 call -p nje --files 720+30x360+720 --no-dial && grep -qx '     0.000     34.050  30 files of 500 bytes: 30 blocks' .out &&
    grep -qx '    34.050      2.920  2 files of 860 bytes: 2 blocks' .out
verdict $? "NJE: files of one size are one row"
takes 13.5333 "plain" --speed 2400bps -p plain --overhead 5s --files 2048
# docs/smtp.md: R = 0.14 s, B = 1/2880 s; (7 + n) R and (S + 699 + 92 n) B: 17 R, 6619 B; 107 R, 14899 B; 6 R
modem="--speed 28800bps --latency 70ms"
takes 4.6783 "SMTP, ten recipients" $modem -p smtp --files 5000 --recipients 10
takes 20.1533 "SMTP, a hundred recipients" $modem -p smtp --files 5000 --recipients 100
takes 3.1383 "SMTP, pipelining" $modem -p smtp --files 5000 --recipients 10 --pipelining yes
# two over one connection: 8 R and 5791 B for one, and 4 R and 5000 + 220 + 40 + 195 B more, as EHLO and QUIT are said once
takes 5.5849 "SMTP, two letters over one connection" $modem -p smtp --files 2x5000
takes 0.6775 "SMTP between two T1" -p smtp --files 5000 --latency 0.04s
takes 12.2842 "as spelled out" --speed 12kbps --latency 20ms --turnaround 0.5s --spoof yes --files 2048

# ---- the rest of the JSON ----

gives 0 call --json $at2400 --window 7 --files 2048 --price '0.25 $/min' --setup 30s &&
    [ "$(number duration_s) $(number dial_s)" = "42.970835 30" ] &&
    [ "$(number bytes_out) $(number bytes_in) $(number retransmissions)" = "2611 580 0" ] &&
    [ "$(number cost) $(number completed) $(number failure)" = "0.25 1 null" ]
verdict $? "JSON: dialling, bytes and price"
if command -v sqlite3 >/dev/null; then
    [ "$(sqlite3 :memory: "select json_extract(cast(readfile('.out') as text), '\$.steps[2].packets')")" = 33 ]
    verdict $? "JSON: the steps"
fi
gives 0 call --json $modem --no-dial -p smtp --files 5000 --recipients 10 --price '0.05 $/min' &&
    [ "$(number bytes_out) $(number bytes_in) $(number retransmissions) $(number cost) $(number recipients)" = "5650 969 0 0.05 10" ]
verdict $? "JSON: SMTP's bytes both ways, 5000 + 250 + 40 n and 449 + 52 n"
refuses "recipients of a file" 'only smtp asks for recipients before a letter goes' call --recipients 10
refuses "no recipients" '--recipients "0": expected a whole number from 1' call -p smtp --recipients 0
refuses "SMTP has no window" 'expected no such option with protocol smtp, which has no window' call -p smtp --window 7
refuses "pipelining in g" 'expected no such option with protocol g, which has no pipelining' call --pipelining yes
gives 0 call --json $at2400 --files 20x2048 --price '0.25 $/min' --no-dial && [ "$(number cost)" = 1 ]
verdict $? "by the minute begun: 220 s cost four"

# ---- damaged bits ----

# 53.1 s by the formula at 1e-5, 80.2 s at 1e-4; 51.4 and 77.9 s as measured.
gives 0 call --json $at2400 --window 7 --files 10240 --bit-errors 1e-4 --no-dial && cp .out first &&
    awk -v s="$(number duration_s)" -v sd="$(number duration_s_sd)" -v n="$(number retransmissions)" \
        'BEGIN { exit !(s > 72 && s < 88 && sd > 5 && sd < 20 && n > 35 && n < 70) }' &&
    [ "$(number runs)" = 100 ]
verdict $? "one bit in 10,000: a hundred calls, and their spread"
gives 0 call --json $at2400 --window 7 --files 10240 --bit-errors 0.0001 --no-dial && cmp -s .out first
verdict $? "the same again"
gives 0 call --json $at2400 --window 7 --files 10240 --bit-errors 1e-4 --no-dial --seed 2 && ! cmp -s .out first
verdict $? "another seed, other errors"
gives 0 call --json $at2400 --window 7 --files 10240 --bit-errors 1e-3 --runs 20 && [ "$(number completed)" = 0 ] &&
    [ "$(number failure)" = '"too many errors"' ] && [ "$(number ok)" = false ]
verdict $? "one bit in 1,000: no call goes to the end"
gives 0 call --json --speed 300bps --files 2048 --packet 1024 && [ "$(number failure)" = '"seven times 10 s of silence"' ]
verdict $? "a packet of 34 s is given up"

# ---- for people ----

gives 0 call --line bell212a --files 3x500+2x100 --price '0.25 $/min' && [ "$(wc -L <.out)" -le 100 ] &&
    grep -q '^     0.000     14.000  dialling' .out && grep -q 'file 5: confirmed' .out && grep -q '^price  *\$0.25' .out
verdict $? "a time line"
gives 0 call --files 10x2048+10x58 --bit-errors 3e-5 --runs 5 && grep -q '10 of 10 files of 58 bytes: [0-9]* packets' .out &&
    grep -q '^5 calls' .out
verdict $? "many files by groups, many calls by their mean"

# ---- what the pages show ----

# shown PAGE: whether each `$ bangpath call` in it prints what stands below, up to the end of the block.
shown() {
    awk '
        /^```/ { if (n > 0) close(n ".want"); inside = 0 }
        inside { print >(n ".want") }
        /^\$ bangpath call/ { n++; sub(/^\$ bangpath /, ""); print >(n ".run"); printf "" >(n ".want"); inside = 1 }
        END { exit n == 0 }' "$1" || return 1
    for want in *.want; do
        eval "gives 0 $(cat "${want%.want}.run")" && cmp -s .out "$want" || return 1
        rm "$want" "${want%.want}.run"
    done
}

for page in README.md docs/calls.md; do
    shown "$BANGPATH_SOURCE_ROOT/$page"
    verdict $? "$page shows what is printed"
done

# ---- what is refused ----

refuses "a protocol that is none" '--protocol "gg": expected one of the protocols: plain, g, i, f, t, e, fts1, zmodem, nje, smtp, G, v; did you mean "g"?' call -p gg
refuses "a window of FTS-1" '--window "3": expected no such option with protocol fts1, which has no window' call -p fts1 -w 3
refuses "kinds of files in FidoNet" '--as "mail": expected no such option with protocol zmodem' call -p zmodem --as mail
refuses "a buffer of too little" '--buffer "100 B": expected a size such as 2 KB, from 300 B to 32 KiB' call -p nje --buffer '100 B'
refuses "a window too large" '--window "8": expected a whole number from 1 to 7' call -w 8
refuses "a window of nothing" '--window "0": expected a whole number from 1 to 7' call -w 0
refuses "a packet that g cannot name" '--packet "100": expected one of: 32, 64, 128' call --packet 100
refuses "a packet where there are none" '--packet "64": expected no such option with protocol e, which has no packet' call -p e --packet 64
refuses "a speed without its unit" '--speed "2400": expected a speed with its unit' call --speed 2400
refuses "a speed of nothing" '--speed "0 bps": expected' call --speed '0 bps'
refuses "a line that is none" '--line "v22": expected one of the lines:' call --line v22
refuses "a latency without its unit" '--latency "0.05": expected a duration' call --latency 0.05
refuses "files that are none" '--files "10y2048": expected sizes in bytes' call --files 10y2048
refuses "no files of a size" '--files "0x2048": expected sizes in bytes' call --files 0x2048
refuses "an end that is missing" '--files "2048+": expected sizes in bytes' call --files 2048+
refuses "too many files" '--files "100000x1+1": expected 100000 files at most' call --files 100000x1+1
refuses "too many errors" '--bit-errors "0.5": expected the share of bits' call --bit-errors 0.5
refuses "errors in words" '--bit-errors "some": expected the share of bits' call --bit-errors some
refuses "more than can be followed" '--bit-errors: ' call --bit-errors 1e-5 --files 1000x1MB
refuses "runs of nothing" '--runs "0": expected a whole number' call --runs 0
refuses "a kind of file" '--as "news": expected what the files are: file, mail, E' call --as news
refuses "a price without its unit" '--price "0.25": expected' call --price 0.25
gives 2 call there && grep -q '"there" is one argument too many' .err
verdict $? "an argument"

# ---- the same in a topology ----

echo 'graph { a -- b [speed="300 bps" protocol=g packet=1024] }' >slow.gv
refuses "a link that g gives up" 'a packet takes 34.3 s at 300 bps: expected a smaller packet=..., as g waits 10 s for one' check slow.gv
echo 'graph { a -- b [line=v22bis errors="2e-2"] }' >noise.gv
refuses "more errors than a line has" 'errors = "2e-2": expected the share of bits that are damaged, such as 1e-5' check noise.gv
echo 'graph { a -- b [line=v22bis protocol=v window=7 packet=2048 errors="3.2e-5" turnaround="0.5 s" spoof=no command=E] }' >good.gv
gives 0 check good.gv
verdict $? "a link with everything"

echo "1..$n"
