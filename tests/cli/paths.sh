#!/bin/sh
# bangpath paths: options, messages, and what pathalias made of the real maps. Prints TAP.
. "$(dirname "$0")/tap.sh"
maps=$BANGPATH_SOURCE_ROOT/../shared/maps

cat >one.map <<'END'
#N	home
home	a(DEMAND), B(HOURLY), x.edu(DAILY)
a	c(LOCAL), B(LOCAL)
c = c.alias
END
cat >two.map <<'END'
c	d(LOCAL)
lost	d(5)
island	reef(5)
c	e(10) f(10)
c	g(LOCL)
END

# prints LINES ARGUMENT...: whether `bangpath paths ARGUMENT...` prints just LINES, in which _ is a tab.
prints() {
    printf '%s\n' "$1" | tr _ '\t' >wanted
    shift
    gives 0 paths "$@" && cmp -s wanted .out
}

prints 'home_%s
a_a!%s
B_a!B!%s
c_a!c!%s
c.alias_a!c!%s
x.edu_x.edu!%s' -l home one.map && [ ! -s .err ]
verdict $? "names and routes, the nearest first"
prints '0_home_%s
300_a_a!%s
325_b_a!b!%s
325_c_a!c!%s
325_c.alias_a!c!%s
5000_x.edu_x.edu!%s' -c -i -l HOME one.map
verdict $? "costs; names in one case"
prints '0_home_%s
300_a_a!%s
300_B_a!B!%s
300_c_a!c!%s
300_c.alias_a!c!%s
5000_x.edu_x.edu!%s' -f -l home one.map
verdict $? "costs of the first relay"
prints '0_home_%s
500_B_B!%s
5000_x.edu_x.edu!%s
100000300_a_a!%s
100000326_c_a!c!%s
100000326_c.alias_a!c!%s' -c -l home -d 'home!a' one.map
verdict $? "a dead link"
prints '0_home_%s
300_a_a!%s
500_B_B!%s
5000_x.edu_x.edu!%s
100000325_c_a!c!%s
100000325_c.alias_a!c!%s' -c -l home -d a one.map
verdict $? "a dead host"
gives 0 paths -I -c -l home one.map && grep -q '^100	x.edu	x.edu!%s$' .out && grep -q '^100	c.alias	c.alias!%s$' .out
verdict $? "the Internet"

gives 0 paths -c -l home one.map && cp .out wanted && "$BANGPATH" paths -c -l home <one.map >.out && cmp -s .out wanted &&
    "$BANGPATH" paths -c -l home - <one.map >.out && cmp -s .out wanted
verdict $? "standard input, without a file or as -"

gives 0 paths -clhome one.map && cmp -s .out wanted
verdict $? "flags and the home in one word, as pathalias takes them"
gives 0 paths -c -l home one.map two.map
grep -q '^two.map:4: expected a comma, not "f": the rest of the statement is left out$' .err &&
    grep -q '^two.map:5: expected a cost word such as DEMAND or DAILY, not "LOCL" (did you mean "LOCAL"?): this counts as 4000$' .err &&
    grep -q '^bangpath paths: 2 things' .err && grep -q '^350	d	a!c!d!%s$' .out && grep -q '^335	e	a!c!e!%s$' .out
verdict $? "mistakes are told, and take nothing with them"
grep -q '^100000701	lost	a!c!d!lost!%s$' .out
verdict $? "who is linked to nobody is tried backwards"
grep -q '^There is no way from home to 2 names:$' .err && grep -q '^  reef$' .err && ! grep -q island .out
verdict $? "who cannot be reached is told"
gives 0 paths -l home -t c -t 'home!a' one.map two.map
[ "$(grep -c '^one.map:3: a ! c(25)$' .err)" -eq 1 ] && grep -q '^one.map:2: home ! a(300)$' .err &&
    grep -q '^one.map:4: c = c.alias(0)$' .err && ! grep -q 'home ! B' .err
verdict $? "-t shows where a link is read"
gives 0 paths -v -l home one.map && grep -q '^6 nodes, 7 links; 6 nodes reached$' .err
verdict $? "-v counts"
printf 'home a(1)\nfile {"\033[31m"}\nhome \033\n' >evil.map
gives 0 paths -l home evil.map && ! grep -q "$(printf '\033')" .err
verdict $? "nothing that a terminal would obey is told"
gives 0 paths -l nowhere one.map && [ "$(cat .out)" = 'nowhere	%s' ]
verdict $? "a home that is on no map"

refuses "an absent file" 'absent: cannot be read: No such file' paths -l home one.map absent
refuses "a folder" '/: cannot be read: Is a directory' paths -l home /
refuses "an empty host" '-d "": expected a host, or a link such as a!b' paths -d '' one.map
refuses "no link" '-d "a!b!c": expected a host, or a link such as a!b' paths -d 'a!b!c' one.map
refuses "half a link" '-t "a!": expected a host, or a link such as a!b' paths -t 'a!' one.map
touch net.gv && refuses "a topology" 'net.gv: is a topology: expected maps' paths -l home one.map net.gv
truncate -s 100M huge.map
refuses "a hundred megabytes of nothing" 'huge.map: more than 64 MiB: this is no map' paths -l home huge.map
if [ -c /dev/full ]; then
    "$BANGPATH" paths -l home one.map >/dev/full 2>.err
    [ $? -eq 1 ] && grep -q 'standard output' .err
    verdict $? "standard output is full"
fi

# ---- the maps of the UUCP Mapping Project, and what pathalias made of them ----

if [ ! -d "$maps" ]; then
    skip "the real maps" "$maps is not there"
    finish
    exit
fi
for reference in "$maps"/paths/*.gz; do
    name=$(basename "$reference" .paths.gz)
    gzip -dc "$reference" >wanted
    gives 0 paths -c -i -l "${name##*.}" "$maps/${name%.*}"/* && [ ! -s .err ] && sort .out | cmp -s - wanted
    verdict $? "$name: every cost and route"
done
for map in "$maps"/cases/*.map; do
    name=$(basename "$map" .map)
    gives 0 paths -c -i -l home "$map" && sort .out | cmp -s - "${map%.map}.paths"
    verdict $? "$name: every cost and route"
    if [ -s "${map%.map}.err" ]; then
        [ -s .err ]
    else
        [ ! -s .err ]
    fi
    verdict $? "$name: messages where there are some to give"
done

finish
