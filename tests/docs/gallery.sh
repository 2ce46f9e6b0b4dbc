#!/bin/sh
# The gallery: its script's list, its page and its folder are of the same pictures, and all of them fit. Prints TAP.
# $BANGPATH_SOURCE_ROOT is where the sources are. Pictures called study-... are made by tools/study_pictures.py.
cd "${BANGPATH_SOURCE_ROOT:?}" || exit 1
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0

# verdict STATUS NAME: one line of TAP; of a failure, also what $dir/why has.
verdict() {
    n=$((n + 1))
    [ "$1" -eq 0 ] && echo "ok $n - $2" && return
    echo "not ok $n - $2"
    sed 's/^/# /' "$dir/why"
}

# shown PAGE: names of the pictures in it.
shown() {
    sed -n 's/.*!\[[^]]*\](\(docs\/\)\{0,1\}images\/\([^)]*\)).*/\2/p' "$1"
}

sh tools/gallery.sh --list | sort >"$dir/list"
[ "$(wc -l <"$dir/list")" -ge 8 ]
verdict $? "the script makes a gallery"
shown docs/gallery.md | sort >"$dir/page"
diff "$dir/list" "$dir/page" >"$dir/why"
verdict $? "docs/gallery.md shows each of its pictures, and no other"
(cd docs/images && ls) | grep -v '^study-.*\.svg$' | sort | diff "$dir/list" - >"$dir/why"
verdict $? "docs/images has them, and no other"
shown README.md | head -n 1 | grep -qxFf "$dir/list"
verdict $? "README.md's first picture is one of them"
for page in README.md docs/*.md; do
    shown "$page"
done | grep -v '^study-.*\.svg$' | sort -u | comm -23 - "$dir/list" >"$dir/why"
[ ! -s "$dir/why" ]
verdict $? "no page shows any other"
bytes=$(cat docs/images/* | wc -c)
echo "$bytes bytes" >"$dir/why"
[ "$bytes" -le 1500000 ]
verdict $? "together they have at most 1.5 MB"
echo "1..$n"
