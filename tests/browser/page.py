# page.py - a browser that opens pages from disk, and tests that are called one by one: TAP.
# DIRECTORY, where the pages are, is the first argument of the program that imports this.
import json
import os
import sys
import traceback

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

DIRECTORY = sys.argv[1]
STILL = {"name": "prefers-reduced-motion", "value": "reduce"}  # scrolls at once
tests = []


def test(call):
    tests.append(call)
    return call


def start():
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,900",
                     "--user-data-dir=" + os.path.join(DIRECTORY, "profile")):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    browser.set_script_timeout(60)
    return browser


class Page:
    """One page, opened from disk; asserts that all is quiet when it is left."""

    def __init__(self, browser, name, width=1280, height=900, dark=False):
        self.browser = browser
        self.url = "file://" + os.path.join(DIRECTORY, name)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": [scheme, STILL]})

    def __enter__(self):
        self.browser.get("about:blank")
        self.browser.get_log("browser")
        self.browser.get_log("performance")
        self.browser.get(self.url)
        self.wait(lambda: self.run("return document.documentElement.dataset.ready") == "yes")
        return self

    def __exit__(self, kind, value, trace):
        if kind is None:
            self.assert_quiet()

    def assert_quiet(self):
        said = [entry["message"] for entry in self.browser.get_log("browser")]
        assert said == [], said
        for entry in self.browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked = message["params"]["request"]["url"]
                assert asked == self.url or asked.startswith("data:"), asked

    def run(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def find(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0]).textContent", selector)

    def wait(self, condition):
        WebDriverWait(self.browser, 20, 0.05).until(lambda unused: condition())

    def keys(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()

    def clock(self):
        return self.text("#clock")

    def ink(self, canvas):
        """How many pixels of a canvas are not empty."""
        return self.run("""
            const c = document.getElementById(arguments[0]);
            const data = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
            let n = 0;
            for (let i = 3; i < data.length; i += 4) n += data[i] > 0;
            return n;""", canvas)


# ---- tests ----

def call_all(browser):
    failed = 0
    print(f"1..{len(tests)}")
    for number, call in enumerate(tests, 1):
        name = call.__name__.replace("_", " ")
        try:
            call(browser)
            print(f"ok {number} - {name}", flush=True)
        except Exception:  # whatever it is, it is this test that fails
            failed += 1
            print(f"not ok {number} - {name}")
            print("# " + traceback.format_exc().replace("\n", "\n# "), flush=True)
    return 1 if failed else 0


def main():
    browser = start()
    try:
        return call_all(browser)
    finally:
        browser.quit()

