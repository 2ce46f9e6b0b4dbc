#!/bin/sh
# Plain lines, and UUCP on lines that are always there, go a short way through the code; a price
# sends the same mail the general way. All that happens is the same.
. "$BANGPATH_SOURCE_ROOT/tests/cli/tap.sh"

# ring PROTOCOL PRICE: 20 hosts round, 600 mails of 1 to 9 hops in 4 h, one in five to two, so that
# queues form; and every seventh by table alone. Lines are of seven speeds: a file's time is
# exact on some, rounded up on others.
ring() {
    awk -v protocol="$1" -v price="$2" 'BEGIN {
        n = split("300 777 1201 2400 9600 56000 10000000", speed)
        print "graph ring { edge [schedule=permanent protocol=" protocol " " price "];"
        for (i = 0; i < 20; i++)
            printf "h%d -- h%d [speed=\"%d bps\"];\n", i, (i + 1) % 20, speed[i % n + 1]
        print "}"
    }' >ring.gv
    awk 'BEGIN {
        print "time,from,to,bytes"
        for (i = 0; i < 600; i++) {
            from = i * 7 % 20
            to = ""
            for (k = 1; k <= 1 + i % 9; k++) to = to "h" (from + k) % 20 "!"
            if (i % 7 == 0) to = "u0@h" (from + 3) % 20
            else to = to "u0"
            if (i % 5 == 0) to = to ";u0@h" (from + 18) % 20
            printf "%d,h%d!u0,%s,%d\n", i * 24, from, to, 1000 + i * 37 % 5000
        }
    }' >ring.csv
    printf '[scenario]\ntopology = ring.gv\nbegin = 1988-01-01\nlength = 2 d\n[mail]\nfrom-file = ring.csv\n' >ring.scenario
    gives 0 run ring.scenario --json && grep -E '^  "(trajectory|hops|bytes|line_s|ham|events)"' .out
}

for protocol in 'plain overhead="30 s"' t 't command=E' e 'g window=2' 'G packet=32'; do
    ring "$protocol" '' >short && ring "$protocol" 'price="0.01 $/min"' >general
    verdict $? "$protocol: both run"
    cmp short general
    verdict $? "$protocol: the same happens at the same time"
    grep -q '"delivered": 720,' short
    verdict $? "$protocol: and all arrives"
done

echo "1..$n"
