#!/usr/bin/env python3
"""Takes pictures of the page that a demo serves, with Debian's Chromium.

Usage: pictures.py URL FOLDER whole|failing
"""
import sys
import time

from playwright.sync_api import sync_playwright

WIDE = {"width": 1120, "height": 760}
PHONE = {"width": 360, "height": 740}


class Camera:
    def __init__(self, browser, url, folder):
        self.browser = browser
        self.url = url.rstrip("/")
        self.folder = folder

    def take(self, name, path, size=WIDE, scheme="light", seconds=3, ready=None, whole=False):
        """A picture of a page that has had some seconds to settle, or until `ready` holds."""
        context = self.browser.new_context(
            viewport=size, color_scheme=scheme, reduced_motion="reduce",
            device_scale_factor=2 if size is PHONE else 1)
        page = context.new_page()
        page.goto(self.url + path, wait_until="load")
        if ready:
            page.wait_for_function(ready, timeout=120_000)
        time.sleep(seconds)
        page.screenshot(path=f"{self.folder}/{name}.png", full_page=whole)
        context.close()
        print(name, flush=True)


def whole(camera):
    # Until every node has been heard since the demo went live.
    time.sleep(12)
    camera.take("house", "/", whole=True)
    camera.take("house~dark", "/", scheme="dark", whole=True)
    camera.take("charts", "/node/kitchen?span=week", whole=True)
    camera.take("compare", "/compare?quantity=temperature&span=week", whole=True)
    camera.take("phone", "/", size=PHONE)


def failing(camera):
    # A minute on, two sensors fail while one node has been silent for longer than it should.
    camera.take("failing", "/", seconds=2, whole=True, ready="""() => {
        const text = document.body.innerText;
        return text.split("Sensor fault").length > 2 && text.includes("No contact");
    }""")


def main():
    url, folder, what = sys.argv[1:]
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        {"whole": whole, "failing": failing}[what](Camera(browser, url, folder))
        browser.close()


if __name__ == "__main__":
    main()
