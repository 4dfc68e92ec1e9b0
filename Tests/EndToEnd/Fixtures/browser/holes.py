"""Charts of a node that was off for a while, and had no network for another."""
from playwright.sync_api import expect

import house
from visit import drawn, mark, require, require_mark, until

CHECKS = ["hole"]
HOUR = 3_600_000

# The chart's numbers, and what it was told to draw: [NaN, NaN, NaN] where a gap begins.
CHART = """async () => {
    const { charts } = await import("/assets/chart.js");
    const chart = charts.get("chart-0");
    return {
        points: chart.series[0].points, bucket: chart.bucket, from: chart.loaded[0], to: chart.loaded[1],
        gaps: chart.rows().filter(([, low]) => low && low.some(Number.isNaN)).map(([t]) => t.getTime()),
    };
}"""


def without(points, begin, end):
    return not any(begin < point[0] < end for point in points)


def hole(browser):
    """A chart ends where the network did, is filled without loading the page again when the node
    delivers, and never draws a line over the time in which the node was off."""
    with browser.visit() as visit:
        page = visit.open("/node/kitchen")
        mark(page)
        drawn(page)
        now = page.evaluate("Date.now()")
        chart = page.evaluate(CHART)
        last = chart["points"][-1][0]
        require(now - 2.2 * HOUR < last < now - 1.8 * HOUR, f"it ends {now - last} ms ago")
        require_off(chart, now)
        expect(page.locator("#room")).to_have_attribute("data-state", "stale")
        require_plain_runs(browser, 2)
        compared = opened_table(visit, "/compare?quantity=temperature")
        page.locator(".numbers summary").first.click()
        before = rows(page)
        browser.say("the chart ends")

        def filled():
            chart = page.evaluate(CHART)
            recent = [one for one in chart["points"] if one[0] > now - 1.9 * HOUR]
            return chart if len(recent) > 1.5 * HOUR / chart["bucket"] else None

        chart = until(page, "the chart to be filled", filled)
        require_off(chart, now)
        require(without_gap(chart, now - 3 * HOUR), f"a gap is drawn where there is none: {chart['gaps']}")
        expect(page.locator("#room")).to_have_attribute("data-state", "live")
        require_mark(page)
        require_api(visit, chart, now)
        # The table that is open is filled with it, and stays open.
        until(page, "the table to be filled", lambda: len(rows(page)) > len(before) + 8)
        require(page.locator(".numbers").first.evaluate("(one) => one.open"), "the table was closed")
        compared.clock.fast_forward(61_000)
        until(compared, "the table of rooms to be filled", lambda: len(rows(compared)) > len(before) + 8)
        require(compared.locator(".numbers").evaluate("(one) => one.open"), "the table was closed")


def opened_table(visit, path):
    """A page, with a clock of its own, whose table is open."""
    page = visit.context.new_page()
    page.clock.install()
    visit.go(page, path)
    page.locator(".numbers summary").click()
    return page


def rows(page):
    """The first table's rows, from the newest on."""
    return page.locator(".numbers").first.locator("tbody tr").all_text_contents()


def require_off(chart, now):
    """Between eight and six hours ago the node was off."""
    begin, end = now - 7.9 * HOUR, now - 6.1 * HOUR
    require(without(chart["points"], begin, end), "there are points while the node was off")
    require(any(begin < gap < end for gap in chart["gaps"]), "a line is drawn where there was nothing")


def without_gap(chart, since):
    return not any(gap > since for gap in chart["gaps"])


def require_plain_runs(browser, count):
    """The server's own drawing has so many pieces of line."""
    with browser.visit(java_script_enabled=False) as visit:
        page = visit.open("/node/kitchen")
        path = page.locator('[data-trace="kitchen/air_temperature"] .line').get_attribute("d")
        require(path.count("M") == count, f"the server draws {path.count('M')} pieces")


def require_api(visit, chart, now):
    """What was filled in is what the server has."""
    answer = house.get(
        visit.url, "/api/v1/range", series="kitchen/air_temperature",
        **{"from": chart["from"], "to": chart["to"],
           "points": round((chart["to"] - chart["from"]) / chart["bucket"])})
    require(answer["bucket_ms"] == chart["bucket"], f"buckets of {answer['bucket_ms']} ms")
    known = {point[0]: [float(value) for value in point[1:4]] for point in answer["series"][0]["points"]}
    shown = {point[0]: point[1:] for point in chart["points"] if point[0] < now - HOUR / 6}
    require(len(shown) > 50, f"only {len(shown)} points")
    wrong = [t for t in shown if known.get(t) != shown[t]]
    require(not wrong, f"differs from the API at {wrong[:5]}: {[(shown[t], known.get(t)) for t in wrong[:2]]}")
