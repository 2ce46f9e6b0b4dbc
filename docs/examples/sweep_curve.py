#!/usr/bin/env python3
"""Draws a curve with error bars of a sweep, as an SVG, with nothing but Python and its sqlite3.

    bangpath sweep scenarios/relay-closing-study.scenario -j 2 -o study.db
    python3 sweep_curve.py study.db closure.share spam.reach closure.which > reach.svg

Arguments: the sweep, the key along the axis, the measure, and a key with a line for each of its
values (it may be left out).
"""

import math
import sqlite3
import sys
from html import escape

COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00"]  # Okabe and Ito
DASHES = ["", "8 4", "2 4", "8 4 2 4", "12 4"]
WIDTH, HEIGHT, MARGIN = 760, 460, 70
# Student's t at 97.5 %, by degrees of freedom; 1.96 beyond.
T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
     2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
     2.052, 2.048, 2.045]

POINTS = """
    SELECT x.value, coalesce(y.value, ''), count(*), avg(t.value),
           sum(t.value * t.value) - count(*) * avg(t.value) * avg(t.value)
    FROM runs AS r JOIN totals AS t USING (run)
    JOIN point_values AS x ON x.point = r.point AND x.key = ?
    LEFT JOIN point_values AS y ON y.point = r.point AND y.key = ?
    WHERE t.measure = ? AND r.state = 'ok'
    GROUP BY r.point ORDER BY r.point
"""


def number(text):
    """A value of the sweep as a number: 40% is 0.4, and a unit is left out."""
    word = text.split()[0]
    return float(word[:-1]) / 100 if word.endswith("%") else float(word)


def read(path, axis, measure, lines):
    """{line: [(x, mean, half of the interval)]}"""
    with sqlite3.connect("file:%s?mode=ro" % path, uri=True) as db:
        rows = db.execute(POINTS, (axis, lines, measure)).fetchall()
    curves = {}
    for x, line, n, mean, squares in rows:
        t = 0 if n < 2 else T[n - 2] if n - 2 < len(T) else 1.96
        half = t * math.sqrt(max(squares, 0) / max(n - 1, 1) / n)
        curves.setdefault(line, []).append((number(x), mean, half))
    return curves


def draw(curves, axis, measure):
    """The SVG."""
    points = [p for curve in curves.values() for p in curve]
    left, right = min(p[0] for p in points), max(p[0] for p in points)
    top = max(p[1] + p[2] for p in points) * 1.05 or 1
    at_x = lambda x: MARGIN + (x - left) / ((right - left) or 1) * (WIDTH - 2 * MARGIN)
    at_y = lambda y: HEIGHT - MARGIN - y / top * (HEIGHT - 2 * MARGIN)
    out = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" '
           'font-size="13">' % (WIDTH, HEIGHT), '<rect width="100%" height="100%" fill="white"/>']
    for i in range(6):
        y, x = top * i / 5, left + (right - left) * i / 5
        out.append('<path d="M%d %.1fH%d" stroke="#ddd"/>' % (MARGIN, at_y(y), WIDTH - MARGIN))
        out.append('<text x="%d" y="%.1f" text-anchor="end">%.3g</text>' % (MARGIN - 8, at_y(y) + 4, y))
        out.append('<text x="%.1f" y="%d" text-anchor="middle">%.3g</text>'
                   % (at_x(x), HEIGHT - MARGIN + 20, x))
    for i, (line, curve) in enumerate(curves.items()):
        colour, dash = COLOURS[i % len(COLOURS)], DASHES[i % len(DASHES)]
        way = " ".join("%.1f,%.1f" % (at_x(x), at_y(y)) for x, y, _ in curve)
        out.append('<polyline points="%s" fill="none" stroke="%s" stroke-width="2" '
                   'stroke-dasharray="%s"/>' % (way, colour, dash))
        for x, y, half in curve:
            out.append('<path d="M%.1f %.1fV%.1f" stroke="%s"/>'
                       % (at_x(x), at_y(y - half), at_y(y + half), colour))
        out.append('<text x="%d" y="%d" fill="%s">%s</text>'
                   % (WIDTH - MARGIN - 120, MARGIN + 18 * i, colour, escape(line)))
    out.append('<text x="%d" y="%d" text-anchor="middle">%s</text>'
               % (WIDTH / 2, HEIGHT - 18, escape(axis)))
    out.append('<text x="%d" y="30">%s, with 95%% intervals</text></svg>' % (MARGIN, escape(measure)))
    return "\n".join(out)


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    path, axis, measure = sys.argv[1:4]
    lines = sys.argv[4] if len(sys.argv) > 4 else ""
    curves = read(path, axis, measure, lines)
    if not curves:
        sys.exit("%s: no run varies %s and measures %s" % (path, axis, measure))
    print(draw(curves, axis, measure))


if __name__ == "__main__":
    main()
