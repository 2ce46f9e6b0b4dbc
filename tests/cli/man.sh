#!/bin/sh
# The manual pages and completions that are made of what the program says: whole, and well formed.
# $BANGPATH_REFERENCE is where the build has put them.
. "$BANGPATH_SOURCE_ROOT/tests/cli/tap.sh"
pages=${BANGPATH_REFERENCE:?}

commands=$("$BANGPATH" --help | awk '/^Commands:/ { on = 1; next } on && !NF { exit } on { print $1 }')

# whole COMMAND: its page has the long name of every option of its help.
whole() {
    page=$pages/bangpath-$1.1
    [ -s "$page" ] || return 1
    "$BANGPATH" "$1" --help | grep -oE '^  (-., )?--[a-z-]+' | grep -oE -- '--[a-z-]+' >options
    [ -s options ] || return 1
    while read -r option; do
        grep -qF "\\fB$(printf '%s' "$option" | sed 's/-/\\-/g')\\fR" "$page" || {
            echo "$1: $option" >>.err
            return 1
        }
    done <options
}

: >.out
: >.err
missing=0
for command in $commands; do
    whole "$command" || missing=1
done
verdict $missing "each command has its page, with every option"

"$BANGPATH" keys scenario | sed -n 's/^  \([a-z][a-z-]*\) = .*/\1/p' | sort -u >keys
sed 's/\\-/-/g' "$pages/bangpath-scenario.5" | sed -n 's/^\\fB\([a-z-]*\)\\fR = .*/\1/p' | sort -u >shown
[ "$(wc -l <keys)" -gt 50 ] && cmp -s keys shown
verdict $? "bangpath-scenario(5) has every key"

if command -v groff >/dev/null; then
    for page in "$pages"/*.[15]; do
        groff -man -ww -z -Tutf8 -Kutf8 "$page" 2>&1
    done >.out
    [ ! -s .out ]
    verdict $? "groff has no warning"
else
    skip "groff has no warning" "groff is not installed"
fi

if command -v mandoc >/dev/null; then
    # STYLE is taste: lines over 80 characters in what is shown as it is.
    mandoc -Tlint -Wwarning "$pages"/*.[15] >.out 2>&1
    [ ! -s .out ]
    verdict $? "mandoc has no warning"
else
    skip "mandoc has no warning" "mandoc is not installed"
fi

if command -v bash >/dev/null; then
    cat >complete.bash <<'END'
. "$1/bangpath"
compopt() { :; }
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_bangpath
echo "${COMPREPLY[@]}"
END
    completes() { # NAME WANTED WORD...
        name=$1 wanted=$2
        shift 2
        bash complete.bash "$pages" "$@" >.out 2>.err
        [ "$(cat .out)" = "$wanted" ]
        verdict $? "$name"
    }
    : >one.scenario
    : >one.gv
    : >run.db
    completes "bash completes a command" "render report relays" bangpath re
    completes "bash completes an option" "--set= --seed=" bangpath run --se
    completes "bash completes a setting" "closure.share=" bangpath run --set closure.s
    completes "bash completes a setting after =" "closure.share=" bangpath run --set = closure.s
    completes "bash completes the files that a command takes" "one.scenario" bangpath run o
    completes "bash completes the kinds of import" "uucp" bangpath import u
else
    skip "bash completes" "bash is not installed"
fi

if command -v zsh >/dev/null; then
    cat >complete.zsh <<'END'
compadd() { print -- ${@:#-*} }
_describe() { print -- $commands }
_files() { print -- $2 }
file=$1
shift
words=("$@") CURRENT=$#words PREFIX=$words[-1]
. $file
END
    zsh -f complete.zsh "$pages/_bangpath" bangpath render o >.out 2>.err && grep -qF '*.gv' .out && grep -qF '*.db' .out && [ ! -s .err ]
    verdict $? "zsh completes the files that a command takes"
    zsh -f complete.zsh "$pages/_bangpath" bangpath r >.out 2>.err && grep -q '^run:' .out && [ ! -s .err ]
    verdict $? "zsh completes a command"
else
    skip "zsh completes" "zsh is not installed"
fi

finish
