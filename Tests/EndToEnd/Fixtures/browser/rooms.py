"""The house's page while the house lives: values, ages, faults, silence, and an empty house."""
from playwright.sync_api import expect

import house
from visit import NotYet, drawn, mark, require, require_mark, until

CHECKS = ["values", "ages", "news", "tabs", "fault", "silence", "names", "renamed", "empty"]

# What the page shows, and what the API says at almost the same moment.
BOTH = """async () => {
    const latest = await (await fetch("/api/v1/latest")).text();
    const shown = [...document.querySelectorAll("#rooms data[data-series]")].map((one) => ({
        series: one.dataset.series, t: Number(one.dataset.t), value: one.value, text: one.textContent}));
    return { latest, shown };
}"""


def temperature(page, node):
    return page.locator(f'data[data-series="{node}/air_temperature"]')


def measured(page, node):
    return int(temperature(page, node).get_attribute("data-t"))


# ---- Values ----


def compared(page):
    """The series that the page shows as the API tells them, when both are of the same time."""
    both = page.evaluate(BOTH)
    latest = {
        one["series"]: one for one in house.parse(both["latest"])["series"]
        if "/node_" not in one["series"] and not one["series"].endswith("_fault")
    }
    shown = {one["series"]: one for one in both["shown"]}
    if shown.keys() != latest.keys():
        raise NotYet(f"shows {sorted(shown)}, but the API has {sorted(latest)}")
    for name, one in shown.items():
        known = latest[name]
        if one["t"] != known["t"]:
            raise NotYet(f"{name} is of {one['t']} on the page, of {known['t']} in the API")
        require(house.Decimal(one["value"]) == known["v"], f"{name}: {one['value']}, not {known['v']}")
        house.require_value(one["text"], known["v"], known["unit"], name)
    return shown


def values(browser):
    """Each tile's values are those of the API: as the server wrote them, and as the stream does."""
    with browser.visit() as visit:
        page = visit.open("/")
        first = until(page, "the page to show what the API says", lambda: compared(page))
        require(len(first) >= 5, f"only {sorted(first)} are shown")

        def changed():
            now = compared(page)
            return any(now[name]["t"] > first[name]["t"] for name in first)

        until(page, "newer values to be shown as the API says them", changed)


def ages(browser):
    """The age of a room that says nothing more goes on, and is the age of its last item."""
    with browser.visit() as visit:
        page = visit.open("/")
        age = page.locator('.tile[data-node="bath"] > header [data-age]')
        seen = int(age.get_attribute("data-age"))
        require(seen == house.node(visit.url, "bath")["last_seen"], "it is not the last item's age")
        before = age.text_content()
        expect(age).not_to_have_text(before)

        def right():
            text, since = page.evaluate(
                "(one) => [one.textContent, Math.floor((Date.now() - one.dataset.age) / 1000)]",
                age.element_handle())
            counted = f"{since // 60}\u00a0min" if since >= 60 else f"{since}\u00a0s"
            return text == counted + " ago"

        until(page, "the age to be right", right)


def news(browser):
    """New readings arrive on the page that is open, tile and chart, without loading it again."""
    with browser.visit() as visit:
        for path in ["/", "/node/kitchen"]:
            page = visit.open(path)
            mark(page)
            for _ in range(2):
                before = measured(page, "kitchen")
                until(page, "a newer reading", lambda: measured(page, "kitchen") > before)
            expect(page.locator("#connection-text")).to_have_text("live")
            until(page, "each age to tell its moment too", lambda: page.evaluate(MOMENTS))
            require_mark(page)
            page.close()
        page = visit.open("/node/kitchen")
        drawn(page)
        # It begins with whole buckets, whose last one ends in the future.
        begun = page.evaluate(END)["end"]
        until(page, "the chart to follow", lambda: page.evaluate(END)["end"] != begun)
        for _ in range(2):
            before = page.evaluate(END)
            until(page, "the chart to go on", lambda: goes_on(page, before))


# Whether the exact moment beside each age is that of the age, which the stream moves on.
MOMENTS = """() => [...document.querySelectorAll("time[data-age]")].every((time) => {
    const at = new Date(Number(time.dataset.age));
    return Date.parse(time.dateTime) === at.getTime() && time.title.includes(String(at.getFullYear()))
        && time.title.endsWith(String(at.getMinutes()).padStart(2, "0"));
})"""

