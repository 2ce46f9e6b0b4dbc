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
