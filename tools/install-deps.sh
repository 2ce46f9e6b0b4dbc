#!/bin/sh
# Installs what bangpath needs on Debian 12, as root or through sudo. Does nothing, and
# needs no network, when all is there. Usage: tools/install-deps.sh [--tests]
set -eu

# dpkg-dev tells Meson the folder of libraries, in which pkg-config looks.
packages="gcc make libc6-dev dpkg-dev meson ninja-build pkgconf libglib2.0-dev libgraphviz-dev graphviz
    fonts-dejavu-core uuid-dev libsqlite3-dev librandom123-dev libjson-glib-dev libshp-dev
    python-cartopy-data libglib2.0-dev-bin libjs-dygraphs"
case ${1-} in
'') ;;
--tests) packages="$packages sqlite3 valgrind clang llvm libclang-rt-14-dev clang-tidy cppcheck gcovr binutils
    python3-selenium chromium chromium-driver groff mandoc zsh s-nail strace" ;;
*)
    echo "usage: $0 [--tests]" >&2
    exit 2
    ;;
esac

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=
for package in $packages; do
    is_installed "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null; then
    as_root=sudo
else
    echo "$0: neither root nor sudo; please install:$missing" >&2
    exit 1
fi

apt() {
    # shellcheck disable=SC2086 # empty is no word
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" </dev/null
}

install_missing() {
    # shellcheck disable=SC2086 # packages are words
    apt install --no-install-recommends $missing
}

echo "installing:$missing"
set -- /var/lib/apt/lists/*_Packages*
[ -e "$1" ] || apt update
# Lists that are there can be old, and name what the archive no longer has.
install_missing || {
    apt update
    install_missing
}
