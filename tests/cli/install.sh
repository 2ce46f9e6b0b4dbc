#!/bin/sh
# What 'meson install' puts where: the program finds its scenarios, and the pages what they link to.
. "$BANGPATH_SOURCE_ROOT/tests/cli/tap.sh"
build=$(dirname "${BANGPATH_REFERENCE:?}")

if ! command -v meson >/dev/null; then
    skip "all is installed" "meson is not installed"
    finish
    exit
fi

DESTDIR=$PWD/root meson install -C "$build" --no-rebuild --quiet >.out 2>.err
verdict $? "all is installed"
program=$(find root -type f -name bangpath -path '*/bin/*')
documents=$(find root -type d -path '*/doc/bangpath')

"$program" list >.out 2>.err && grep -q "$PWD/root.*/scenarios/bcc.scenario" .out
verdict $? "the installed program lists the installed scenarios"

"$program" run "$(find root -name bcc.scenario)" --quiet >.out 2>.err
verdict $? "and runs them"

# Meson asks dpkg-dev for the folder; without it all goes to one in which nothing is looked for.
folder=$(dirname "$(find "$PWD/root" -name bangpath.pc)" | sed "s|^$PWD/root||")
if pkg-config --variable=pc_path pkg-config >.paths 2>.err && tr ':' '\n' <.paths | grep -qx "${folder%/lib*}/lib/pkgconfig"; then
    tr ':' '\n' <.paths | grep -qx "$folder"
    verdict $? "pkg-config looks where the library's file is"
else
    skip "pkg-config looks where the library's file is" "there is no pkg-config, or it looks nowhere below ${folder%/lib*}"
fi

# A link is what stands between ]( and ), up to a blank or #; those to the web are left alone.
: >.err
links=0
for page in $(find "$documents" -name '*.md'); do
    for link in $(grep -oE '\]\([^) #]+' "$page" | cut -c3- | grep -v '^https\{0,1\}:'); do
        links=$((links + 1))
        [ -e "$(dirname "$page")/$link" ] || echo "$page: $link" >>.err
    done
done
echo "$links links" >.out
[ "$links" -gt 50 ] && [ -s "$documents/README.md" ] && [ ! -s .err ]
verdict $? "every link of a page, the README's too, leads somewhere"

finish
