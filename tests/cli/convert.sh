#!/bin/sh
# Conversions: maps that paths reads back, files of Systems, and hosts of Taylor UUCP that really deliver.
. "$BANGPATH_SOURCE_ROOT/tests/cli/tap.sh"
five=$BANGPATH_SOURCE_ROOT/topologies/bang-path.gv

# The costs are the file's: DEDICATED is 100, DAILY 5000, DEMAND 300.
gives 0 convert pathalias "$five" -o five.map && "$BANGPATH" paths -c -l oak five.map | sort -n >routes
printf '0\toak\t%%s\n100\telm\telm!%%s\n200\tash\telm!ash!%%s\n500\tfir\telm!ash!fir!%%s\n600\tyew\telm!ash!fir!yew!%%s\n' >wanted
cmp -s routes wanted
verdict $? "a map for pathalias gives the routes by hand"

cat >net.gv <<'END'
graph { net=uucp; edge [protocol=plain speed="9600 bps" schedule=permanent];
  lan [kind=net]; a; b; c; d;
  lan -- a [cost=10]; lan -- b [cost=10]; lan -- c [cost=20]; c -- d [cost=5]; "1:2/3" [net=fidonet]; d -- "1:2/3"; }
END
printf 'lan = {a,\n\tb}(10)\nlan = {c}(20)\nc\td(5)\nd\tc(5)\n' >wanted
gives 0 convert pathalias net.gv && cmp -s .out wanted && grep -qF 'left out: 1 hosts or nets and 1 links (names that a map cannot hold)' .err
verdict $? "a net is declared by what it costs; what a map cannot hold is left out and counted"

gives 0 convert systems "$five" -o machines --quiet && [ ! -s .err ]
verdict $? "systems: a folder"
printf 'ash Any ACU 1200 2005550002 "" \\r ogin:--ogin: Ufir ssword: uucp\nyew Any tty01 1200 - "" \\r ogin:--ogin: Ufir ssword: uucp\n' >wanted
cmp -s machines/fir/Systems wanted && cmp -s machines/fir/L.sys wanted && grep -qx 'ash,2005550002,Uash,uucp' machines/phonebook.csv
verdict $? "systems: by telephone, and by a wire"

cat >polled.gv <<'END'
graph { net=uucp; a -- b [line=bell212a schedule="poll 6 h Any2300-0800" protocol=g window=5]; }
END
gives 0 convert systems polled.gv -o polled && grep -q '^b Any2300-0800 ACU 1200 ' polled/a/Systems && grep -q '^a Never ACU' polled/b/Systems &&
    printf 'b\t0 6 12 18\n' | cmp -s - polled/a/Poll && [ ! -s polled/b/Poll ]
verdict $? "systems: one end polls in its hours, the other waits"
gives 0 convert taylor polled.gv -o taylor && grep -qx 'time Any2300-0800' taylor/a/sys && grep -qx 'time Never' taylor/b/sys &&
    grep -qx 'protocol g' taylor/a/sys && grep -qx 'protocol-parameter g window 5' taylor/a/sys && [ -x taylor/live.sh ]
verdict $? "taylor: hours, protocol and window"

refuses "an unknown kind" '"tailor": expected pathalias, systems or taylor; did you mean "taylor"?' convert tailor "$five" -o x
refuses "a folder without a name" 'taylor makes a folder: expected -o FOLDER' convert taylor "$five"
refuses "a folder that is there" 'machines is there already: expected the name of a new folder' convert systems "$five" -o machines --force
refuses "a file that is there" 'five.map' convert pathalias "$five" -o five.map
gives 0 convert pathalias "$five" -o five.map --force
verdict $? "--force replaces a file"
refuses "no topology" 'nosuch.gv: cannot be read' convert pathalias nosuch.gv
fails "nowhere to write" 'nowhere/x.part: cannot be made' convert systems "$five" -o nowhere/x

cat >hostile.gv <<'END'
graph { net=uucp; edge [line=bell212a]; "../up" -- "a b"; "a b" -- "-x"; "-x" -- good; good -- ".."; "`id`" -- good; good -- fine; }
END
gives 0 convert taylor hostile.gv -o hostile && grep -qF '2 hosts; left out: 5 hosts or nets and 5 links' .err &&
    [ "$(find hostile -mindepth 1 -maxdepth 1 | sort | tr '\n' ' ')" = "hostile/fine hostile/good hostile/live.sh " ] && [ ! -e up ]
verdict $? "names that are no file's name are left out"

# A real letter, by real UUCP, the way that the simulated one goes.
if [ -f /usr/lib/uucp/uucico ] && [ -f /usr/sbin/uuxqt ]; then
    chmod 755 "$dir"
    gives 0 convert taylor "$five" -o live --quiet &&
        printf 'Subject: hello\n\nHello, yew.\nFrom here on, over five hosts.\n' | live/live.sh send oak 'elm!ash!fir!yew!u1' &&
        timeout 120 live/live.sh run >hops
    verdict $? "live: sent and called"
    printf 'oak to elm: 1\nelm to ash: 1\nash to fir: 1\nfir to yew: 1\n' | cmp -s - hops
    verdict $? "live: over four hops"
    live/live.sh read yew u1 >letter
    sed -n 's/^From \([^ ]*\)![^ !]* .*/\1/p;q' letter >path
    [ "$(cat path)" = 'fir!ash!elm!oak' ] && grep -qx 'From here on, over five hosts.' letter && grep -qx 'Subject: hello' letter
    verdict $? "live: its From line has grown by a host a hop, its body is whole"
    printf 'time,from,to,bytes\n0,oak!u1,elm!ash!fir!yew!u1,1200\n' >one.csv
    printf '[scenario]\ntopology = %s\nbegin = 1983-01-03\nlength = 1 h\n[mail]\nfrom-file = one.csv\n[output]\ntrace = all\n' "$five" >one.scenario
    "$BANGPATH" run one.scenario --quiet -o one.db && "$BANGPATH" show one.db 0 >story &&
        grep -qF "(the bang path back: $(cat path)!u1)" story &&
        [ "$(sed -n 's/.* \([a-z]*\) -> \([a-z]*\) .*/\1 to \2: 1/p' story)" = "$(cat hops)" ]
    verdict $? "live: hops and path are those of the simulation"
    live/live.sh send nosuch x </dev/null 2>.err
    [ $? -eq 2 ] && grep -qF 'there is no host nosuch' .err
    verdict $? "live: a host that is none"
else
    skip "live" "uucp is not installed"
fi
finish
