"""Debian's Chromium, and everything that must never be seen in it: an error in the console, a
request that fails, a request to anybody else, a dialog."""
import contextlib
import os
import re
import time

from playwright.sync_api import Error, expect

# Two cores are shared with many other tests; what is waited for is a condition, never a time.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


class Failed(Exception):
    """Something on the page is not as it should be."""


class NotYet(Failed):
    """It may still become as it should be."""


def require(holds, text):
    if not holds:
        raise Failed(text)


class Browser:
    """One Chromium, and the server that it looks at."""

    def __init__(self, chromium, url, pictures, script):
        self.chromium = chromium
        self.url = url.rstrip("/")
        self.pictures = pictures
        self.script = script
        self.check = "start"

    @contextlib.contextmanager
    def visit(self, **options):
        """A profile of its own, with no memory; watched until it is closed."""
        visit = Visit(self, options)
        try:
            yield visit
            visit.require_silence()
        except Exception as error:
            raise Failed(f"{error}\n{visit.testimony()}") from error
        finally:
            visit.context.close()

    def say(self, text):
        """Tells the Swift test how far this is, for it to do the next thing to the house."""
        print("at: " + text, flush=True)


class Visit:
    def __init__(self, browser, options):
        self.browser = browser
        self.url = browser.url
        self.troubles = []
        self.requests = []
        self.isLeaving = False
        settings = {"viewport": {"width": 1120, "height": 800}, "locale": "en-GB", **options}
        self.context = browser.chromium.new_context(**settings)
        self.context.set_default_timeout(PATIENCE)
        self.context.on("page", self.watch)

    def watch(self, page):
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.troubles.append(f"error in a script: {error}"))
        page.on("dialog", self.refuse)
        page.on("request", self.note)
        page.on("requestfailed", self.blame)

    def hear(self, message):
        if message.type in ("error", "warning"):
            place = message.location.get("url", "")
            self.troubles.append(f"console {message.type}: {message.text} ({place})")

    def refuse(self, dialog):
        self.troubles.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def note(self, request):
        self.requests.append(request.url)
        if not request.url.startswith((self.url + "/", "data:")):
            self.troubles.append(f"a request to somebody else: {request.url}")

    def blame(self, request):
        # A page that is left, or a chart that asks anew, ends its own requests.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"{request.method} {request.url}: {request.failure}")

    def open(self, path, status=200):
        page = self.context.new_page()
        return self.go(page, path, status)

    def go(self, page, path, status=200):
        answer = page.goto(self.url + path, wait_until="load")
        require(answer.status == status, f"{path} answers {answer.status}, not {status}")
        if status != 200:
            # Chromium itself tells the console of a document that is not there.
            self.troubles = [text for text in self.troubles if f"status of {status}" not in text]
        return page

    def live_requests(self):
        return sum(url == self.url + "/api/v1/live" for url in self.requests)

    def require_silence(self):
        require(not self.troubles, "not silent:\n  " + "\n  ".join(self.troubles))

    def testimony(self):
        """What there is to see when something has failed."""
        lines = list(self.troubles)
        for number, page in enumerate(self.context.pages):
            name = f"{self.browser.script}-{self.browser.check}-{number}.png"
            path = os.path.join(self.browser.pictures, re.sub(r"[^\w.-]", "-", name))
            os.makedirs(self.browser.pictures, exist_ok=True)
            try:
                page.screenshot(path=path, full_page=True)
                lines.append(f"{page.url}: see {path}")
            except Error as error:
                lines.append(f"{page.url}: no picture could be taken: {error.message}")
        return "\n".join(lines)


def until(page, what, holds):
    """Asks again and again, until `holds()` gives something true, which is returned. What is lacking
    in the meantime may be said by a NotYet."""
    end = time.monotonic() + PATIENCE / 1000
    last = ""
    while time.monotonic() < end:
        try:
            found = holds()
            if found:
                return found
        except NotYet as error:
            last = f": {error}"
        page.wait_for_timeout(100)
    raise Failed(f"waited in vain for {what}{last}")


def mark(page):
    """A page that is loaded again forgets this."""
    page.evaluate("window.rueMark = true")


def require_mark(page):
    require(page.evaluate("window.rueMark === true"), "the page was loaded again")


def drawn(page):
    """Waits until the script has drawn every chart of the page."""
    page.wait_for_function(
        "() => { const all = [...document.querySelectorAll('figure[data-chart]')];"
        " return all.length > 0 && all.every((one) => one.dataset.drawn === 'true'); }")
