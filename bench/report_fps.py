#!/usr/bin/python3
# report_fps.py - how smoothly a report plays: frames a second while the run is replayed,
# and while its map is moved and zoomed. Usage: bench/report_fps.py REPORT.html...
# Needs python3-selenium, chromium and chromium-driver. Not a test: speeds depend on the machine.
import os
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

SECONDS = 6

MEASURE = """
const [seconds, move, done] = arguments;
const drawn = [];
let last = performance.now(), longest = 0;
const begin = last;
BP.map.fit();
if (!move) { BP.$('speed').value = '10'; BP.player.seek(0); BP.player.play(); }
function frame(now) {
  drawn.push(now - last);
  last = now;
  if (move) {
    const turn = (now - begin) / 600;
    BP.map.zoom(1 + 0.05 * Math.sin(turn));
    BP.map.pan(6 * Math.cos(turn), 4 * Math.sin(turn));
  }
  if (now - begin < 1000 * seconds) { requestAnimationFrame(frame); return; }
  BP.player.pause();
  drawn.sort((p, q) => p - q);
  done([1000 * drawn.length / (now - begin), drawn[Math.floor(drawn.length * 0.95)], drawn[drawn.length - 1]]);
}
requestAnimationFrame(frame);
"""


def start():
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--window-size=1280,900"):
        options.add_argument(argument)
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def main(paths):
    browser = start()
    browser.set_script_timeout(120)
    print(f"{'report':32} {'':6} {'frames/s':>9} {'p95 ms':>7} {'longest':>8}")
    try:
        for path in paths:
            browser.get("file://" + os.path.abspath(path))
            for name, move in (("play", False), ("move", True)):
                rate, p95, longest = browser.execute_async_script(MEASURE, SECONDS, move)
                print(f"{os.path.basename(path):32} {name:6} {rate:9.1f} {p95:7.1f} {longest:8.1f}")
    finally:
        browser.quit()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} REPORT.html...")
    main(sys.argv[1:])
