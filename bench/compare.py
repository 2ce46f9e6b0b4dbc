#!/usr/bin/env python3
"""Two results of bench/all.py side by side, and what the second is of the first.

Usage: compare.py A.json B.json. Exit status: 0, or 2 for bad usage.
"""
import json
import sys


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError) as problem:
        sys.exit(f"{path}: expected what bench/all.py -o writes: {problem}")


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    a, b = read(sys.argv[1]), read(sys.argv[2])
    print(f"A {a['commit']} {a['date']} {a['machine']}\nB {b['commit']} {b['date']} {b['machine']}\n")
    print(f"{'':40} {'A':>14} {'B':>14} {'B / A':>7}")
    for part in a["results"]:
        for name, value in a["results"][part].items():
            other = b["results"].get(part, {}).get(name)
            if not isinstance(value, (int, float)) or not isinstance(other, (int, float)):
                continue
            ratio = f"{other / value:7.3f}" if value else ""
            print(f"{part + ' ' + name:40} {value:14,.6g} {other:14,.6g} {ratio}")
    return 0


sys.exit(main())
