# report.py - reads and plays reports in a browser, as a visitor would. Prints TAP.
# Usage: report.py DIRECTORY, which tests/browser/report.sh fills.
import base64
import json
import os
import re
import sqlite3
import subprocess
import sys
import time

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from page import DIRECTORY, Page, main, test

REAL_TIMES = ("load_s", "run_s", "run_cpu_s", "wall_s")

# ---- what must be true ----

def json_of(name):
    with open(os.path.join(DIRECTORY, name + ".json"), encoding="utf-8") as file:
        return json.load(file)


def member(values, path):
    for part in path.split("."):
        values = values.get(part) if isinstance(values, dict) else None
    return values


def flat(values, prefix=""):
    for name, value in values.items():
        if isinstance(value, dict):
            yield from flat(value, prefix + name + ".")
        elif value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
            yield prefix + name, value


def wanted_of(values, measure):
    """Of `ham.sent`, or of a share such as `ham.delivered/ham.sent`."""
    if "/" not in measure:
        return member(values, measure)
    part, whole = measure.split("/")
    return member(values, part) / member(values, whole)


def assert_same(shown, wanted):
    if wanted is None:
        assert shown == "null", shown
    else:
        assert float(shown) == float(wanted), (shown, wanted)


def query(name, sql, *arguments):
    run = sqlite3.connect(os.path.join(DIRECTORY, name + ".db"))
    rows = run.execute(sql, arguments).fetchall()
    run.close()
    return rows


# ---- one run ----

@test
def headline_numbers_are_those_of_the_json(browser):
    values = json_of("run")
    with Page(browser, "run.html") as page:
        figures = page.all("#headline [data-measure]")
        assert len(figures) >= 8, len(figures)
        for figure in figures:
            assert_same(figure.get_attribute("data-value"), wanted_of(values, figure.get_attribute("data-measure")))
        assert page.text("[data-measure='spam.reach']") == "%.1f%%" % (100 * values["spam"]["reach"])
        share = values["ham"]["delivered"] / values["ham"]["sent"]
        assert page.text("[data-measure='ham.delivered/ham.sent']") == "%.1f%%" % (100 * share)
        assert page.text("[data-measure='hops']") == "{:,}".format(values["hops"])


@test
def every_number_of_the_json_is_in_the_page(browser):
    with Page(browser, "run.html") as page:
        shown = page.run("return Object.fromEntries([...document.querySelectorAll('td[data-total]')]"
                         ".map((cell) => [cell.dataset.total, cell.dataset.value]))")
        wanted = {name: value for name, value in flat(json_of("run")) if name not in REAL_TIMES}
        assert set(shown) == set(wanted), set(shown) ^ set(wanted)
        for name, value in wanted.items():
            assert_same(shown[name], value)


@test
def the_buttons_of_the_map_hide_no_host(browser):
    """Nor where hosts stand in all its corners: small.html and around.html on a phone."""
    for name, width in (("run", 1400), ("run", 390), ("small", 390), ("around", 390), ("around", 1400)):
        with Page(browser, name + ".html", width=width) as page:
            hidden = page.run("const map = document.getElementById('map').getBoundingClientRect(), hidden = [];"
                              "const at = document.querySelector('.zoom').getBoundingClientRect();"
                              "for (let i = 0; i < BP.run.network.n; i++) { const [x, y] = BP.map.place(i);"
                              "  if (map.left + x > at.left && map.left + x < at.right && map.top + y > at.top &&"
                              "      map.top + y < at.bottom) hidden.push(i); } return hidden")
            assert hidden == [], (name, width, hidden)
            assert page.run("const map = document.getElementById('map').getBoundingClientRect();"
                            "return [...document.querySelectorAll('.zoom button')].every((button) => {"
                            "  const at = button.getBoundingClientRect();"
                            "  return at.left >= map.left && at.right <= map.right && at.top >= map.top && at.bottom <= map.bottom; })")


