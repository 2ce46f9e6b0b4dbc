#!/bin/sh
# Fails when an include goes against this table. Usage: check_layers.sh ROOT
cd "${1:?}" && awk '
BEGIN { sees["base"] = "base"; sees["engine"] = "base engine"; sees["policy"] = "base policy"
    sees["protocol"] = "base protocol"; sees["network"] = "base engine protocol network"
    sees["mail"] = "base engine network policy mail"
    sees["actors"] = "base engine protocol policy network mail actors"
    sees["formats"] = sees["actors"] " formats"; sees["results"] = sees["actors"] " results"
    sees["view"] = "base network results view"; sees["cli"] = sees["formats"] " results view cli" }
function wrong(what) { print FILENAME ":" FNR ": " what; bad = 1 }
FNR == 1 { split(FILENAME, p, "/") }
FNR == 1 && pass == 2 { own = p[1] == "sim" ? p[2] : layer[p[3]]
    if (!(own in sees)) wrong("no layer \"" own "\": say ` * Layer: NAME.`") }
pass == 1 && /^ \* Layer: [a-z]+\./ && !(p[3] in layer) { layer[p[3]] = substr($3, 1, index($3, ".") - 1) }
pass == 2 && /^[ \t]*#[ \t]*include/ { split($0, q, /[<>"]/); n = q[2]; public = sub(/^bangpath\//, "", n)
    if (public && index(" " sees[own] " ", " " layer[n] " ") == 0) wrong(own " may not see " n " (" layer[n] ")")
    if (!public && /"/ && (p[1] != "sim" || system("test -f sim/" own "/" n))) wrong(n " is not private to " own) }
END { exit bad }' pass=1 include/bangpath/*.h pass=2 include/bangpath/*.h sim/*/*.[ch]
