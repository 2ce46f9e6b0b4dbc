#!/bin/sh
# live.sh - runs the hosts of this folder on this machine, with real UUCP (Debian: uucp). Every host has
# files and a spool of its own in live/HOST; a call is a pipe to the other host's uucico, so that it takes
# no time and costs nothing, and whatever hour it is.
#
#   ./live.sh send HOST PATH     mail from standard input, written on HOST: elm!ash!fir!user
#   ./live.sh run                calls whom there is work for, until there is none; prints the hops
#   ./live.sh read HOST USER     what is in the mailbox
#   ./live.sh clean              forgets all mail
set -eu
here=$(cd "$(dirname "$0")" && pwd)
live=$here/live

# As root UUCP's programs become the user uucp, and have to be able to write.
give_away() {
    [ "$(id -u)" -ne 0 ] || chown -R uucp "$live"
}

# rmail of one host (RFC 976): strips its own name from the path, puts its From_ line on top of the letter,
# and hands it to the next host; or, where only a user is left, puts it into the mailbox.
make_rmail() { # HOST
    cat >"$live/$1/bin/rmail" <<END
#!/bin/sh
# uuxqt has this folder alone in PATH.
PATH=/usr/bin:/bin
here=$1 folder=$live/$1
letter=\$(mktemp "\$folder/letter.XXXXXX") || exit 1
trap 'rm -f "\$letter"' EXIT
# "From c!user date remote from b" below "From user date remote from c": who wrote it, from here.
awk '
    !body && /^>?From / {
        line = \$0
        sub(/^>?From /, "", line)
        host = ""
        if (match(line, / remote from /)) {
            host = substr(line, RSTART + RLENGTH) "!"
            line = substr(line, 1, RSTART - 1)
        }
        at = index(line, " ")
        path = path host
        user = substr(line, 1, at - 1)
        when = substr(line, at + 1)
        next
    }
    !body { printf "%s%s %s\n", path, user, when; body = 1 }
    { print }
' >"\$letter"
from=\$(sed 1q "\$letter")
for path; do
    case \$path in
    *!*)
        { echo "From \$from remote from \$here"; sed 1d "\$letter"; } |
            "$live/bin/uux" -I "\$folder/config" -r - "\${path%%!*}!rmail" "(\${path#*!})"
        ;;
    *)
        { echo "From \$from"; sed 1d "\$letter"; echo; } >>"\$folder/mail/\$path"
        ;;
    esac
done
END
    chmod +x "$live/$1/bin/rmail"
}

make_host() { # HOST
    mkdir -p "$live/$1/spool" "$live/$1/public" "$live/$1/lock" "$live/$1/bin" "$live/$1/mail"
    {
        cat "$here/$1/config"
        echo "spool $live/$1/spool"
        echo "pubdir $live/$1/public"
        echo "lockdir $live/$1/lock"
        for file in log:Log stat:Stats debug:Debug sys:sys port:port dial:dial call:call passwd:passwd; do
            echo "${file%:*}file $live/$1/${file#*:}"
        done
    } >"$live/$1/config"
    {
        echo "command-path $live/$1/bin"
        sed 's/^time .*/time any/' "$here/$1/sys"
    } >"$live/$1/sys"
    sed -n 's/^port to-//p' "$here/$1/port" | while read -r neighbour; do
        printf 'port to-%s\ntype pipe\ncommand %s/bin/uucico -q -l -I %s/%s/config\n' \
            "$neighbour" "$live" "$live" "$neighbour"
    done >"$live/$1/port"
    cp "$here/$1/dial" "$here/$1/call" "$here/$1/passwd" "$live/$1"
    make_rmail "$1"
}

# Copies are without the set-user-ID bit, so that they run as whoever calls them.
make_live() {
    [ ! -d "$live" ] || return 0
    mkdir -p "$live/bin"
    for program in /usr/bin/uux /usr/lib/uucp/uucico /usr/sbin/uuxqt; do
        [ -f "$program" ] || {
            echo "live.sh: $program is missing: install uucp" >&2
            rm -r "$live"
            exit 1
        }
        cp "$program" "$live/bin"
    done
    for sys in "$here"/*/sys; do
        host=${sys%/sys}
        make_host "${host##*/}"
    done
    give_away
}

# Calls each neighbour that there is work for; prints who called whom for how many files.
call_from() { # HOST
    sed -n 's/^system //p' "$live/$1/sys" >"$live/neighbours"
    while read -r neighbour; do
        [ -d "$live/$1/spool/$neighbour" ] || continue
        work=$(find "$live/$1/spool/$neighbour" -name 'C.*' -type f | wc -l)
        [ "$work" -gt 0 ] || continue
        "$live/bin/uucico" -q -S "$neighbour" -I "$live/$1/config" </dev/null || {
            echo "live.sh: $1 could not call $neighbour: see $live/$1/Log" >&2
            exit 1
        }
        echo "$1 to $neighbour: $work"
        busy=yes
    done <"$live/neighbours"
}

run() {
    busy=yes
    while [ -n "$busy" ]; do
        busy=
        for config in "$live"/*/config; do
            host=$(basename "$(dirname "$config")")
            call_from "$host"
        done
        for config in "$live"/*/config; do
            find "$(dirname "$config")/spool" -name 'X.*' -type f | grep -q . || continue
            "$live/bin/uuxqt" -I "$config"
        done
    done
}

case ${1-}:$# in
send:3)
    make_live
    [ -d "$live/$2" ] || {
        echo "live.sh: there is no host $2" >&2
        exit 2
    }
    { echo "From ${USER:-user} $(LC_ALL=C date '+%a %b %e %H:%M:%S %Y')"; cat; } | "$live/$2/bin/rmail" "$3"
    give_away
    ;;
run:1) make_live && run ;;
read:3) cat "$live/$2/mail/$3" ;;
clean:1) rm -rf "$live" ;;
*)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
