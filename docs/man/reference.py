#!/usr/bin/env python3
"""Fills in the manual pages and the completions from what the program says of itself.

    reference.py BANGPATH VERSION TEMPLATE [COMMAND]     to standard output

A line @NAME ARGUMENT...@ of the template stands for what the function NAME below makes of it, so that
no table in a manual page can differ from the one that is parsed.
"""

import datetime
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
OPTION = re.compile(r"^  (?:(-\w), )?(--[\w-]+)(?:=(\S+))?  +(.*)$")
KEY = re.compile(r"^  (\S.*?) = (.*)$")


def ask(*arguments):
    """What the program prints."""
    return subprocess.run([sys.argv[1], *arguments], check=True, encoding="utf-8",
                          env={**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"},
                          capture_output=True).stdout.replace("\u2026", "...")


def commands():
    """(name, what it does) of every subcommand."""
    part = ask("--help").split("Commands:\n")[1].split("\n\n")[0]
    return [tuple(line.split(None, 1)) for line in part.splitlines()]


def usage(command):
    """The help of a command: how it is called, what it does, its options, and the rest."""
    lines = ask(command, "--help").splitlines()
    at = lines.index("Options:")
    end = next((i for i in range(at, len(lines)) if lines[i] == ""), len(lines))
    options = [OPTION.match(line).groups() for line in lines[at + 1 : end]]
    return lines[1].strip(), lines[3], options, lines[end + 1 :]


def roff(text):
    """Text as it is, whatever roff takes for its own."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    text = text.replace("`", "\\(ga").replace("^", "\\(ha").replace("~", "\\(ti")
    text = "".join(c if ord(c) < 128 else "\\[u%04X]" % ord(c) for c in text)
    return "\\&" + text if text[:1] in (".", "'") else text


def bold(text):
    return "\\fB" + roff(text) + "\\fR"


def heading(command):
    title = "BANGPATH" + ("-" + command.upper() if command else "")
    return ['.TH "%s" "1" "%s" "bangpath %s" "bangpath"' % (title, day(), sys.argv[2])]


def day():
    """The date of the page: of the release where it is made reproducibly."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    then = datetime.datetime.fromtimestamp(int(epoch), datetime.timezone.utc) if epoch \
        else datetime.datetime.now(datetime.timezone.utc)
    return then.strftime("%Y-%m-%d")


def name(command):
    return [roff("bangpath-%s" % command) + " \\- " + roff(usage(command)[1])]


def synopsis(command):
    words = usage(command)[0].split(" ", 2)
    return [".nh", bold(" ".join(words[:2])) + " " + roff(words[2] if words[2:] else ""), ".hy"]


def description(command):
    own = HERE / "describe" / (command + ".man")
    return own.read_text(encoding="utf-8").splitlines() if own.exists() else \
        [roff(usage(command)[1]) + "."]


def options(command):
    out = []
    for short, long, value, text in usage(command)[2]:
        names = bold(long) + ("=\\fI" + roff(value) + "\\fR" if value else "")
        out += [".TP", (bold(short) + ", " if short else "") + names, roff(text) + "."]
    return out


def rest(command):
    """The end of the help, paragraph by paragraph: those that are set out stay so."""
    out = []
    for paragraph in "\n".join(usage(command)[3]).split("\n\n"):
        lines = paragraph.splitlines()
        if lines and lines[0].startswith("Exit status: "):
            out += [".SH EXIT STATUS", roff(" ".join(lines)[len("Exit status: ") :])]
        elif any(line.startswith("  ") for line in lines):
            title = lines[0].rstrip(":") if not lines[0].startswith("  ") else "Notes"
            shown = lines[1:] if not lines[0].startswith("  ") else lines
            out += [".SS " + '"' + roff(title) + '"', ".EX"] + [roff(x) for x in shown] + [".EE"]
        elif lines:
            out += ([".PP"] if out else []) + [roff(line) for line in lines]
    return [".SH NOTES"] + out if out and not out[0].startswith(".SH") else out


def all_commands(_=None):
    out = []
    for command, help_ in commands():
        out += [".TP", bold(command), roff(help_) + ". See", ".BR bangpath\\-%s (1)." % roff(command)]
    return out


def see_also(command=None):
    names = [(roff("bangpath-" + other), 1) for other, _ in commands() if other != command]
    names = ([(roff("bangpath"), 1)] if command else []) + names
    names += [("bangpath\\-scenario", 5), ("bangpath\\-topology", 5)]
    return [".BR %s (%d)%s" % (*pair, "," if pair != names[-1] else "") for pair in names]


def keys(topic):
    """The rows of parameters of a topic."""
    out, in_key = [], False
    for line in ask("keys", topic).splitlines():
        key = KEY.match(line)
        if key:
            out += [".TP", bold(key[1]) + " = " + roff(key[2])]
            in_key = True
        elif line.startswith("      ") and in_key:
            out.append(roff(line.strip()))
        elif line and not line.startswith(" "):
            out += ['.SS "%s"' % roff(line)]
            in_key = False
        elif line:
            out += [".PP", roff(line.strip())]
    return out


def table(topic):
    """A table that is set out already."""
    return [".EX"] + [roff(line) for line in ask("keys", topic).splitlines()] + [".EE"]


def completion_cases(shell):
    """For each command a case: its options, and the ends of the names that it takes."""
    out = []
    for command, _ in commands():
        called, _, opts, _ = usage(command)
        longs = " ".join(o[1] + ("=" if o[2] else "") for o in opts)
        shorts = " ".join(o[0] for o in opts if o[0])
        takes = called.split("]", 1)[1] if "]" in called else ""
        ends = [end for word, end in (("SCENARIO", "scenario"), ("TOPOLOGY", "gv"), (".db", "db"),
                                      ("DATABASE", "db")) if word in takes]
        if "FILE..." in takes and command == "check":
            ends = ["scenario", "gv"]
        if not ends and re.search(r"[A-Z]{3}", takes):
            ends = ["*"]
        first = " ".join(takes.strip("[] .").split("|")) if "|" in takes and takes.strip()[:2].islower() \
            else " ".join(kind for kind, _ in kinds(command))
        out.append((command, longs, shorts, " ".join(ends), first))
    if shell == "bash":
        return ["    %s) options='%s %s' ends='%s' kinds='%s' ;;" % row for row in out]
    return ["    %s) options=(%s %s) ends=(%s) kinds=(%s) ;;" % (
        c, longs, shorts, " ".join("'%s'" % e for e in ends.split()), first)
        for c, longs, shorts, ends, first in out]


def kinds(command):
    """What the help lists under "Kinds:"."""
    text = "\n".join(usage(command)[3])
    if "Kinds:\n" not in text:
        return []
    part = text.split("Kinds:\n")[1].split("\n\n")[0]
    return [line.split(None, 1) for line in part.splitlines()]


def setting_names(_=None):
    """GROUP.KEY= of all groups, one a line."""
    out, group = [], None
    for line in ask("keys", "scenario").splitlines():
        found = re.match(r"^\[([\w-]+)( NAME)?\]", line)
        if line.startswith("["):
            group = found[1] if found else None
        key = KEY.match(line)
        if key and group:
            out.append("    %s.%s=" % (group, key[1]))
    return out


def command_lines(shell):
    if shell == "bash":
        return ["    " + " ".join(c for c, _ in commands())]
    return ["    '%s:%s'" % (c, h.replace("'", "").replace(":", "\\:")) for c, h in commands()]


FILLS = {f.__name__: f for f in (heading, name, synopsis, description, options, rest, all_commands,
                                 see_also, keys, table, completion_cases, setting_names,
                                 command_lines)}


def main():
    command = sys.argv[4] if len(sys.argv) > 4 else None
    for line in Path(sys.argv[3]).read_text(encoding="utf-8").splitlines():
        fill = re.match(r"^@(\w+) ?(.*)@$", line)
        if fill:
            print("\n".join(FILLS[fill[1]](fill[2] or command)))
        else:
            print(line.replace("@version@", sys.argv[2]).replace("@day@", day()))


if __name__ == "__main__":
    main()
