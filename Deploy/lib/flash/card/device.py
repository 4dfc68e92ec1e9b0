"""A card in a reader: which one it is, and whether it may be written to."""
import os
import stat

from . import Refusal

BLOCK = "/sys/class/block"


class Device:
    def __init__(self, path):
        self.path = os.path.realpath(path)
        try:
            mode = os.stat(self.path).st_mode
        except OSError as error:
            raise Refusal(f"cannot use {path}: {error.strerror}") from None
        if not stat.S_ISBLK(mode):
            raise Refusal(f"{path} is no card (no block device): for a mounted boot partition take "
                          "--boot, for an image --image")
        self.folder = os.path.join(BLOCK, os.path.basename(self.path))
        if os.path.exists(os.path.join(self.folder, "partition")):
            disk = os.path.basename(os.path.dirname(os.path.realpath(self.folder)))
            raise Refusal(f"{path} is a partition: give the whole card, /dev/{disk}")

    def read(self, name):
        try:
            with open(os.path.join(self.folder, name), encoding="utf-8", errors="replace") as file:
                return file.read().strip()
        except OSError:
            return ""

    def describe(self):
        model = " ".join(filter(None, (self.read("device/vendor"), self.read("device/model")
                                       or self.read("device/name")))) or "of unknown make"
        size = int(self.read("size") or 0) * 512
        kind = "removable" if self.read("removable") == "1" else "NOT removable"
        return f"{self.path}: {model}, {size / 1e9:.1f} GB, {kind}"

    def refuse_if_used(self):
        """The system's disk is mounted, too, or holds what is."""
        if self.read("ro") == "1":
            raise Refusal(f"{self.path} is read-only: is the lock at the card's or the adapter's side open?")
        numbers = {self.read("dev")}
        parts = [self.folder]
        for name in os.listdir(self.folder):
            part = os.path.join(self.folder, name)
            if os.path.exists(os.path.join(part, "partition")):
                parts.append(part)
                numbers.add(self.read(name + "/dev"))
        for part in parts:
            holders = os.path.join(part, "holders")
            if os.path.isdir(holders) and os.listdir(holders):
                raise Refusal(f"{self.path} is in use by {os.listdir(holders)[0]}: it is no card for a "
                              "node, or has to be released first")
        self.refuse_mounted(numbers)
        names = {"/dev/" + os.path.basename(part) for part in parts}
        with open("/proc/swaps", encoding="utf-8") as file:
            if any(line.split()[0] in names for line in file):
                raise Refusal(f"{self.path} holds this machine's swap space: it is no card for a node")

    def refuse_mounted(self, numbers):
        with open("/proc/self/mountinfo", encoding="utf-8", errors="replace") as file:
            for line in file:
                words = line.split()
                if words[2] not in numbers:
                    continue
                if words[4] in ("/", "/boot", "/usr", "/home", "/var"):
                    raise Refusal(f"{self.path} is the disk that this machine runs from ({words[4]})")
                raise Refusal(f"{self.path} is mounted at {words[4]}: unmount it first (umount "
                              f"{words[4]}), or take --boot with its boot partition's folder")

    def ask(self):
        """Goes on only after a `yes` on the terminal itself: an answer from a pipe is none."""
        if not os.access(self.path, os.R_OK | os.W_OK):
            raise Refusal(f"you may not write to {self.path}: let your desktop mount the card and take "
                          "--boot")
        try:
            with open("/dev/tty", "w", encoding="utf-8") as screen, \
                    open("/dev/tty", encoding="utf-8", errors="replace") as keyboard:
                screen.write(f"This writes to the boot partition of\n  {self.describe()}\n"
                             "Type yes to go on: ")
                screen.flush()
                answer = keyboard.readline().strip()
        except OSError:
            raise Refusal(f"there is no terminal to ask on whether {self.describe()} is the right one: "
                          "call this from one") from None
        if answer != "yes":
            raise Refusal("nothing was written")
