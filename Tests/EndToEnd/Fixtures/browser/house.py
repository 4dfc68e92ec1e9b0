"""What the server says over its API, and how a number of it must look on a page."""
import json
import re
import urllib.parse
import urllib.request
from decimal import Decimal

from visit import require

# Unit as signed: the power of ten to what is shown, decimal places, the unit shown.
STYLES = {"Cel": (0, 1, "°C"), "%RH": (0, 0, "%"), "Pa": (-2, 1, "hPa")}
SLACK = Decimal("1e-6")


def parse(text):
    """JSON whose fractions stay what they are."""
    return json.loads(text, parse_float=Decimal)


def get(url, path, **query):
    address = url + path + ("?" + urllib.parse.urlencode(query, doseq=True) if query else "")
    with urllib.request.urlopen(address, timeout=60) as answer:
        return parse(answer.read())


def node_path(name):
    return "/node/" + urllib.parse.quote(name, safe="")


def node(url, name):
    return next(one for one in get(url, "/api/v1/nodes")["nodes"] if one["name"] == name)


def number(text):
    """The number that a text shows, and its decimal places."""
    require(re.fullmatch(r"−?\d+(\.\d+)?", text), f"'{text}' is no number as people write it")
    plain = text.replace("−", "-")
    return Decimal(plain), len(plain.partition(".")[2])


def require_number(text, value, unit, where):
    """Whether a text shows a signed value rounded as its unit asks."""
    shift, places, _ = STYLES[unit]
    exact = Decimal(value).scaleb(shift)
    shown, digits = number(text)
    require(digits == places, f"{where}: '{text}' has {digits} decimal places, not {places}")
    far = abs(shown - exact) > Decimal(5).scaleb(-places - 1) + SLACK
    require(not far, f"{where}: shows '{text}', but the API says {exact}")
    require(not (shown == 0 and "−" in text), f"{where}: shows '{text}'")


def require_value(text, value, unit, where):
    """The same for a number with its unit: `21.4 °C`."""
    shown, space, symbol = text.partition("\u00a0")
    require(space and symbol == STYLES[unit][2], f"{where}: '{text}' has not its unit")
    require_number(shown, value, unit, where)