# The newest value on the page, the end of what is drawn, and the chart's newest bucket.
END = """async () => {
    const { charts } = await import("/assets/chart.js");
    const value = document.querySelector('[data-series="kitchen/air_temperature"][data-t]');
    const { graph, series } = charts.get("chart-0");
    const [, low, , high] = series[0].points.at(-1);
    return { t: Number(value.dataset.t), value: Number(value.value), end: graph.xAxisRange()[1], low, high };
}"""


def goes_on(page, before):
    """Whether the chart ends with a newer value, and has moved on with time."""
    now = page.evaluate(END)
    return now["t"] > before["t"] and now["end"] > before["end"] and now["low"] <= now["value"] <= now["high"]


def tabs(browser):
    """Two tabs of one browser have one connection; when its tab is closed, the other takes over."""
    with browser.visit() as visit:
        pages = [visit.open("/"), visit.open("/node/kitchen")]
        for page in pages:
            before = measured(page, "kitchen")
            until(page, "a newer reading", lambda: measured(page, "kitchen") > before)
        require(visit.live_requests() == 1, f"{visit.live_requests()} connections for two tabs")
        pages[0].close()
        until(pages[1], "the other tab to connect", lambda: visit.live_requests() == 2)
        before = measured(pages[1], "kitchen")
        until(pages[1], "a newer reading", lambda: measured(pages[1], "kitchen") > before)


# ---- What is not well ----


def fault(browser):
    """A sensor that fails is shown as failing, in its node's words, and as well when it is well."""
    with browser.visit() as visit:
        page = visit.open("/")
        mark(page)
        tile = page.locator('.tile[data-node="bath"]')
        expect(tile).to_have_attribute("data-state", "waiting")
        expect(tile.locator(".note.waiting")).to_be_visible()
        browser.say("waiting for bath")
        expect(tile).to_have_attribute("data-state", "failing", timeout=120_000)
        expect(tile.locator(".badge-failing")).to_be_visible()
        expect(tile.locator('[data-fault="air"]')).to_be_visible()
        expect(page.locator("#summary")).to_have_text("2\u00a0rooms: bath needs a look")
        told = tile.locator('[data-fault="air"] q').text_content()
        until(page, f"the API to tell the fault as '{told}'", lambda: told in faults_of(visit, "bath"))
        require(told.startswith("nothing answers (check the wiring"), f"a silent sensor: '{told}'")
        until(page, "the page to say since when as the API does", lambda: since_as_told(visit, page))
        require(page.locator('.tile[data-node="kitchen"]').get_attribute("data-state") == "live",
                "the others are well")
        expect(tile).to_have_attribute("data-state", "live", timeout=120_000)
        expect(tile.locator(".note.fault")).to_have_count(0)
        expect(page.locator("#summary")).to_have_text("2\u00a0rooms, all well")
        require_mark(page)


# What the note of a sensor that fails says: its last good value, since when, and its last trial.
SINCE = """() => {
    const note = document.querySelector('.tile[data-node="bath"] [data-fault="air"]');
    const since = note?.querySelector(".since");
    if (!since?.textContent.startsWith("Failing since ")) return null;
    const time = since.querySelector("time");
    const at = new Date(Date.parse(time.dateTime));
    const clock = [at.getHours(), at.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":");
    if (!time.textContent.endsWith(", " + clock)) return null;
    const moment = (name) => Number(note.querySelector(name).dataset.age);
    return [moment(".last-good"), at.getTime(), moment(".tried")];
}"""


def since_as_told(visit, page):
    """Whether the page and the API say since when; another fault may begin between the two."""
    shown = page.evaluate(SINCE)
    told = [one for one in house.get(visit.url, "/api/v1/latest")["faults"] if one["node"] == "bath"]
    if not shown or not told:
        raise NotYet(f"the page has {shown}, the API {told}")
    good, since, tried = shown
    require(good < since <= tried, f"last good {good}, failing since {since}, tried {tried}")
    return since == told[0]["since"]


def faults_of(visit, name):
    return [one["fault"]["text"] for one in house.node(visit.url, name)["sensors"] if one["fault"]]


