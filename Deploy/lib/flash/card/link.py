"""The one-use link of a node (RueWire's protocol, Enrolment):
rue://host:8443/e#1.<id>.<secret>.<live pin>.<recovery pin>"""
import base64
import binascii
import os
import re
import time

from . import Refusal

PARTS = (("id", 8), ("secret", 16), ("live pin", 32), ("recovery pin", 32))
FORM = re.compile(r"rue://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?/e#1\.(.*)\Z")
HELP = "'rue-aggregator node add NAME' on the server makes a new one"
USUAL_MINUTES = 15
MAXIMUM_DAYS = 7


def check(text):
    """Ends unless the text is a link; returns it without the white space around it."""
    words = text.split()
    if not words:
        raise Refusal(f"the link is empty; {HELP}")
    if len(words) > 1:
        raise Refusal(f"there should be one link and nothing else, not {len(words)} words: quote it "
                      "on the command line, or give a file that holds it alone with --link-file")
    link = words[0]
    found = FORM.match(link)
    if not found:
        raise Refusal(f"this is no link: {shown(link)}; one looks like rue://host:8443/e#1..., and "
                      f"{HELP}" + hint(link))
    if found[2] and not 1 <= int(found[2]) <= 65535:
        raise Refusal(f"the link's port {found[2]} is none; {HELP}")
    check_parts(found[3].split("."))
    return link


def check_parts(parts):
    if len(parts) != len(PARTS):
        raise Refusal(f"the link has {len(parts)} parts behind 'e#1.', not {len(PARTS)}: is all of it "
                      f"there? {HELP}")
    for (name, size), part in zip(PARTS, parts):
        try:
            content = base64.b64decode(part + "=" * (-len(part) % 4), b"-_", validate=True)
        except (binascii.Error, ValueError):
            content = b""
        if len(content) != size:
            raise Refusal(f"the link's {name} is damaged: is all of it there? {HELP}")


def hint(link):
    """The commonest slip: the shell takes what is behind an unquoted # for a comment."""
    return "; put it in quotes" if link.startswith("rue://") and "#" not in link else ""


def shown(link):
    return repr(link if len(link) <= 24 else link[:24] + "...")


def warnings(link):
    host = FORM.match(link)[1]
    if host in ("localhost", "::1", "[::1]") or host.startswith("127."):
        yield (f"the link names {host}, which on the node is the node itself: make one with the "
               "server's own name or address (rue-aggregator node add --help)")


def check_age(path, now=None):
    """A file older than any link's life is refused; for one older than the usual life, a warning is
    returned: the link itself does not tell."""
    age = (now or time.time()) - os.stat(path).st_mtime
    if age > MAXIMUM_DAYS * 86400:
        raise Refusal(f"the link in {path} was written {age / 86400:.0f} days ago and has expired: no "
                      f"link is good for longer than a week; {HELP}")
    if age > USUAL_MINUTES * 60:
        return (f"the link in {path} was written {duration(age)} ago, and is good for {USUAL_MINUTES} "
                "minutes unless it was made with --valid (rue-aggregator node add NAME --valid 2d)")
    return None


def duration(seconds):
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
