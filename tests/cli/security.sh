#!/bin/sh
# What SECURITY.md promises, one by one. Prints TAP.
. "$(dirname "$0")/tap.sh"

# imports SYMBOL...: those of them that the program takes from libraries.
imports() {
    for symbol; do
        grep -x "$symbol" "$dir/imports"
    done
}
has_readelf=0
command -v readelf >/dev/null && has_readelf=1
[ $has_readelf -eq 0 ] ||
    readelf --dyn-syms -W "$BANGPATH" | awk '$7 == "UND" { sub(/@.*/, "", $8); print $8 }' >imports

# ---- no program is started, no network is used ----

name="no call that starts a program"
if [ $has_readelf -eq 0 ] || grep -q __asan_init "$BANGPATH"; then
    skip "$name" "readelf is missing, or the program has a sanitizer's calls in it"
else
    found=$(imports system popen execl execle execlp execv execve execvp execvpe fexecve posix_spawn posix_spawnp \
        g_spawn_async g_spawn_sync g_spawn_command_line_sync g_spawn_command_line_async g_subprocess_new wordexp)
    [ -z "$found" ] && [ -s imports ]
    verdict $? "$name $found"
fi
name="no call that reaches a network"
if [ $has_readelf -eq 0 ] || grep -q __asan_init "$BANGPATH"; then
    skip "$name" "readelf is missing, or the program has a sanitizer's calls in it"
else
    found=$(imports socket connect bind listen accept accept4 getaddrinfo gethostbyname res_query g_socket_new \
        g_socket_client_new g_resolver_get_default)
    [ -z "$found" ] && [ -s imports ]
    verdict $? "$name $found"
fi

# ---- hardening ----

name="position-independent, relocations read-only, stack not executable"
if [ $has_readelf -eq 0 ]; then
    skip "$name" "readelf is missing"
else
    readelf -hW "$BANGPATH" | grep -q 'Type: *DYN' && readelf -lW "$BANGPATH" | grep -q GNU_RELRO &&
        readelf -dW "$BANGPATH" | grep -q 'BIND_NOW\|FLAGS_1.*NOW' &&
        readelf -lW "$BANGPATH" | grep 'GNU_STACK' | grep -q ' RW '
    verdict $? "$name"
fi
name="stack protector, and glibc's checks of lengths"
if [ $has_readelf -eq 0 ] || [ "${BANGPATH_FORTIFIED-}" != 1 ]; then
    skip "$name" "not in this build"
else
    [ -n "$(imports __stack_chk_fail)" ] && grep -q '_chk$' imports
    verdict $? "$name"
fi

# ---- nothing is written but what -o names ----

printf 'graph "g" { a [mailboxes=3]; b [mailboxes=3]; a -- b [line=v32] }\n' >g.gv
cat >g.scenario <<'END'
[scenario]
topology = g.gv
begin = 1990-01-01
length = 5 d
[mail]
rate = 5 / mailbox / d
[output]
trace = all
[sweep]
mail.rate = 1 / mailbox / d, 2 / mailbox / d
replications = 2
END
"$BANGPATH" run g.scenario --quiet -o g.db
"$BANGPATH" sweep g.scenario --quiet -o s.db
mkdir tmp home
list() {
    find . -name .out -o -name .err -o -name before -o -name imports -o -name trace -o -name calls -o -print | sort
}
has_strace=0
command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null && ! grep -q __asan_init "$BANGPATH" && has_strace=1

# in_a_cage COMMAND...: where it may look for files of its own; every call that opens, makes or starts something is in `trace`.
in_a_cage() {
    if [ $has_strace -eq 1 ]; then
        set -- strace -f -qq -e signal=none -e trace=file,process,network -o trace "$@"
    fi
    env TMPDIR="$dir/tmp" HOME="$dir/home" XDG_CACHE_HOME="$dir/home" "$@" >.out 2>.err </dev/null
}

