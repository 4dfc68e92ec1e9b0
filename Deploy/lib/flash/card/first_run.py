"""The first start of Raspberry Pi OS of Debian 12: a script that systemd.run= in cmdline.txt calls."""
import re

from . import Refusal, text as texts
from .cmdline import FIRST_RUN, CommandLine

BEGIN = "# Rue: install this node"
CALL = "sh /boot/firmware/rue/install.sh --no-start || true"
END = "# Rue: end"
SHELL = re.compile(r"#!\s*(/usr)?/bin/(env\s+)?(ba|da)?sh\b")


def merge(card, country):
    """The files to write, by name: cmdline.txt, and the script of the Imager where there is one."""
    line = CommandLine(card.read("cmdline.txt"))
    files = {}
    if country:
        line.set_country(country)
    script = line.value("systemd.run")
    if script is None:
        line.run_once()
    elif "systemd.run=" + script != FIRST_RUN:
        name = name_on_card(script)
        files[name] = chain(name, card.read(name))
    files["cmdline.txt"] = line.content()
    return files


def name_on_card(path):
    """/boot/firmware/firstrun.sh, or /boot/firstrun.sh as older Imagers have it."""
    found = re.fullmatch(r"/boot/(?:firmware/)?([^/]+)", path)
    if not found:
        raise Refusal(f"cmdline.txt runs {path} at the first start, which is not on the boot partition: "
                      "remove systemd.run=... from cmdline.txt, or let the card start once, and come "
                      "again")
    return found[1]


def chain(name, content):
    """The script with a call of ours as its first command: it may end anywhere later."""
    if content is None:
        raise Refusal(f"cmdline.txt runs {name} at the first start, and the card has no such file: "
                      "remove systemd.run=... from cmdline.txt, or write the image anew")
    text = texts.decode(name, content)
    if not SHELL.match(text):
        raise Refusal(f"{name}, which the first start runs, is no shell script, so nothing can be added "
                      "to it: let the card start once, and come again")
    if CALL in text.splitlines():
        return content
    first, rest = text.split("\n", 1) if "\n" in text else (text, "")
    return "\n".join([first, BEGIN, CALL, END, rest]).encode()
