#!/usr/bin/env python3
"""Draws the pictures of docs/study.md, in docs/images: study-uucp.svg, study-old-map.svg, study-smtp.svg.

    bangpath sweep scenarios/relay-closing-uucp.scenario -j 2 -o uucp.db
    bangpath sweep scenarios/relay-closing-study.scenario -j 2 -o study.db
    bangpath sweep scenarios/relay-closing-study.scenario -j 2 -o hop.db \\
        --set sweep.closure.which=random --set 'spammer encore.use=hop'
    tools/study_pictures.py uucp.db study.db hop.db

Each has two panels over the share of relays that close: the reach of spam, and the letters that a
defence cost, of those written. Bands are 95% intervals. They read on a light page and on a dark one.
"""

import math
import sqlite3
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs/examples"))
import percolation  # noqa: E402
import sweep_curve  # noqa: E402

COLOURS = {"random": "#0072b2", "busiest-first": "#d55e00", "by-degree": "#009e73",
           "when-listed": "#cc79a7", "random, hop": "#56b4e9"}
DASHES = {"random": "", "busiest-first": "8 4", "by-degree": "2 3", "when-listed": "10 3 2 3",
          "random, hop": "5 5"}
WIDTH, HEIGHT, LEFT, TOP, GAP = 380, 300, 46, 40, 26
INNER_W, INNER_H = WIDTH - LEFT - 20, HEIGHT - TOP - 42
STYLE = """<style>text{fill:#222;font:12px sans-serif}.a{fill:#fff}.g{stroke:#ddd}.t{stroke:#222;fill:none}
@media(prefers-color-scheme:dark){text{fill:#ddd}.a{fill:#0d1117}.g{stroke:#333}.t{stroke:#ddd}}</style>"""

RUNS = """
    SELECT which.value, share.value, %s
    FROM runs AS r JOIN totals AS t ON t.run = r.run AND t.measure = ?
    JOIN totals AS sent ON sent.run = r.run AND sent.measure = 'ham.sent'
    JOIN point_values AS which ON which.point = r.point AND which.key = 'closure.which'
    JOIN point_values AS share ON share.point = r.point AND share.key = 'closure.share'
    LEFT JOIN point_values AS map ON map.point = r.point AND map.key = 'scenario.map-interval'
    WHERE r.state = 'ok' AND coalesce(map.value, '') = ? ORDER BY r.run
"""
PANELS = [("reach of spam", "spam.reach", "t.value"),
          ("letters lost, of those written", "ham.collateral", "1.0 * t.value / sent.value")]


def read(path, panel, interval):
    """{order: [(share, mean, half of the interval)]} of a sweep."""
    _, measure, value = panel
    with sqlite3.connect("file:%s?mode=ro" % path, uri=True) as db:
        rows = db.execute(RUNS % value, (measure, interval)).fetchall()
    points = {}
    for which, share, y in rows:
        points.setdefault((which, sweep_curve.number(share)), []).append(y)
    curves = {}
    for (which, share), ys in points.items():
        n, mean = len(ys), sum(ys) / len(ys)
        spread = math.sqrt(sum((y - mean) ** 2 for y in ys) / max(n - 1, 1))
        t = 0 if n < 2 else sweep_curve.T[n - 2] if n - 2 < len(sweep_curve.T) else 1.96
        curves.setdefault(which, []).append((share, mean, t * spread / math.sqrt(n)))
    return {which: sorted(curve) for which, curve in curves.items()}