# Of the calls in `trace` that did not fail: those that make, change or start something, and the names of them that are not the
# output, or that is in the making, beside it.
changes() {
    grep -E 'O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE|(rename|unlink|rmdir|mkdir|link|mknod|chmod|chown|truncate|utime)[a-z0-9]*\(' trace |
        grep -vE '= -1 |unfinished|readlink' | grep -o '"[^"]*"' | tr -d '"' | sed "s|^$dir/||" |
        grep -vE "^(/dev/null|/dev/tty|${1:-nothing}(\..*|-journal)?)$"
}

# What was opened here, but for what is written, and is not among $@. Elsewhere is what was installed.
opens() {
    printf '%s\n' "$@" >named
    grep -E 'open(at)?\(' trace | grep -vE '= -1 |unfinished' | sed 's/^[^"]*"\([^"]*\)".*/\1/; s|^\./||' | sed "s|^$dir/*||" |
        grep -v '^/\|^home$\|^home/\|^\.*$\|^new\.' | grep -vxF -f named
    rm named
}

# starts: calls that start a program, but for the first, or open a socket to somewhere.
starts() {
    sed 1d trace | grep -E '(execve|execveat|vfork|socket|connect|bind|listen)\('
}

list >before
bad='' wrote='' read='' started='' ran=0
while read -r arguments; do
    output=
    case $arguments in *" -o "*) output=${arguments##* -o } ;; esac
    # shellcheck disable=SC2086 # words
    in_a_cage "$BANGPATH" $arguments
    rm -f ${output:+"$output"}
    list | cmp -s before - || bad="$bad '$arguments'"
    if [ $has_strace -eq 1 ]; then
        ran=$((ran + $(grep -c 'execve("[^"]*bangpath.* = 0' trace)))
        also=
        case $arguments in *g.scenario*) also=g.gv ;; esac
        # shellcheck disable=SC2086 # words
        {
            [ -z "$(changes "$output")" ] || wrote="$wrote '$arguments': $(changes "$output" | tr '\n' ' ')"
            [ -z "$(opens $arguments $also)" ] || read="$read '$arguments': $(opens $arguments $also | tr '\n' ' ')"
            [ -z "$(starts)" ] || started="$started '$arguments': $(starts | head -n 1)"
        }
    fi
done <<'END'
run g.scenario
run g.scenario --json -o new.db
run g.scenario --quiet --checkpoint 1d -o new.db
sweep g.scenario -j 2
sweep g.scenario -j 2 --quiet -o new.db
merge s.db -o new.db
check g.scenario g.gv
relays g.gv
render g.gv -T gv
render g.db -o new.svg
render g.db -o new.png
render g.gv -o new.pdf
report g.db -o new.html
report s.db -o new.html
report g.db
show g.db
show g.db 0
compare g.db s.db
query g.db SELECT
export g.db -o new.graphml
export g.db refusals -o new.csv
convert pathalias g.gv -o new.map
call g.gv
new
list
keys
paths -l a g.gv
import uucp g.gv -o new.gv
END
[ -z "$bad" ]
verdict $? "nothing is written but what -o names $bad"
if [ $has_strace -eq 0 ]; then
    skip "nothing is opened to be written but that, for a moment either" "strace is missing, or does not work here"
    skip "nothing is read but what is named" "likewise"
    skip "no program is started, no network is used" "likewise"
else
    [ -z "$wrote" ] && [ $ran -eq 28 ]
    verdict $? "nothing is opened to be written but that, for a moment either $wrote"
    [ -z "$read" ] && [ $ran -eq 28 ]
    verdict $? "nothing is read but what is named $read"
    [ -z "$started" ] && [ $ran -eq 28 ]
    verdict $? "no program is started, no network is used $started"
fi

"$BANGPATH" query g.db "ATTACH 'other.db' AS o" >.out 2>.err
"$BANGPATH" query g.db "CREATE TABLE x (y)" >.out 2>.err
"$BANGPATH" query g.db "VACUUM INTO 'other.db'" >.out 2>.err
list | cmp -s before -
verdict $? "nor by a query"
cksum g.db >sum
"$BANGPATH" query g.db "DELETE FROM hosts" >.out 2>.err
cksum g.db | cmp -s sum -
verdict $? "a query changes no database"

echo mine >mine
ln -s mine link
refuses "a link is not followed" 'link: is a symbolic link' run g.scenario --force -o link
[ "$(cat mine)" = mine ]
verdict $? "what it leads to stays as it was"

