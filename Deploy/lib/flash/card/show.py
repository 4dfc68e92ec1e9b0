"""Shows a plan: each file as a difference, and nothing that others should not read on a screen."""
import difflib
import re

SECRETS = [
    (re.compile(r"(rue://\S+/e#1\.[\w-]{11}\.)[\w.-]+"), r"\1(secret)"),
    (re.compile(r"((?:psk=|passw(?:or)?d[\"']?:[^\S\n]*\"?)).+"), r"\1(secret)"),
    (re.compile(r"\b[0-9a-f]{64}(?=  (?:link|wifi\.nmconnection)\b)"), "(secret)"),
]


def difference(name, old, new):
    """The lines of a difference as patch takes it; of a program its size."""
    if is_binary(new) or old is not None and is_binary(old):
        was = "not there" if old is None else f"{len(old):,} bytes"
        return [f"--- {name}: {was}", f"+++ {name}: {len(new):,} bytes", ""]
    before = masked(old or b"").splitlines()
    after = masked(new).splitlines()
    source = "/dev/null" if old is None else "a/" + name
    lines = list(difflib.unified_diff(before, after, source, "b/" + name, lineterm=""))
    return [*(lines or [f"--- {source}", f"+++ b/{name}: a secret in it, or a line's end"]), ""]


def is_binary(content):
    return b"\0" in content[:4096]


def masked(content):
    text = content.decode("utf-8", errors="replace")
    for pattern, shown in SECRETS:
        text = pattern.sub(shown, text)
    return text
