#!/bin/sh
# Names that would do harm, from a topology and a mail trace on: shown as text in the terminal, pictures, mailboxes and reports. What
# a topology cannot hold is in databases: see mbox.sh and show.sh, and tests/browser for the page in a browser. Prints TAP.
. "$(dirname "$0")/tap.sh"
unset TZ
if ! command -v python3 >/dev/null; then
    skip "names that would do harm" "python3, which makes and reads them, is not installed"
    finish
    exit 0
fi

cat >make.py <<'END'
import csv

names = ["<script>alert(1)</script>", "a'b&amp\u00e9\u4e2d", "W" * 10240, "]]>--><b>", "\u202eevil\u2028line", "%s%n"]
with open("h.gv", "w", encoding="utf-8") as out:
    out.write('graph "<b>title</b>" {\n  label="<script>alert(2)</script> & more"; net=uucp;\n  node [mailboxes=2 org="</title><script>"];\n')
    out.write('  edge [line="v22bis" protocol=g schedule=demand];\n')
    for name in names:
        out.write('  "%s";\n' % name)
    for a, b in zip(names, names[1:]):
        out.write('  "%s" -- "%s";\n' % (a, b))
    out.write("}\n")
with open("h.csv", "w", encoding="utf-8", newline="") as out:
    rows = csv.writer(out)
    rows.writerow(["time", "from", "to", "bytes"])
    for i, name in enumerate(names[1:]):
        rows.writerow([i, names[0] + "!u0", name + "!u1", 1000])
with open("h.scenario", "w", encoding="utf-8") as out:
    out.write("[scenario]\ntitle = <script>alert(3)</script>\ntopology = h.gv\nbegin = 1987-01-01\nlength = 1 d\n"
              "[mail]\nfrom-file = h.csv\n[output]\ntrace = all\n")

# What opens an escape code as one character, and what turns the direction of writing; names cannot have ESC.
obeyed = "\x9b31m\u202e"
with open("k.scenario", "w", encoding="utf-8") as out:
    out.write(("[scenario]\nextends = h.scenario\ntitle = \x1b[33mt@\n[greylist g@]\nsubscribers = all\n"
               "[sweep]\ngreylist g@.delay = 5 min, 6 min\n[fork]\nat = day 1 12:00\nas@ = no change\n"
               "n@ = greylist g@.enabled=no\n[expect]\ne@ = ham.sent > 0\nf@ = ham.sent < 0\n").replace("@", obeyed))
END
python3 make.py
gives 0 run h.scenario -o h.db && gives 0 show h.db && [ "$(grep -c ' delivered$' .out)" -eq 5 ]
verdict $? "letters among hosts with such names arrive"
cat >look.py <<'END'
import glob, mailbox, re, sys, xml.etree.ElementTree as tree

what, path = sys.argv[1:3]
if what == "terminal":
    # Neither control characters nor what turns the direction of writing or breaks lines.
    bad = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]")
    found = bad.search(open(path, encoding="utf-8").read())
    assert not found, repr(found)
elif what == "svg":
    titles = []
    for element in tree.parse(path).iter():
        kind = element.tag.split("}")[-1]
        assert kind in ("svg", "g", "title", "polygon", "ellipse", "path", "text", "a", "polyline"), kind
        assert not any(name.startswith("on") or name.endswith("href") for name in element.attrib), element.attrib
        titles += [element.text] if kind == "title" else []
    assert any(title.startswith("<script>alert(1)</script> (</title><script>): mailboxes 2") for title in titles), titles
    assert any("a'b&amp\u00e9\u4e2d" in title for title in titles)
elif what == "mail":
    messages = [message for file in glob.glob(path + "/*") for message in mailbox.mbox(file)]
    assert len(messages) == 5 and not any(message.defects for message in messages)
    assert all(str(message["from"]) == "u0@<script>alert(1)</script>" for message in messages), [m["from"] for m in messages]
END
for arguments in "show h.db" "show h.db 0 --dialogue --all" "show h.db 4 --dialogue" "check h.gv h.scenario" "relays h.gv" "run h.scenario"; do
    # shellcheck disable=SC2086 # arguments are words
    gives 0 $arguments && python3 look.py terminal .out 2>>.err && ! grep -q "$(printf '[\001-\011\013-\037\177]')" .err
    verdict $? "$(echo "$arguments" | tr -d -) sends no escape code"
done

# A terminal that shows all of Unicode gets more than ASCII. Points of a sweep are parted from their numbers by tabs.
LC_ALL=C.UTF-8
mkdir scenarios topologies "named$(printf '\302\233\033[31m')"
cp k.scenario scenarios
mkfifo scenarios/nobody-fills.scenario
cp k.scenario h.scenario h.gv h.csv named*
for arguments in "0 relays h.gv" "0 relays k.scenario --at=1987-01-01" "1 run k.scenario" "1 sweep k.scenario" "1 sweep k.scenario -o s.db" \
    "0 sweep k.scenario --dry-run" "0 compare s.db s.db" "1 fork k.scenario" "0 show h.db 0 --all" "0 show h.db 4 --dialogue" "0 list" \
    "0 check k.scenario" "0 check $(echo named*)/h.scenario"; do
    # shellcheck disable=SC2086 # arguments are words
    gives $arguments && [ -s .out ] && tr '\t' ' ' <.out >.shown && python3 look.py terminal .shown 2>>.err && python3 look.py terminal .err
    verdict $? "UTF-8: $(echo "${arguments#* }" | tr -d '\302\233\033-') sends no escape code"
done
LC_ALL=C

gives 0 show h.db 0 && grep -qF 'u0@<script>alert(1)</script>' .out
verdict $? "and shows names as they are"
for option in "" --highlight=4 "--every=12 h" --spam-only; do
    gives 0 render h.db ${option:+"$option"} -o a.svg --force && python3 look.py svg a.svg 2>.err
    verdict $? "a picture has them as text ${option#--}"
done
gives 0 render h.gv -o a.svg --force && python3 look.py svg a.svg 2>.err
verdict $? "a picture of the topology, too"
gives 0 show h.db --mbox -o mail && python3 look.py mail mail 2>.err && ! ls mail | grep -q '[^A-Za-z0-9@%~._+-]'
verdict $? "mailboxes, and their files"
gives 0 report h.db -o h.html && [ "$(grep -c 'alert([123])' h.html)" -gt 0 ] && ! grep -qi '<script>alert' h.html
verdict $? "a page has them as data only"

finish