@test
def the_legend_explains_what_the_map_has(browser):
    with Page(browser, "around.html") as page:
        assert "a net" in page.text("#legend") and "spam has reached it" in page.text("#legend")
    with Page(browser, "small.html") as page:
        assert "a net" not in page.text("#legend") and "link" in page.text("#legend")


@test
def a_page_says_that_there_is_nothing(browser):
    with Page(browser, "nothing.html") as page:
        assert "Nobody wrote a letter." in page.text("#words")
        assert page.text("#messages-note").strip() == "Nobody wrote a letter."
        assert "link" not in page.text("#legend") and "Links" not in page.text("#now")
        page.keys(" ")
        page.wait(lambda: "Pause" in page.text("#play"))
        x, y = page.run("BP.$('map').scrollIntoView(); const at = BP.$('map').getBoundingClientRect(), [x, y] = BP.map.place(0);"
                        "return [x - at.width / 2, y - at.height / 2]")
        ActionChains(browser).move_to_element_with_offset(page.find("#map"), int(x), int(y)).perform()
        page.wait(lambda: "1 mailbox;" in page.text("#tip"))


@test
def it_plays_and_pauses(browser):
    with Page(browser, "run.html") as page:
        Select(page.find("#speed")).select_by_value("60")  # ends not before it is paused
        at_end = page.clock()
        page.find("#play").click()
        page.wait(lambda: "Pause" in page.text("#play") and page.clock() != at_end)
        early = page.clock()
        page.wait(lambda: page.clock() > early)
        page.find("#play").click()
        stopped = page.clock()
        time.sleep(0.3)
        assert page.clock() == stopped and "Play" in page.text("#play")


@test
def it_ends_by_itself(browser):
    with Page(browser, "run.html") as page:
        at_end = page.clock()
        page.run("BP.player.seek(BP.run.end_us * 0.99)")
        page.find("#play").click()
        page.wait(lambda: "Play" in page.text("#play"))
        assert page.clock() == at_end


OPEN_THEN = """
SELECT count(*) FROM hosts WHERE kind = 'host' AND coalesce((SELECT detail FROM host_events AS e
WHERE e.host = hosts.host AND event = 'relay' AND time_us <= ? ORDER BY time_us DESC, rowid DESC LIMIT 1),
relay_at_begin) = 'open'"""


@test
def scrubbing_shows_that_moment(browser):
    with Page(browser, "run.html") as page:
        for share in (0.0, 0.5, 0.25, 1.0):
            page.run("const t = document.getElementById('time'); t.value = t.max * arguments[0];"
                     "t.dispatchEvent(new Event('input'))", share)
            end_us, = query("run", "SELECT value FROM run WHERE key = 'end_us'")[0]
            time_us = int(share * int(end_us))
            open_relays, = query("run", OPEN_THEN, time_us)[0]
            sampled, = query("run", "SELECT value FROM series WHERE measure = 'open_relays' AND time_us = ?", time_us)[0]
            reached, = query("run", "SELECT count(*) FROM host_events WHERE event = 'reached' AND time_us <= ?",
                             time_us)[0]
            said = page.text("#now")
            assert f": {open_relays:,} open relays, spam has reached {reached:,} hosts." in said, said
            assert page.text("[data-chart=open] .key b") == f"{sampled:,}"


@test
def keys_do_what_they_say(browser):
    with Page(browser, "run.html") as page:
        page.run("document.getElementById('map').focus()")
        page.keys(Keys.HOME)
        first = page.clock()
        page.keys(Keys.ARROW_RIGHT)
        second = page.clock()
        assert second > first
        page.keys(Keys.ARROW_LEFT)
        assert page.clock() == first
        page.keys(Keys.SPACE)
        page.wait(lambda: page.clock() > second)
        page.keys(Keys.SPACE)
        assert "Play" in page.text("#play")
        page.keys(Keys.END)
        assert page.run("return BP.player.time_us") == json_of("run")["length_s"] * 1e6
        page.keys("+")
        assert page.run("return BP.map.scale()") > 1.3
        page.keys("0")
        assert page.run("return BP.map.scale()") == 1
        page.keys("/")
        assert page.run("return document.activeElement.id") == "find"


