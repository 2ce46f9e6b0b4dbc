#!/usr/bin/env python3
"""Runs what a page of the docs shows, and compares what it prints: TAP on standard output.

A session is a fenced block whose first line begins with "$ ". A line that begins with "> ", or follows
a backslash, goes on with the command; the lines after it are what it prints on standard output, or on
standard error and it. A line "..." stands for any lines. A command that shows nothing must succeed.
All sessions of a page share one folder, with the scenarios, topologies and examples in it. Comments
before a session say more:

    <!-- file NAME       the lines up to the end of the comment are a file in the folder
    <!-- needs NAME... -->      of the data beside the sources; skipped where they are not
    <!-- programs NAME... -->   that have to be installed; skipped where they are not
    <!-- not run: WHY -->

With UPDATE=1 the page is written anew, with what is printed now.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FENCE = re.compile(r"^```")
COMMENT = re.compile(r"^<!-- (file|needs|programs|not run:) ?(.*?)(?: -->)?$")
# What differs from machine to machine, and from day to day.
VARIES = [
    (re.compile(r"(events in )[0-9.,]+ s, [0-9,]+ a second"), r"\1# s, # a second"),
    (re.compile(r'("(?:load|run|wall)_s": ?)[0-9.e-]+'), r"\1#"),
    (re.compile(r"\b[0-9.,]+ s of processor time"), "# s of processor time"),
]
PATIENCE_S = 240


class Page:
    """The lines of a page, and what is done with them."""

    def __init__(self, path, folder, data):
        self.path, self.folder, self.data = path, folder, data
        self.lines = path.read_text(encoding="utf-8").split("\n")
        self.out, self.verdicts = [], []

    def play(self):
        """Goes through the page; self.out is the page as it should be."""
        at, why_not = 0, None
        while at < len(self.lines):
            line = self.lines[at]
            comment = COMMENT.match(line)
            if comment and comment[1] == "file":
                at = self.write_file(comment[2], at)
                continue
            if comment:
                why_not = self.why_not(comment)
            if FENCE.match(line):
                end = next(i for i in range(at + 1, len(self.lines)) if FENCE.match(self.lines[i]))
                self.out.append(line)
                block = self.lines[at + 1 : end]
                if block and block[0].startswith("$ "):
                    self.out += block if self.is_skipped(block, why_not) else self.session(block)
                else:
                    self.out += block
                self.out.append(self.lines[end])
                at, why_not = end + 1, None
                continue
            self.out.append(line)
            at += 1

    def write_file(self, name, at):
        end = next(i for i in range(at, len(self.lines)) if self.lines[i] == "-->")
        (self.folder / name).write_text("\n".join(self.lines[at + 1 : end]) + "\n")
        self.out += self.lines[at : end + 1]
        return end + 1

    def why_not(self, comment):
        """A reason to leave the next session out, or None."""
        if comment[1] == "programs":
            missing = [name for name in comment[2].split() if not shutil.which(name)]
            return missing[0] + " is not installed" if missing else None
        if comment[1] != "needs":
            return comment[2]
        for name in comment[2].split():
            found = sorted(self.data.rglob(name)) if self.data.is_dir() else []
            if not found:
                return name + " is not there"
            if not (self.folder / name).exists():
                (self.folder / name).symlink_to(found[0])
        return None

    def is_skipped(self, block, why_not):
        if why_not:
            for line in block:
                if line.startswith("$ "):
                    self.verdicts.append((line[2:], None, why_not))
        return bool(why_not)

    def session(self, block):
        """Runs the commands of a block; returns it with what they print."""
        out, at = [], 0
        while at < len(block):
            command = [block[at]]
            at += 1
            while at < len(block) and (block[at].startswith("> ") or command[-1].endswith("\\")):
                command.append(block[at])
                at += 1
            shown = []
            while at < len(block) and not block[at].startswith("$ "):
                shown.append(block[at])
                at += 1
            out += command + self.run(command, shown)
        return out

    def run(self, command, shown):
        text = "\n".join(line[2:] if line[:2] in ("$ ", "> ") else line for line in command)
        try:
            done = subprocess.run(["sh", "-c", text], cwd=self.folder, stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=PATIENCE_S, check=False)
        except subprocess.TimeoutExpired:
            self.verdicts.append((command[0][2:], False, "takes more than %d s" % PATIENCE_S))
            return shown
        printed, told = lines_of(done.stdout), lines_of(done.stderr)
        if shown:
            good = matches(shown, printed) or matches(shown, told + printed)
        else:
            good = done.returncode == 0
        self.verdicts.append((command[0][2:], good, "\n".join((told + printed)[:60])))
        return shown if good or not shown else elided(shown, printed or told)


def lines_of(output):
    lines = output.decode("utf-8", "replace").split("\n")
    while lines and lines[-1] == "":
        lines.pop()
    return lines


def plain(line):
    for pattern, replacement in VARIES:
        line = pattern.sub(replacement, line)
    return line.rstrip()


def differs(a, b):
    return plain(a) != plain(b)


def matches(shown, printed):
    """Whether printed is what is shown, "..." being any lines."""
    if "..." not in shown:
        return [plain(x) for x in shown] == [plain(x) for x in printed]
    at = shown.index("...")
    if any(differs(a, b) for a, b in zip(shown[:at], printed)) or len(printed) < at:
        return False
    rest = shown[at + 1 :]
    if not rest:
        return True
    return any(matches(rest, printed[i:]) for i in range(at, len(printed) + 1))


def elided(shown, printed):
    """What is printed, cut where the page cuts: as many lines at the begin and the end, and between
    those that begin as the ones that are shown."""
    if "..." not in shown:
        return printed
    parts, part = [], []
    for line in shown:
        if line == "...":
            parts.append(part)
            part = []
        else:
            part.append(line)
    out, at = printed[: len(parts[0])], len(parts[0])
    for middle in parts[1:]:
        word = middle[0].split(" ")[0] if middle else ""
        begin = next((i for i in range(at, len(printed)) if printed[i].startswith(word)), at)
        out += ["..."] + printed[begin : begin + len(middle)]
        at = begin + len(middle)
    tail = part
    return out + ["..."] + (printed[-len(tail) :] if tail else [])


def tap(verdicts):
    for number, (name, good, text) in enumerate(verdicts, 1):
        name = name.replace("#", "\\#")[:100]
        if good is None:
            print("ok %d - %s # SKIP %s" % (number, name, text))
        elif good:
            print("ok %d - %s" % (number, name))
        else:
            print("not ok %d - %s" % (number, name))
            print("\n".join("# " + line for line in text.split("\n")))
    print("1..%d" % len(verdicts))


def main():
    root = Path(os.environ["BANGPATH_SOURCE_ROOT"])
    path = root / sys.argv[1]
    with tempfile.TemporaryDirectory() as work:
        os.chmod(work, 0o755)  # UUCP's programs give up being root
        folder, programs = Path(work) / "here", Path(work) / "bin"
        folder.mkdir()
        programs.mkdir()
        (programs / "bangpath").symlink_to(os.environ["BANGPATH"])
        for name in ("scenarios", "topologies"):
            shutil.copytree(root / name, folder / name)
        shutil.copytree(root / "docs/examples", folder, dirs_exist_ok=True)
        os.environ["PATH"] = "%s:%s" % (programs, os.environ["PATH"])
        os.environ["LC_ALL"] = "C.UTF-8"
        page = Page(path, folder, root.parent / "shared")
        page.play()
    if os.environ.get("UPDATE") == "1":
        path.write_text("\n".join(page.out), encoding="utf-8")
    tap(page.verdicts)


if __name__ == "__main__":
    main()
