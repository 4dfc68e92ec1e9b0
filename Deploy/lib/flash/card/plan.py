"""What a card needs: every file's new content, computed and checked before the first byte is written."""
import hashlib
import os

from . import Refusal, config_txt, first_run, network_config, user_data
from .cmdline import CommandLine
from .media import SLACK, TEMPORARY

FOLDER = "rue/"
# What a run or a start may leave there that is not wanted any more.
KNOWN = ["failed.txt", "link", "modules"]
KERNELS = ("kernel", "bootcode.bin", "start", "vmlinuz")


class Plan:
    """`files` holds what is to be written, in that order; `old` what is there now."""

    def __init__(self, card, folder, lines, wifi):
        self.card = card
        names = card.names()
        refuse_others(card, names)
        if wifi:
            wifi.settle_country(country_of(card))
        wanted = ours(folder)
        # A network that an earlier run has put there stays.
        network = wifi.connection() if wifi else card.read(FOLDER + "wifi.nmconnection")
        if network is not None:
            add(wanted, "wifi.nmconnection", network)
        wanted["config.txt"] = config_txt.merge(card.read("config.txt"), lines)
        self.flavour = flavour(names, card)
        if self.flavour == "cloud-init":
            wanted.update(for_cloud_init(card, wifi))
        else:
            wanted.update(first_run.merge(card, wifi.country if wifi else None))
        self.old = {name: card.read(name) for name in wanted}
        self.files = {name: content for name, content in wanted.items() if content != self.old[name]}
        stale = [FOLDER + name for name in KNOWN if FOLDER + name not in wanted]
        # Of a run that was killed.
        stale += [name + TEMPORARY for name in wanted if name not in self.files]
        self.removed = [name for name in stale if card.read(name) is not None]

    def check_room(self):
        """For all new files beside the old ones, which go only at the end."""
        needed = self.card.needed(self.files) + SLACK
        room = self.card.room()
        if self.files and needed > room:
            raise Refusal(f"the boot partition of {self.card.name} has {room / 1e6:.1f} MB left, and "
                          f"{needed / 1e6:.1f} MB are needed: nothing was written. Remove what you do "
                          "not need there (kernels of other models, old backups)")

    def write(self):
        if self.files or self.removed:
            self.card.ask()
            self.card.write(self.files, self.removed)


def refuse_others(card, names):
    lower = {name.lower() for name in names}
    lacking = [name for name in ("config.txt", "cmdline.txt") if name not in lower]
    if not lacking and not any(name.startswith(KERNELS) for name in lower):
        lacking = ["kernel"]
    if lacking:
        found = ", ".join(names[:6]) + (", ..." if len(names) > 6 else "") if names else "nothing"
        raise Refusal(f"{card.name} is no boot partition of Raspberry Pi OS: it has no "
                      f"{' and no '.join(lacking)}, but {found}")
    command = CommandLine(card.read("cmdline.txt"))
    if (command.value("init") or "").endswith("init_resize.sh"):
        raise Refusal(f"{card.name} has Raspberry Pi OS of Debian 11 or older: take the 32-bit Lite image "
                      "of Debian 13, or of Debian 12 (legacy)")


def flavour(names, card):
    """Debian 13 has cloud-init, and its files as shipped; Debian 12 has not."""
    line = CommandLine(card.read("cmdline.txt"))
    source = line.value("ds") or ""
    has_files = {"user-data", "meta-data", "network-config"} & set(names)
    return "cloud-init" if has_files or source.startswith("nocloud") else "first run"


def country_of(card):
    """Of the radio, as the Imager has asked a person; None when the card names none."""
    return (CommandLine(card.read("cmdline.txt")).country()
            or network_config.country(card.read("network-config")))


def for_cloud_init(card, wifi):
    files = {}
    if wifi:
        line = CommandLine(card.read("cmdline.txt"))
        line.set_country(wifi.country)
        files["cmdline.txt"] = line.content()
        files["network-config"] = network_config.merge(card.read("network-config"), wifi)
    # Last: it is what sets all the rest going.
    files["user-data"] = user_data.merge(card.read("user-data"))
    return files


def ours(folder):
    """The folder's files, its list of sums last: without that, nothing is installed."""
    names = sorted(os.listdir(folder), key=lambda name: (name == "SHA256SUMS", name))
    files = {}
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            files[FOLDER + name] = file.read()
    return files


def add(wanted, name, content):
    """A file more, which the list of sums, the last as ever, gets a line for."""
    sums = wanted.pop(FOLDER + "SHA256SUMS")
    wanted[FOLDER + name] = content
    line = f"{hashlib.sha256(content).hexdigest()}  {name}\n"
    wanted[FOLDER + "SHA256SUMS"] = sums + line.encode()
