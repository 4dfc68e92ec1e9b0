"""The pages' form: narrow, dark, at rest, and how much has to come over the wire."""
import house
from visit import drawn, require, until

CHECKS = ["narrow", "dark", "calm", "cold"]


def paths(browser):
    """Every kind of page, with the status that each answers."""
    names = [one["name"] for one in house.get(browser.url, "/api/v1/nodes")["nodes"]]
    # The longest name is the hardest to fit in.
    rooms = [(house.node_path(name), 200) for name in sorted(names, key=len)[-1:]]
    return [("/", 200), *rooms, ("/compare", 200), ("/licences", 200), ("/node/nobody", 404)]


# Whatever can be pressed and is not a word in a sentence (WCAG 2.2, 2.5.8: 24 CSS pixels).
SMALL = """() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
    .map((one) => one.closest("label") ?? one)
    .filter((one) => {
        if (!one.checkVisibility() || one.matches(".skip")) return false;
        const box = one.getBoundingClientRect();
        const inText = getComputedStyle(one).display === "inline" && one.closest("p, dd, li")
            && one.parentElement.textContent.trim() !== one.textContent.trim();
        return !inText && (box.width < 24 || box.height < 24);
    })
    .map((one) => {
        const box = one.getBoundingClientRect();
        return `${one.localName} '${one.textContent.trim().slice(0, 30)}' ${box.width}×${box.height}`;
    })"""

WIDE = """() => {
    const width = document.documentElement.clientWidth;
    return [...document.querySelectorAll("body *")]
        .filter((one) => one.checkVisibility() && !one.closest(".scroll, pre, .unseen, .canvas, svg, .skip"))
        .filter((one) => one.getBoundingClientRect().right > width + 1)
        .map((one) => `${one.localName}.${one.className} to ${one.getBoundingClientRect().right}`);
}"""


def narrow(browser):
    """On a phone of 360 pixels nothing scrolls sideways, and a thumb hits what it aims at."""
    for scripts in (True, False):
        with browser.visit(
            viewport={"width": 360, "height": 740}, has_touch=True, java_script_enabled=scripts
        ) as visit:
            for path, status in paths(browser):
                page = visit.open(path, status)
                if scripts and page.locator("figure[data-chart]").count() > 0:
                    drawn(page)
                wide = page.evaluate("document.documentElement.scrollWidth")
                beyond = page.evaluate(WIDE)
                require(wide <= 360 and not beyond, f"{path} is {wide} wide: {beyond[:5]}")
                small = page.evaluate(SMALL)
                require(not small, f"{path}: too small to hit: {small}")
                page.close()


COLOURS = """() => {
    const body = getComputedStyle(document.body);
    return [body.backgroundColor, body.color];
}"""


def luminance(colour):
    """Relative luminance (WCAG 2.2) of `rgb(1, 2, 3)`."""
    parts = [int(part) / 255 for part in colour[4:-1].split(",")[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def dark(browser):
    """Who likes it dark gets dark pages with bright text; charts change at once."""
    with browser.visit() as visit:
        for path, status in paths(browser):
            page = visit.open(path, status)
            page.emulate_media(color_scheme="light")
            paper, ink = page.evaluate(COLOURS)
            page.emulate_media(color_scheme="dark")
            dark_paper, dark_ink = page.evaluate(COLOURS)
            require(luminance(paper) > 0.5 > luminance(ink), f"{path} is {ink} on {paper} by day")
            require(luminance(dark_paper) < 0.1 < luminance(dark_ink), f"{path} by night: {dark_ink} on {dark_paper}")
            page.close()
        page = visit.open(paths(browser)[1][0])
        page.emulate_media(color_scheme="dark")
        drawn(page)
        label = page.locator(".dygraph-axis-label").first
        before = label.evaluate("(one) => getComputedStyle(one).color")
        page.emulate_media(color_scheme="light")
        after = label.evaluate("(one) => getComputedStyle(one).color")
        require(before != after, f"the chart's labels stay {before}")


MOVING = """() => [...document.querySelectorAll("*")].map((one) => {
        if (one.matches(".number")) one.classList.add("fresh-value");
        return [one, getComputedStyle(one)];
    })
    .filter(([, style]) => style.animationName !== "none" || parseFloat(style.transitionDuration) > 0)
    .map(([one, style]) => `${one.localName}.${one.className}: ${style.animationName}`)"""


def calm(browser):
    """Who wants no motion gets none; and there is some to leave out."""
    found = {}
    for motion in ("no-preference", "reduce"):
        with browser.visit(reduced_motion=motion) as visit:
            found[motion] = visit.open("/").evaluate(MOVING)
    require(found["no-preference"], "nothing ever moves: this check could not fail")
    require(not found["reduce"], f"moves all the same: {found['reduce']}")


LIMIT = 150_000

FIRST = """new MutationObserver((_, observer) => {
    if (!document.querySelector("figure[data-drawn]")) return;
    window.rueDrawn = performance.now();
    observer.disconnect();
}).observe(document, { subtree: true, childList: true, attributes: true })"""


def weigh(wire):
    """The bytes of each request as they come over the wire, and which are not yet complete; the
    live stream never is."""
    bytes_of, running = {}, set()

    def begin(event):
        if not event["request"]["url"].endswith("/api/v1/live"):
            running.add(event["requestId"])

    def receive(event):
        bytes_of[event["requestId"]] = bytes_of.get(event["requestId"], 0) + event["encodedDataLength"]

    def finish(event):
        bytes_of[event["requestId"]] = event["encodedDataLength"]
        running.discard(event["requestId"])

    wire.on("Network.requestWillBeSent", begin)
    wire.on("Network.dataReceived", receive)
    wire.on("Network.loadingFinished", finish)
    wire.on("Network.loadingFailed", lambda event: running.discard(event["requestId"]))
    wire.send("Network.enable")
    return bytes_of, running


def cold(browser):
    """The first page with charts, with nothing in any cache: at most 150 KB, all of it ours."""
    with browser.visit() as visit:
        page = visit.context.new_page()
        page.add_init_script(FIRST)
        wire = visit.context.new_cdp_session(page)
        bytes_of, open_requests = weigh(wire)
        visit.go(page, house.node_path("kitchen"))
        drawn(page)
        until(page, "all that the page asked for", lambda: not open_requests)
        paint, chart = page.evaluate(
            "[performance.getEntriesByName('first-contentful-paint')[0]?.startTime, window.rueDrawn]")
        total = sum(bytes_of.values())
        print(f"cold: {total} bytes in {len(bytes_of)} requests; the server's drawing was painted "
              f"after {paint:.0f} ms, the browser's own was done after {chart:.0f} ms", flush=True)
        require(len(bytes_of) >= 6, f"only {len(bytes_of)} requests were seen")
        require(total <= LIMIT, f"{total} bytes, more than {LIMIT}: {sorted(bytes_of.values())}")
