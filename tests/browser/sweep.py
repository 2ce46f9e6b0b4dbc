# sweep.py - reads pages about sweeps in a browser, as a visitor would. Prints TAP.
# Usage: sweep.py DIRECTORY, which tests/browser/sweep.sh fills.
import base64
import json
import os
import sys

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.ui import Select

from page import DIRECTORY, Page, main, test

SHARES = ["0%", "50%", "100%"]


def json_of(name):
    with open(os.path.join(DIRECTORY, name + ".json"), encoding="utf-8") as file:
        return json.load(file)


def choose(page, name, text):
    Select(page.find("#" + name)).select_by_visible_text(text)


def cells(page):
    """Of each row the name, and of each cell its text, mean and half."""
    return page.run("""
        return Array.from(document.querySelectorAll('#numbers-table tbody tr'), (row) => [row.dataset.x,
          Array.from(row.querySelectorAll('td'), (cell) => [cell.textContent, cell.dataset.mean, cell.dataset.half])]);""")


def heads(page):
    return page.run("return Array.from(document.querySelectorAll('#numbers-table thead th.n'), (th) => th.textContent)")


def same(shown, wanted):
    """JSON has six decimals at most."""
    return abs(float(shown) - wanted) <= 5.1e-7


def ink(page, selector):
    """How many pixels of all canvases in it are not empty."""
    return page.run("""
        let n = 0;
        for (const c of document.querySelectorAll(arguments[0] + ' canvas')) {
          const data = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
          for (let i = 3; i < data.length; i += 4) n += data[i] > 0;
        }
        return n;""", selector)


@test
def every_number_is_that_of_the_json(browser):
    points = {point["name"]: point["measures"] for point in json_of("orders")["points"]}
    with Page(browser, "orders.html") as page:
        assert heads(page) == ["random", "busiest-first"], heads(page)
        for measure in ("spam.reach", "ham.collateral", "ham.delay_s.p50", "hops"):
            choose(page, "measure", measure)
            rows = cells(page)
            assert [row[0] for row in rows] == SHARES
            for share, row in rows:
                for which, (text, mean, half) in zip(heads(page), row):
                    wanted = points[f"closure.which={which}, closure.share={share}"][measure]
                    assert same(mean, wanted["mean"]) and same(half, wanted["half"]), (measure, share, which, mean, wanted)
                    if measure == "spam.reach":
                        assert text == f"{100 * wanted['mean']:.1f}%± {100 * wanted['half']:.1f}", (text, wanted)
        assert page.run("return BP.sweep.measures.length") >= len(points["closure.which=random, closure.share=0%"])


@test
def differences_are_those_of_compare(browser):
    compared = {(row["point"], row["measure"]): row["files"][1].get("difference") for row in json_of("compared")}
    with Page(browser, "orders.html") as page:
        for measure in ("spam.reach", "ham.collateral"):
            choose(page, "measure", measure)
            choose(page, "from", "difference to random")
            assert heads(page) == ["busiest-first"]
            for share, [(text, mean, half)] in cells(page):
                wanted = compared["closure.share=" + share, measure]
                assert same(mean, wanted["mean"]) and same(half, wanted["half"]), (text, mean, half, wanted)
                assert (" *" in text) == (abs(wanted["mean"]) > wanted["half"]), (text, wanted)


@test
def files_stand_side_by_side(browser):
    with Page(browser, "two.html") as page:
        assert heads(page) == ["A random", "B busiest-first"], heads(page)
        alone = dict(json_of("busiest-first"))
        wanted = {point["name"]: point["measures"]["spam.reach"]["mean"] for point in alone["points"]}
        for share, row in cells(page):
            assert same(row[1][1], wanted["closure.share=" + share])
        choose(page, "from", "difference to A random")
        assert len(heads(page)) == 1


@test
def axes_change_places(browser):
    with Page(browser, "orders.html") as page:
        choose(page, "x", "closure.which")
        assert heads(page) == SHARES
        assert [row[0] for row in cells(page)] == ["random", "busiest-first"]
        choose(page, "lines", "\u2013")
        assert len(heads(page)) == 1
        before = cells(page)
        choose(page, "held-1", "100%")
        assert cells(page) != before


@test
def units_make_an_axis_of_numbers(browser):
    with Page(browser, "zipped.html") as page:
        choose(page, "x", "blacklist rbl.after")
        at = page.run("return BP.sweep.axes.find((axis) => axis.name === 'blacklist rbl.after').at")
        assert at == [1800, 7200, 86400], at
        assert [row[0] for row in cells(page)] == ["30 min", "2 h", "1 d"]
        assert all(row[0][0].endswith("one run") and row[0][2] == "NaN" for unused, row in cells(page)), cells(page)


@test
def curves_and_bands_are_drawn(browser):
    with Page(browser, "orders.html") as page:
        page.find("#dots").click()
        plain = ink(page, "#chart")
        assert plain > 2000, plain
        page.find("#dots").click()
        assert ink(page, "#chart") != plain
        assert len(page.all("#small .chart")) >= 4
        page.run("document.querySelectorAll('#small button')[2].click()")
        assert page.text("#chart h3 bdi") == page.run("return BP.sweep.usual[2]")


@test
def pointing_at_the_curve_marks_its_row(browser):
    with Page(browser, "orders.html") as page:
        plot = page.find(".plot.sweep")
        ActionChains(browser).move_to_element_with_offset(plot, plot.size["width"] // 2 - 20, 0).perform()
        page.wait(lambda: page.run("const row = document.querySelector('tr.pointed'); return row && row.dataset.x") == "100%")


@test
def it_fits_a_phone_and_the_night(browser):
    for name in ("orders.html", "two.html"):
        with Page(browser, name, width=390, height=800, dark=True) as page:
            assert page.run("return document.documentElement.scrollWidth") <= 390
            colours = page.run("return getComputedStyle(document.body).backgroundColor")
            assert sum(int(n) for n in colours[4:-1].split(",")) < 150, colours


@test
def it_goes_on_paper(browser):
    with Page(browser, "orders.html") as page:
        paper = browser.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})
        assert base64.b64decode(paper["data"])[:5] == b"%PDF-"
        assert ink(page, "#chart") > 2000


@test
def hostile_texts_are_text(browser):
    with Page(browser, "hostile.html") as page:
        image, script = '"><img src=x onerror="window.harmed = 2">', "</script><script>window.harmed = 1</script>"
        assert page.text("#title") == script
        assert heads(page)[0] == image, heads(page)
        choose(page, "measure", image)
        assert page.text("#chart h3 bdi") == image
        assert script in page.text("#expected") and image in page.text("#misses")
        assert script in page.text("#merged") and "\\u202e" in page.text("#merged")
        assert page.run("return document.querySelectorAll('img:not(.plot img)').length") == 0
        assert page.run("return window.harmed") is None


sys.exit(main())
