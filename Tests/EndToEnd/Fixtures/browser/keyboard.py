"""Everything by the keyboard alone."""
import re

from playwright.sync_api import expect

import house
from visit import drawn, require, until

CHECKS = ["keyboard_house", "keyboard_chart"]

FOCUS = """() => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    return {
        tag: one.localName, text: one.textContent.trim().slice(0, 40), href: one.getAttribute("href"),
        plot: one.matches("[data-plot]") ? one.closest("figure").id : null,
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
            && style.outlineColor !== "rgba(0, 0, 0, 0)",
        inView: box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
    };
}"""


def tab_through(page):
    """Every stop of the tab key, once round; each must be seen."""
    stops = []
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop["tag"] == "body":
            return stops
        require(stop["ring"], f"the focus is not seen on {stop}")
        require(stop["inView"], f"the focus is out of view on {stop}")
        stops.append(stop)
    raise AssertionError(f"the tab key does not come to an end: {stops[-5:]}")


def skip(page):
    """The first stop leads past the menu."""
    page.keyboard.press("Tab")
    link = page.locator("a.skip")
    expect(link).to_be_focused()
    # It comes into view from above the page.
    require(page.evaluate(FOCUS)["inView"], "the skip link is not seen")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def keyboard_house(browser):
    """The skip link, and every room in the order in which they are seen."""
    with browser.visit() as visit:
        page = visit.open("/")
        skip(page)
        rooms = [one.get_attribute("href") for one in page.locator(".tile h2 a").all()]
        stops = [stop["href"] for stop in tab_through(page)]
        require(stops[: len(rooms)] == rooms, f"after the menu come {stops}, not {rooms}")
        page.keyboard.press("Tab")
        expect(page.locator("a.skip")).to_be_focused()
        stops = [stop["href"] for stop in tab_through(page)]
        require("/compare" in stops and stops[-1] == "/licences", f"{stops}")
        page.locator(".tile h2 a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**" + rooms[0])


def window(figure):
    return [int(figure.get_attribute("data-from")), int(figure.get_attribute("data-to"))]


def pressed(page, figure, key):
    """What the chart shows after a key."""
    before, place = window(figure), page.evaluate("scrollY")
    page.keyboard.press(key)
    until(page, f"'{key}' to move the chart", lambda: window(figure) != before)
    require(page.evaluate("scrollY") == place, f"'{key}' moves the page too")
    return window(figure)


def keyboard_chart(browser):
    """Each chart is reached, says how it is used, and does that."""
    with browser.visit() as visit:
        page = visit.open("/node/kitchen")
        drawn(page)
        stops = tab_through(page)
        charts = [one.get_attribute("id") for one in page.locator("figure[data-chart]").all()]
        require([stop["plot"] for stop in stops if stop["plot"]] == charts, f"charts reached: {stops}")
        figure = page.locator("#chart-0")
        plot = figure.locator("[data-plot]")
        reach(page, plot)
        expect(figure.locator(".bar .help")).to_be_visible()
        require_described(page, plot)
        require_moves(page, figure)
        require_values(page, figure)
        expect(plot).to_be_focused()
        page.keyboard.press("Tab")
        expect(plot).not_to_be_focused()


def reach(page, plot):
    for _ in range(100):
        page.keyboard.press("Tab")
        if plot.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError("the tab key does not reach the chart")


def require_described(page, plot):
    told = page.locator("#" + plot.get_attribute("aria-describedby")).text_content()
    for key in ["←", "→", "+", "−", "Home", "End"]:
        require(key in told, f"the help does not tell of {key}: {told}")


def require_moves(page, figure):
    begin, end = window(figure)
    span = end - begin
    left = pressed(page, figure, "ArrowLeft")
    require(left[1] < end and left[0] < begin, f"← goes from {begin, end} to {left}")
    expect(figure).to_have_attribute("data-following", "false")
    right = pressed(page, figure, "ArrowRight")
    require(right[1] > left[1], f"→ goes from {left} to {right}")
    pressed(page, figure, "ArrowLeft")
    near = pressed(page, figure, "+")
    require(abs((near[1] - near[0]) * 2 - span) < 5000, f"+ goes from {span} ms to {near[1] - near[0]}")
    now = pressed(page, figure, "End")
    expect(figure).to_have_attribute("data-following", "true")
    require(abs(now[1] - page.evaluate("Date.now()")) < 60_000, f"End goes to {now}")
    require(abs((now[1] - now[0]) * 2 - span) < 5000, "End keeps the zoom")
    far = pressed(page, figure, "-")
    require(abs((far[1] - far[0]) - span) < 5000, f"− goes to {far[1] - far[0]} ms")
    pressed(page, figure, "+")
    home = pressed(page, figure, "Home")
    require(abs((home[1] - home[0]) - span) < 5000, f"Home shows {home[1] - home[0]} ms")


def require_values(page, figure):
    """`.` and `,` say the value at a moment, which is one of the API's."""
    voice = figure.locator("[aria-live]")
    page.keyboard.press(".")
    expect(voice).to_have_text(re.compile(r"^\d+\u00a0\w+, \d\d:\d\d: air −?\d+\.\d\u00a0°C"))
    last = voice.text_content()
    page.keyboard.press(",")
    expect(voice).not_to_have_text(last)
    expect(figure.locator(".at").first).to_have_text(re.compile("°C$"))
    name = figure.locator("[data-series]").first.get_attribute("data-series")
    require(name in [one["series"] for one in house.get(page.url.split("/node/")[0], "/api/v1/series")["series"]],
            f"'{name}' is unknown to the API")
