#!/usr/bin/python3
# page_picture.py - a picture of a page, as a browser shows it.
# Usage: page_picture.py PAGE.html OUT.png WIDTH HEIGHT [dark] [SCRIPT]
# SCRIPT runs in the page first. Needs python3-selenium, chromium and chromium-driver.
import base64
import os
import sys
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

page, out, width, height = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
dark = "dark" in sys.argv[5:6]
script = " ".join(sys.argv[6:] if dark else sys.argv[5:])

options = webdriver.ChromeOptions()
profile = tempfile.TemporaryDirectory()
for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--user-data-dir=" + profile.name):
    options.add_argument(argument)
browser = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
try:
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": [
        {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
        {"name": "prefers-reduced-motion", "value": "reduce"}]})
    browser.get("file://" + os.path.abspath(page))
    while browser.execute_script("return document.documentElement.dataset.ready") != "yes":
        time.sleep(0.1)
    if script:
        browser.execute_script(script)
    time.sleep(0.5)  # what is drawn at rest is drawn then
    shot = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    with open(out, "wb") as file:
        file.write(base64.b64decode(shot["data"]))
finally:
    browser.quit()
    profile.cleanup()