@test
def all_controls_can_be_reached_by_tab(browser):
    with Page(browser, "run.html") as page:
        seen = set()
        page.run("document.body.focus()")
        for _ in range(40):
            page.keys(Keys.TAB)
            seen.add(page.run("return document.activeElement.id"))
        assert {"map", "play", "time", "speed", "find", "zoom-in"} <= seen, seen


@test
def a_host_is_found_and_told_about(browser):
    name, mailboxes, relayed, paid = query(
        "run", "SELECT name, mailboxes, relayed, paid_udollars FROM hosts ORDER BY relayed DESC, host LIMIT 1")[0]
    with Page(browser, "run.html") as page:
        page.find("#find").send_keys(name)
        assert name in page.text("#found")
        page.keys(Keys.ENTER)
        assert page.text("#host h3") == name
        told = page.text("#host")
        for part in (f"{mailboxes:,}", f"{relayed:,}", f"${paid / 1e6:,.2f}"):
            assert part in told, (part, told)
        assert page.run("return BP.map.scale()") > 1
        page.keys(Keys.ESCAPE, Keys.ESCAPE)
        page.find("#find").clear()
        page.find("#find").send_keys("no such host at all")
        assert "no such host" in page.text("#found")


@test
def pointing_at_a_host_names_it(browser):
    with Page(browser, "small.html") as page:
        page.run("document.getElementById('map').scrollIntoView()")
        for host, (name,) in enumerate(query("small", "SELECT name FROM hosts ORDER BY host")):
            x, y = page.run("return BP.map.place(arguments[0])", host)
            size = page.run("const r = document.getElementById('map').getBoundingClientRect();"
                            "return [r.width, r.height]")
            ActionChains(browser).move_to_element_with_offset(
                page.find("#map"), int(x - size[0] / 2), int(y - size[1] / 2)).perform()
            page.wait(lambda: page.run("return !BP.$('tip').hidden"))
            assert page.text("#tip strong") == name, (page.text("#tip"), name)
            ActionChains(browser).click().perform()
            assert page.text("#host h3") == name


@test
def the_map_is_drawn_and_changes(browser):
    with Page(browser, "run.html") as page:
        page.run("BP.player.seek(0); BP.map.drawNow()")
        quiet = page.ink("map-lines"), page.ink("map-hosts")
        before = page.run("return document.getElementById('map-hosts').toDataURL()")
        page.run("BP.player.seek(BP.run.end_us); BP.map.drawNow()")
        assert min(quiet) > 1000, quiet
        assert page.run("return document.getElementById('map-hosts').toDataURL()") != before


@test
def charts_follow_one_another(browser):
    with Page(browser, "run.html") as page:
        assert len(page.all(".chart")) >= 7
        plot = page.find("[data-chart=reach] .plot")
        page.run("arguments[0].scrollIntoView({block: 'center'})", plot)
        ActionChains(browser).move_to_element(plot).perform()
        page.wait(lambda: page.text("[data-chart=open] .key b") != f"{json_of('run')['relays']['open_at_end']:,}")
        ActionChains(browser).click().perform()
        page.wait(lambda: page.run("return BP.player.time_us < BP.run.end_us"))
        before = page.text("[data-chart=ham] .key b")
        page.run("document.querySelector('input[value=step]').click()")
        ActionChains(browser).move_by_offset(0, -150).perform()
        assert page.text("[data-chart=ham] .key b") != before


@test
def a_message_tells_its_story(browser):
    with Page(browser, "small.html") as page:
        for row in page.all("#list tbody tr"):
            serial = row.get_attribute("data-serial")
            page.run("arguments[0].click()", row)
            told = subprocess.run([os.environ["BANGPATH"], "show", "--dialogue", os.path.join(DIRECTORY, "small.db"), serial],
                                  capture_output=True, check=True, encoding="utf-8").stdout
            page.find("#dialogue summary").click()
            assert page.text("#story pre") + "\n" + page.text("#dialogue pre") == told
        page.find("#story button").click()
        assert page.ink("map-marks") > 50


