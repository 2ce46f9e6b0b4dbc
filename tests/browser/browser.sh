# browser.sh - what tests in a browser share: sourced, not run. $dir is a folder that goes again, $python one with selenium; skipped
# where there is no browser that a program can drive.
: "${BANGPATH:?}" "${BANGPATH_SOURCE_ROOT:?}"
LC_ALL=C.UTF-8
export LC_ALL
scenarios=$BANGPATH_SOURCE_ROOT/scenarios
browser=$BANGPATH_SOURCE_ROOT/tests/browser

skip_all() {
    echo "1..0 # SKIP $1; tools/install-deps.sh --tests installs it"
    exit 0
}

python=
for candidate in /usr/bin/python3 python3; do
    "$candidate" -c 'import selenium' 2>/dev/null && python=$candidate && break
done
[ -n "$python" ] || skip_all "python3-selenium is not installed"
command -v chromium >/dev/null || skip_all "chromium is not installed"
command -v chromedriver >/dev/null || skip_all "chromium-driver is not installed"

dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
