"""The pages without a script: drawings, tables, links and a form."""
import re
import urllib.parse
from datetime import datetime

from playwright.sync_api import expect

import house
from visit import require

CHECKS = ["plain_node", "plain_compare", "plain_house"]


ROWS = """(figure) => [...figure.querySelectorAll("tbody tr")].map((row) => ({
    time: row.querySelector("th time").dateTime,
    cells: [...row.querySelectorAll("td")].map((cell) => cell.textContent)}))"""


def start(row):
    stamp = datetime.fromisoformat(row["time"].replace("Z", "+00:00"))
    return round(stamp.timestamp() * 1000)


def require_table(visit, figure, series):
    """Each cell of a chart's table is a bucket of the API's answer to the same question."""
    begin, end = int(figure.get_attribute("data-from")), int(figure.get_attribute("data-to"))
    counts = {"day": 144, "week": 168, "month": 180, "year": 365}
    answer = house.get(
        visit.url, "/api/v1/range", series=series,
        **{"from": begin, "to": end - 1, "points": counts[figure.get_attribute("data-span")]})
    bucket = answer["bucket_ms"]
    cells = {}
    for column, one in enumerate(answer["series"]):
        for point in one["points"]:
            row = begin + (point[0] - begin) // bucket * bucket
            cells.setdefault(row, {})[column] = (point, one["unit"])
    rows = figure.evaluate(ROWS)
    require(len(rows) == len(cells) > 0, f"{len(rows)} rows, but the API has {len(cells)} buckets")
    for row in rows:
        known = cells[start(row)]
        texts = row["cells"]
        require(len(texts) == len(series), f"{len(texts)} columns for {series}")
        for column, text in enumerate(texts):
            require_cell(text, known.get(column), f"{series[column]} at {start(row)}")


def require_cell(text, known, where):
    """`21.4 21.1 … 21.8`: mean, lowest, highest."""
    if known is None:
        return require(text == "–", f"{where}: '{text}', but there is nothing")
    point, unit = known
    mean, _, spread = text.partition(" ")
    house.require_number(mean, point[2], unit, where)
    if point[1] != point[3]:
        low, _, high = spread.partition("\u2009…\u2009")
        house.require_number(low, point[1], unit, where)
        house.require_number(high, point[3], unit, where)
    else:
        require(not spread, f"{where}: '{text}', but there was one value")


def series_of(figure):
    return [one.get_attribute("data-series") for one in figure.locator("figcaption [data-series]").all()]


def require_drawing(figure):
    drawing = figure.locator("svg.drawing")
    expect(drawing).to_be_visible()
    expect(drawing).to_have_attribute("role", "img")
    for line in drawing.locator(".line").all():
        require("L" in line.get_attribute("d"), "a chart without a line")
    require(drawing.locator(".times text").count() >= 2, "an axis without times")


def plain_node(browser):
    """A node's page: a drawing and a table for each quantity, for every span."""
    with browser.visit(java_script_enabled=False) as visit:
        page = visit.open("/node/kitchen")
        for span in ["day", "week", "month", "year"]:
            page.locator(f'#spans [data-span="{span}"]').click()
            page.wait_for_url(f"**?span={span}")
            expect(page.locator(f'#spans [data-span="{span}"]')).to_have_attribute("aria-current", "true")
            figures = page.locator("figure[data-chart]").all()
            require(len(figures) == 3, f"{len(figures)} charts")
            for figure in figures:
                require(figure.get_attribute("data-span") == span, "another span than asked for")
                if span in ("day", "week"):
                    require_drawing(figure)
                require_table(visit, figure, series_of(figure))
        expect(page.locator(".bar").first).to_be_hidden()
        words = page.locator('[data-fact="key-words"] strong').text_content()
        require(words == house.node(visit.url, "kitchen")["key_words"], f"key words '{words}'")


def plain_compare(browser):
    """The compare page's form: rooms can be left out, and the address says which are shown."""
    with browser.visit(java_script_enabled=False) as visit:
        page = visit.open("/compare?quantity=temperature&span=day")
        figure = page.locator("figure[data-chart]")
        everything = series_of(figure)
        require(len(everything) >= 3, f"only {everything} to compare")
        require_drawing(figure)
        require_table(visit, figure, everything)
        left_out = everything[0]
        page.locator(f'#choice input[value="{left_out}"]').uncheck()
        page.locator("#choice button").click()
        page.wait_for_load_state("load")
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)
        require(query["series"] == everything[1:], f"the address is {page.url}")
        require(series_of(figure) == everything[1:], f"shows {series_of(figure)}")
        require(figure.locator(f'[data-trace="{left_out}"]').count() == 0, "it is drawn all the same")
        require_drawing(figure)
        require_table(visit, figure, everything[1:])
        page.locator('#quantities [data-quantity="humidity"]').click()
        expect(page.locator("figure[data-chart]")).to_have_attribute("data-chart", "humidity")


def plain_house(browser):
    """The house: states, values and sparklines, and links to the rooms."""
    with browser.visit(java_script_enabled=False) as visit:
        page = visit.open("/")
        latest = {one["series"]: one for one in house.get(visit.url, "/api/v1/latest")["series"]}
        shown = page.locator("#rooms data[data-series]").all()
        require(len(shown) >= 5, f"{len(shown)} values")
        for one in shown:
            known = latest[one.get_attribute("data-series")]
            house.require_value(one.text_content(), known["v"], known["unit"], known["series"])
        tile = page.locator('.tile[data-node="cellar"]')
        expect(tile).to_have_attribute("data-state", "stale")
        expect(tile.locator(".badge-stale")).to_be_visible()
        expect(tile.locator('[data-sensor="air"] .note.silence')).to_have_text(
            re.compile(r"^No news from air for (1.h|6\d.min)"))
        expect(tile.locator(".spark")).to_have_count(tile.locator("data").count())
        failing = page.locator('.tile[data-state="failing"]')
        expect(failing.locator(".badge-failing")).to_be_visible()
        known = house.node(visit.url, failing.get_attribute("data-node"))["sensors"][0]["fault"]
        expect(failing.locator(".note.fault q")).to_have_text(known["text"])
        page.locator('.tile[data-node="cellar"] h2 a').click()
        expect(page.locator("h1")).to_have_text("cellar")
