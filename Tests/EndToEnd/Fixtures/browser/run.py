#!/usr/bin/env python3
"""Looks at the pages of a running server with Debian's Chromium.

Usage: run.py URL FOLDER CHECK…     (checks, and what each needs: README.md)

Says `passed CHECK` or `failed CHECK: what is wrong` for each; pictures of what failed are kept in
the folder. Needs playwright and axe-playwright-python; the browser is that of RUE_TEST_CHROMIUM,
else /usr/bin/chromium.
"""
import os
import sys
import time
import traceback

from playwright.sync_api import sync_playwright

import audit
import holes
import keyboard
import plain
import rooms
import shape
from visit import Browser, Failed

CHECKS = {
    name.replace("_", "-"): getattr(module, name)
    for module in (audit, holes, keyboard, plain, rooms, shape)
    for name in module.CHECKS
}


def run(browser, name):
    browser.check = name
    begun = time.monotonic()
    try:
        CHECKS[name](browser)
    except Failed as error:
        told = str(error)
    except Exception:  # A broken check is told like a broken page, and the others go on.
        told = traceback.format_exc()
    else:
        print(f"passed {name}  {time.monotonic() - begun:.1f} s", flush=True)
        return True
    print(f"failed {name}: " + told.strip().replace("\n", "\n  "), flush=True)
    return False


def main():
    url, folder, *names = sys.argv[1:]
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=os.environ.get("RUE_TEST_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage"], timeout=120_000)
        browser = Browser(chromium, url, folder, "-".join(names[:1]))
        passed = [run(browser, name) for name in names]
        chromium.close()
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
