#!/bin/sh
# Makes the pictures of docs/gallery.md from real runs, into docs/images.
# Usage: gallery.sh [BANGPATH], which is build/sim/bangpath unless named; gallery.sh --list prints the pictures' names.
# Needs pngquant, and for pictures of pages python3-selenium, chromium and chromium-driver.
set -e
cd "$(dirname "$0")/.."
images=docs/images

# What there is: tests/docs/gallery.sh holds the page, the folder and README.md to this list.
list='open-relay-years spread usenet-1981 bitnet-1987 uucp-1987 three-networks christma-exec report compared message sweep'
if [ "$1" = --list ]; then
    printf '%s.png\n' $list
    exit 0
fi

bangpath=$(realpath "${1:-build/sim/bangpath}")
for tool in "$bangpath" pngquant chromium chromedriver; do
    command -v "$tool" >/dev/null || { echo "gallery.sh: $tool is not there" >&2 && exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# keep NAME: from $work into docs/images, with few colours: it needs no more, and is a quarter as large.
keep() {
    pngquant --speed 1 --strip --force --output "$images/$1.png" 96 "$work/$1.png"
    echo "$images/$1.png: $(wc -c <"$images/$1.png") bytes" >&2
}

run() {
    db=$1 scenario=$2
    shift 2
    "$bangpath" run "scenarios/$scenario.scenario" --quiet -o "$work/$db.db" "$@"
}

# drawn NAME FILE [OPTION]...: a picture by bangpath render.
drawn() {
    name=$1 file=$2
    shift 2
    "$bangpath" render "$file" --width 1200 -o "$work/$name.png" "$@"
    keep "$name"
}

# shown NAME WIDTH HEIGHT SCRIPT...: of the page $work/NAME.html.
shown() {
    /usr/bin/python3 tools/page_picture.py "$work/$1.html" "$work/$1.png" "$2" "$3" "$4" "$5"
    keep "$1"
}

run years open-relay-years
run open open-relay-years --set closure.enabled=no
run worm christma-exec
run letter three-networks
drawn open-relay-years "$work/years.db"
drawn spread "$work/years.db" --every '5 d'
drawn usenet-1981 topologies/usenet-1981.gv
drawn bitnet-1987 topologies/bitnet-1987.gv --layout geo
drawn uucp-1987 topologies/uucp-1987-core.gv --layout geo
drawn three-networks topologies/three-networks.gv --layout geo

"$bangpath" report "$work/years.db" -o "$work/report.html"
"$bangpath" report "$work/worm.db" -o "$work/christma-exec.html"
"$bangpath" report "$work/letter.db" -o "$work/message.html"
"$bangpath" report "$work/years.db" "$work/open.db" -o "$work/compared.html"
shown report 1280 1000 "BP.player.seek(12.4 * 864e8); document.getElementById('headline').scrollIntoView()"
shown compared 1280 760 dark "document.getElementById('curves').scrollIntoView()"
shown christma-exec 1280 560 "BP.player.seek(1.55 * 864e8); document.getElementById('replay').scrollIntoView()"
shown message 1280 700 "document.querySelectorAll('#list tbody tr')[0].click(); document.getElementById('messages').scrollIntoView()"

"$bangpath" sweep scenarios/relay-closing-study.scenario -j "$(nproc)" --quiet -o "$work/study.db" \
    --set 'sweep.closure.share=0%, 25% .. 100%' --set sweep.replications=5
"$bangpath" report "$work/study.db" -o "$work/sweep.html"
shown sweep 1280 780 "scrollTo(0, 0)"