def panel_svg(left, title, curves, theory):
    """One panel: axes to 100 %, curves with their bands, and theory as a thin line or as rings."""
    at_x = lambda x: left + LEFT + x * INNER_W
    at_y = lambda y: TOP + (1 - y) * INNER_H
    out = ['<text x="%d" y="22">%s</text>' % (left + LEFT, escape(title))]
    for i in range(6):
        y = x = i / 5
        out.append('<path class="g" d="M%.1f %.1fh%d"/>' % (at_x(0), at_y(y), INNER_W))
        out.append('<text x="%.1f" y="%.1f" text-anchor="end">%d%%</text>'
                   % (at_x(0) - 6, at_y(y) + 4, 100 * y))
        out.append('<text x="%.1f" y="%d" text-anchor="middle">%d%%</text>'
                   % (at_x(x), TOP + INNER_H + 18, 100 * x))
    out.append('<text x="%.1f" y="%d" text-anchor="middle">relays that close</text>'
               % (at_x(0.5), HEIGHT - 6))
    for which, curve in curves.items():
        band = [(x, y + half) for x, y, half in curve] + [(x, y - half) for x, y, half in curve[::-1]]
        out.append('<polygon points="%s" fill="%s" fill-opacity=".22"/>'
                   % (" ".join("%.1f,%.1f" % (at_x(x), at_y(y)) for x, y in band), COLOURS[which]))
        out.append('<polyline points="%s" fill="none" stroke="%s" stroke-width="2" stroke-dasharray="%s"/>'
                   % (" ".join("%.1f,%.1f" % (at_x(x), at_y(y)) for x, y, _ in curve),
                      COLOURS[which], DASHES[which]))
    for x, y in theory.get("search", []):
        out.append('<circle class="t" cx="%.1f" cy="%.1f" r="3.5"/>' % (at_x(x), at_y(y)))
    if "theory" in theory:
        way = " ".join("%.1f,%.1f" % (at_x(x), at_y(y)) for x, y in theory["theory"])
        out.append('<polyline class="t" points="%s"/>' % way)
    return out


def legend(curves, theory):
    """A line under the panels: what is what."""
    out, x, y = [], LEFT, HEIGHT + 16
    for which in curves:
        out.append('<path d="M%d %dh26" stroke="%s" stroke-width="2" stroke-dasharray="%s"/>'
                   % (x, y - 4, COLOURS[which], DASHES[which]))
        out.append('<text x="%d" y="%d">%s</text>' % (x + 32, y, which))
        x += 50 + 6.6 * len(which)
    for name in theory:
        out.append('<circle class="t" cx="%d" cy="%d" r="3.5"/>' % (x + 13, y - 4)
                   if name == "search" else '<path class="t" d="M%d %dh26"/>' % (x, y - 4))
        out.append('<text x="%d" y="%d">%s</text>' % (x + 32, y, name))
        x += 50 + 6.6 * len(name)
    return out


def draw(name, panels, theory):
    """docs/images/NAME.svg of the curves of both panels; the theory is of the first."""
    width, height = 2 * WIDTH + GAP, HEIGHT + 28
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d">'
           % (width, height, width, height), STYLE, '<rect class="a" width="100%" height="100%"/>']
    for i, (panel, curves) in enumerate(zip(PANELS, panels)):
        out += panel_svg(i * (WIDTH + GAP), panel[0], curves, theory if i == 0 else {})
    out += legend(panels[0], theory) + ["</svg>"]
    (ROOT / "docs/images" / (name + ".svg")).write_text("\n".join(out) + "\n", encoding="utf-8")


def theory_of(topology, source):
    """What a search and the theory of random networks say, as percolation.py prints it."""
    network = percolation.Map(topology)
    hosts = len(network.mailboxes)
    closed = [percolation.closed_of(hosts, tenths) for tenths in range(11)]
    searched = [(i / 10, network.at_random(source, n)[0]) for i, n in enumerate(closed)]
    searched += [(i / 10, network.by_degree(source, n)) for i, n in enumerate(closed)]
    return {"search": searched,
            "theory": [(s / 50, network.in_theory(source, 1 - s / 50)) for s in range(51)]}


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    uucp, study, hop = sys.argv[1:]
    theory = theory_of(ROOT / "topologies/uucp-1987-core.gv", "decvax")
    draw("study-uucp", [read(uucp, panel, "1 d") for panel in PANELS], theory)
    draw("study-old-map", [read(uucp, panel, "30 d") for panel in PANELS], {})
    smtp = [read(study, panel, "") for panel in PANELS]
    for curves, panel in zip(smtp, PANELS):
        curves["random, hop"] = read(hop, panel, "")["random"]
    draw("study-smtp", smtp, {})


if __name__ == "__main__":
    main()