def silence(browser):
    """A node that says nothing for too long is silent on a page that stays open, and when it is
    loaded; until then it is not."""
    with browser.visit() as visit:
        page = visit.context.new_page()
        page.clock.install()
        visit.go(page, "/")
        mark(page)
        tile = page.locator('.tile[data-node="kitchen"]')
        expect(tile).to_have_attribute("data-state", "live")
        expect(tile.locator(".note.contact")).to_be_hidden()
        limit = int(tile.get_attribute("data-silent-after"))
        known = house.node(visit.url, "kitchen")["silent_after_ms"]
        require(limit == known, f"silent after {limit} ms, but the API says {known}")
        page.clock.fast_forward(limit + 1000)
        expect(tile).to_have_attribute("data-state", "silent")
        expect(tile.locator(".badge-silent")).to_be_visible()
        expect(tile.locator(".note.contact")).to_be_visible()
        expect(page.locator("#summary")).to_have_text("1\u00a0room: kitchen needs a look")
        require_mark(page)


# ---- Names, and no name at all ----


def names(browser):
    """Whatever a room is called is text, its link leads to it, and it is heard live."""
    with browser.visit() as visit:
        known = [one["name"] for one in house.get(visit.url, "/api/v1/nodes")["nodes"]]
        require(len(known) == 3, f"{known}")
        for name in known:
            page = visit.open("/")
            link = page.get_by_role("link", name=name, exact=True)
            expect(link).to_have_text(name)
            link.click()
            expect(page.locator("h1")).to_have_text(name)
            require(page.title() == name + " · Rue", f"the title is {page.title()}")
            require(page.locator("script:not([src])").count() == 0, "a script of nobody's")
            page.close()
        page = visit.open("/")
        mark(page)
        hears(page, known)
        require_mark(page)
        page = visit.open("/compare")
        labels = page.locator("#choice label").all_text_contents()
        require(all(any(name in label for label in labels) for name in known), f"{labels}")


def hears(page, known):
    for name in known:
        escaped = page.evaluate("(name) => CSS.escape(name)", name)
        value = page.locator(f'[data-node="{escaped}"] data[data-series$="/air_temperature"]')
        before = int(value.get_attribute("data-t"))
        until(page, f"news of {name}", lambda: int(value.get_attribute("data-t")) > before)


def renamed(browser):
    """A room that is renamed soon has its new name on the house's page that is open, and the page of
    the old name says that there is no such room."""
    with browser.visit() as visit:
        page = visit.open("/")
        mark(page)
        room = visit.open("/node/kitchen")
        expect(room.locator("#connection-text")).to_have_text("live")
        expect(page.locator("#connection-text")).to_have_text("live")
        browser.say("the kitchen is there")
        expect(page.locator('.tile[data-node="pantry"]')).to_be_visible()
        expect(page.locator('.tile[data-node="kitchen"]')).to_have_count(0)
        require_mark(page)
        expect(room.locator("h1")).to_have_text("No such room")
        # Chromium itself tells the console of what is not there any more.
        visit.troubles = [text for text in visit.troubles if "status of 404" not in text]


def empty(browser):
    """A house without rooms says what to do; once that is done, the room is there by itself."""
    with browser.visit() as visit:
        page = visit.open("/")
        mark(page)
        expect(page.locator("#empty")).to_contain_text("rue-aggregator node add")
        expect(page.locator("#empty")).to_contain_text("rue-agent enrol")
        expect(page.locator("#empty")).to_contain_text("rue-agent run")
        compare = visit.context.new_page()
        compare.clock.install()
        expect(visit.go(compare, "/compare").locator(".no-data")).to_be_visible()
        browser.say("the house is empty")
        tile = page.locator('.tile[data-node="kitchen"]')
        expect(tile).to_have_attribute("data-state", "waiting")
        expect(tile.locator(".note.waiting")).to_contain_text("rue-agent run")
        expect(page.locator("#empty")).to_have_count(0)
        # By the script here, and as the server itself has it.
        summary = "1\u00a0room: kitchen waits for its first reading"
        expect(page.locator("#summary")).to_have_text(summary)
        with browser.visit(java_script_enabled=False) as plain:
            expect(plain.open("/").locator("#summary")).to_have_text(summary)
        browser.say("the room waits")
        expect(tile).to_have_attribute("data-state", "live")
        expect(temperature(page, "kitchen")).to_be_visible()
        expect(page.locator("#summary")).to_have_text("1\u00a0room, well")
        require_mark(page)
        compare.clock.fast_forward(61_000)
        expect(compare.locator("#choice")).to_contain_text("kitchen")
