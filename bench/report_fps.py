#!/usr/bin/python3
# report_fps.py - how smoothly a report plays: frames a second while the run is replayed,
# and while its map is moved and zoomed; and the processor time that the browser, all of its
# processes together, takes for a frame, which other programs on the machine change little. Usage: bench/report_fps.py REPORT.html...
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


def processor_s(pid):
    """What a process and all that it started have taken."""
    children = {}
    taken = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        children.setdefault(int(fields[1]), []).append(int(name))
        taken[int(name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    total, left = 0, [pid]
    while left:
        one = left.pop()
        total += taken.get(one, 0)
        left += children.get(one, [])
    return total


def main(paths):
    browser = start()
    browser.set_script_timeout(120)
    driver = browser.service.process.pid
    print(f"{'report':32} {'':6} {'frames/s':>9} {'p95 ms':>7} {'longest':>8} {'CPU ms a frame':>15}")
    try:
        for path in paths:
            browser.get("file://" + os.path.abspath(path))
            for name, move in (("play", False), ("move", True)):
                before = processor_s(driver)
                rate, p95, longest = browser.execute_async_script(MEASURE, SECONDS, move)
                each_ms = 1000 * (processor_s(driver) - before) / (rate * SECONDS)
                print(f"{os.path.basename(path):32} {name:6} {rate:9.1f} {p95:7.1f} {longest:8.1f} {each_ms:15.1f}")
    finally:
        browser.quit()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} REPORT.html...")
    main(sys.argv[1:])
