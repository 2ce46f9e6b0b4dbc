#!/bin/sh
# From a fresh checkout to a picture: installs what is missing, builds in build/, runs a
# scenario and draws it. The database and pictures land in the directory it is called from.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
name=open-relay-years

sh "$root/tools/install-deps.sh"
[ -f "$root/build/build.ninja" ] || meson setup "$root/build" "$root"
ninja -C "$root/build" sim/bangpath

bangpath="$root/build/sim/bangpath"
"$bangpath" run "$root/scenarios/$name.scenario" -o "$name.db" --force
rm -f "$name.svg" "$name.png"
"$bangpath" render "$name.db" -o "$name.svg"
"$bangpath" render "$name.db" -o "$name.png"
"$bangpath" report "$name.db" -o "$name.html" --force

echo
echo "The run:     $(pwd)/$name.db"
echo "The picture: $(pwd)/$name.svg"
echo "             $(pwd)/$name.png"
echo "The report:  $(pwd)/$name.html"
