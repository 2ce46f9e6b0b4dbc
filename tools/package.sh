#!/bin/sh
# Builds the Debian packages in a folder and looks at them with lintian. Needs the packages that
# debian/control names, dpkg-dev and lintian. Usage: tools/package.sh FOLDER
set -eu
[ $# -eq 1 ] || {
    echo "usage: $0 FOLDER" >&2
    exit 2
}
mkdir -p "$1"
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."

rm -rf "$folder/bangpath"
mkdir "$folder/bangpath"
git archive HEAD | tar -x -C "$folder/bangpath"
(cd "$folder/bangpath" && dpkg-buildpackage --build=binary --no-sign)
lintian --fail-on error,warning "$folder"/*.changes
ls "$folder"/*.deb
