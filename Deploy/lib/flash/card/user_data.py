"""user-data, by which cloud-init is told what to do at a start: one entry of bootcmd more."""
from . import Refusal, text as texts
from .yaml_text import YAMLText

# bootcmd and not runcmd: that is called once, and cloud-init notes so before it calls. A first start
# that loses its power between the two would never be made good.
COMMAND = "test ! -e /boot/firmware/rue/install.sh || sh /boot/firmware/rue/install.sh"
HEAD = "#cloud-config"


def merge(content):
    """The file with our command as the last of bootcmd."""
    text = texts.decode("user-data", content)
    if not text.strip():
        text = HEAD + "\n"
    check_kind(text)
    document = YAMLText("user-data", text)
    commands = document.value("bootcmd")
    if isinstance(commands, list) and COMMAND in commands:
        return text.encode()
    if commands is not None and not isinstance(commands, list):
        raise Refusal("user-data: bootcmd is no list, so nothing can be added to it: mend it, or write "
                      "the image anew")
    document.append("bootcmd", COMMAND)
    return document.text.encode()


def check_kind(text):
    first = text.split("\n", 1)[0].strip()
    if first == HEAD:
        return
    if first.startswith("\ufeff"):
        raise Refusal("user-data begins with a byte order mark, with which cloud-init does not know it: "
                      "save it as UTF-8 without one")
    if first.startswith("## template:"):
        raise Refusal("user-data is a Jinja template, which nothing can be added to: take the template "
                      f"away, or add to its bootcmd by hand: {COMMAND}")
    kind = "a script" if first.startswith("#!") else "not of the kind #cloud-config"
    raise Refusal(f"user-data is {kind}: its first line is {first[:40]!r}, not {HEAD!r}. Make it one, or "
                  f"see to it that it runs: {COMMAND}")