# ---- a topology names no files ----

cat >named.gv <<'END'
graph "g" {
  graph [imagepath="secret" fontpath="secret" stylesheet="secret.css" _background="c 7 -#ff0000 I 0 0 9 9 10 -secret.png" URL="secret.url"];
  node [image="secret.png" shapefile="secret.ps"];
  a [mailboxes=3 label=<<TABLE><TR><TD><IMG SRC="secret.png"/></TD></TR></TABLE>> shape=custom href="javascript:secret()"];
  b [shape=epsf]; a -- b [line=v32 headURL="secret" target="secret"];
}
END
printf '\211PNG secret' >secret.png
for kind in gv svg; do
    gives 0 render named.gv -T $kind && [ -s .out ] && ! grep -q secret .out .err
    verdict $? "images, shapes, fonts, styles and links of a topology are dropped: $kind"
done
name="and not even opened"
if [ $has_strace -eq 0 ]; then
    skip "$name" "strace is missing, or does not work here"
else
    for kind in svg png; do
        in_a_cage "$BANGPATH" render named.gv -T $kind
        ! grep -q secret trace && grep -q named.gv trace
        verdict $? "$name: $kind"
    done
fi

# ---- terminals and pages ----

esc=$(printf '\033')
for setting in "mail.rate=${esc}[31m" "scenario.topology=${esc}]0;x" "${esc}[2J.x=1" "mail.${esc}c=1"; do
    "$BANGPATH" run g.scenario --set "$setting" >.out 2>.err
    [ $? -eq 2 ] && ! grep -q "$esc" .out .err && grep -q '\\x1b' .err
    verdict $? "a message shows what a terminal would obey ($n)"
done
for command in "${esc}[31m" --"${esc}[31m"; do
    "$BANGPATH" "$command" >.out 2>.err
    [ $? -eq 2 ] && ! grep -q "$esc" .out .err
    verdict $? "also of the command line ($n)"
done
printf 'graph "<script>alert(1)</script>" { label="%s[31m<script>alert(2)</script>"; a [mailboxes=3 org="%s[32m<script>alert(3)</script>"]; b; a -- b [line=v32] }\n' \
    "$esc" "$esc" >hostile.gv
sed "s/^topology.*/topology = hostile.gv/; s/^begin/title = ${esc}[33m<script>alert(4)<\/script>\n&/" g.scenario >hostile.scenario
"$BANGPATH" run hostile.scenario -o hostile.db >.out 2>.err && ! grep -q "$esc" .out .err
verdict $? "a run's summary shows it"
for command in 'check hostile.scenario' 'relays hostile.gv' 'call hostile.gv' 'paths -l a hostile.gv' 'compare hostile.db hostile.db' 'sweep hostile.scenario --quiet'; do
    # shellcheck disable=SC2086 # words
    "$BANGPATH" $command >.out 2>.err
    [ -s .out ] || [ -s .err ] || [ "${command##* }" = --quiet ]
    [ $? -eq 0 ] && ! grep -q "$esc" .out .err
    verdict $? "${command%% *} shows it"
done
gives 0 show hostile.db 0 && ! grep -q "$esc" .out .err
verdict $? "a message's story shows it"
gives 0 render hostile.db -T svg && ! grep -q "$esc\|<script" .out
verdict $? "a picture shows it"
gives 0 report hostile.db && [ -s .out ] && ! grep -q "$esc\|<script>alert" .out
verdict $? "a page shows it"

# ---- bounds ----

head -c 1100000 /dev/zero | tr '\0' '#' >large.scenario
refuses "a scenario of a megabyte" 'large.scenario' run large.scenario
{ printf 'graph { a [label="'; head -c 17000000 /dev/zero | tr '\0' 'x'; printf '"] }'; } >large.gv
refuses "a statement of 17 megabytes" 'large.gv' check large.gv
{ printf 'graph {'; yes 'subgraph {' | head -n 200000; } >deep.gv
gives 2 check deep.gv && [ -s .err ] && [ ! -s .out ]
verdict $? "200,000 subgraphs within each other"
finish
