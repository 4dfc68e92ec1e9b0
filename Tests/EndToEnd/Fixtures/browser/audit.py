"""Barriers that axe-core knows of, on every kind of page, by day and by night."""
from axe_playwright_python.sync_playwright import Axe

from shape import paths
from visit import drawn, require

CHECKS = ["audit"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def told(violation):
    places = [node["target"] for node in violation["nodes"][:3]]
    why = violation["nodes"][0]["failureSummary"]
    return f"{violation['id']} ({violation['impact']}): {violation['help']} at {places}: {why}"


def require_open(page, path, rules):
    found = Axe().run(page, options=rules).response
    require(found["passes"], f"{path}: no rule was tried")
    bad = [told(one) for one in found["violations"]]
    require(not bad, f"{path}:\n" + "\n".join(bad))


def audit(browser):
    """No violation of WCAG 2.2 AA; not even one of the habits that axe-core recommends."""
    with browser.visit(reduced_motion="reduce", color_scheme="light") as visit:
        for path, status in paths(browser):
            page = visit.open(path, status)
            if page.locator("figure[data-chart]").count() > 0:
                drawn(page)
                page.locator("details.numbers summary").first.click()
            require_open(page, path, RULES)
            # By night only the colours are others.
            page.emulate_media(color_scheme="dark")
            require_open(page, path + " by night", COLOURS)
            page.close()