@test
def messages_are_chosen_by_kind_and_text(browser):
    with Page(browser, "run.html") as page:
        Select(page.find("#kind")).select_by_value("spam")
        rows = page.all("#list tbody tr")
        assert rows and all("spam" in row.text for row in rows)
        page.find("#grep").send_keys("no message says this")
        assert page.all("#list tbody tr") == []


# ---- two runs ----

@test
def two_runs_stand_side_by_side(browser):
    values = {"A": json_of("run"), "B": json_of("open")}
    with Page(browser, "two.html") as page:
        cells = page.all("#compared [data-measure]")
        assert len(cells) >= 16
        for cell in cells:
            wanted = wanted_of(values[cell.get_attribute("data-run")], cell.get_attribute("data-measure"))
            assert_same(cell.get_attribute("data-value"), wanted)
        relays = [run["relays"]["open_at_end"] for run in values.values()]
        small = page.text("#compared [data-measure='relays.open_at_end'][data-run=B] small")
        assert small.startswith("+{:,} (".format(relays[1] - relays[0])), small
        assert "[closure]" in page.text("#differences")
        assert [key.text for key in page.all("[data-chart=open] .key b")] == [f"{n:,}" for n in relays]
        Select(page.find("#which")).select_by_value("1")
        assert f": {relays[1]:,} open relays" in page.text("#now")


# ---- whoever looks ----

@test
def it_fits_a_phone(browser):
    for name in ("run.html", "two.html", "hostile.html"):
        with Page(browser, name, width=390, height=844) as page:
            assert page.run("return document.documentElement.scrollWidth") <= 390, name
            for control in ("#play", "#time", "#speed", "#find", "#map"):
                box = page.run("const r = document.querySelector(arguments[0]).getBoundingClientRect();"
                               "return [r.left, r.right, r.height]", control)
                assert box[0] >= 0 and box[1] <= 390 and box[2] >= 28, (name, control, box)
            for link in page.all("#nav a"):
                box = page.run("const r = arguments[0].getBoundingClientRect(); return [r.left, r.right]", link)
                assert box[0] >= 0 and box[1] <= 390, (name, link.text, box)


@test
def it_is_dark_by_night(browser):
    brightness = {}
    for dark in (False, True):
        with Page(browser, "run.html", dark=dark) as page:
            colours = page.run("const s = getComputedStyle(document.body); return [s.color, s.backgroundColor]")
            brightness[dark] = [sum(int(n) for n in re.findall(r"\d+", colour)[:3]) for colour in colours]
            assert page.ink("map-hosts") > 1000
    assert brightness[False][0] < 200 and brightness[False][1] > 650, brightness
    assert brightness[True][0] > 600 and brightness[True][1] < 150, brightness


@test
def it_goes_on_paper(browser):
    with Page(browser, "run.html", dark=True) as page:
        paper = page.browser.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})
        assert base64.b64decode(paper["data"])[:5] == b"%PDF-"


@test
def hostile_names_are_text(browser):
    with Page(browser, "hostile.html") as page:
        script, image = "<script>window.harmed = 1</script>", '"><img src=x onerror="window.harmed = 2">'
        page.run("BP.select(0, true)")
        assert page.text("#host h3") == script
        assert script in page.text("#host p")
        page.run("BP.select(2, true)")
        assert len(page.text("#host h3")) == 10001
        page.find("#find").send_keys("img src")
        assert page.text("#found button") == image
        assert page.text("#title") == script + image
        assert page.browser.title.startswith(script)
        page.run("document.querySelector('#list tbody tr').click()")
        assert image in page.text("#story pre") and script in page.text("#list")
        assert page.run("return BP.$('totals').textContent").count(image) == 1
        assert page.run("return document.querySelectorAll('img:not(.plot img), #host script').length") == 0
        page.run("BP.player.seek(0); BP.player.play()")
        time.sleep(0.2)
        assert page.run("return window.harmed") is None


sys.exit(main())
