#!/usr/bin/env python3
"""Writes a node's files to the boot partition of a card: Deploy/flash calls this with everything that
they are made of.

Usage: prepare.py --files DIR --lines FILE (--boot DIR | --image IN OUT | --card DEVICE)
                  [--wifi NAME --password-file FILE [--country CC] [--guess CC]] [--dry-run]
"""
import argparse
import contextlib
import lzma
import os
import shutil
import subprocess
import sys
import tempfile

from card import Refusal, partition, show
from card.device import Device
from card.media import Folder, Partition, require_mtools
from card.plan import Plan
from card.wifi import WiFi

XZ = b"\xfd7zXZ\x00"
PACKED = {b"PK\x03\x04": "a zip archive", b"\x1f\x8b": "packed with gzip", b"(\xb5/\xfd": "packed with zstd"}


def parse():
    parser = argparse.ArgumentParser(add_help=False)
    for name in ("files", "lines", "boot", "card", "wifi", "password-file", "country", "guess"):
        parser.add_argument("--" + name)
    parser.add_argument("--image", nargs=2)
    parser.add_argument("--dry-run", action="store_true")
    return parser.parse_args()


def read_wifi(words):
    if words.wifi is None:
        return None
    with open(words.password_file, "rb") as file:
        password = file.read().rstrip(b"\r\n")
    return WiFi(words.wifi, password, words.country, words.guess)


@contextlib.contextmanager
def opened_image(source, target, dry_run):
    """A copy of the image, which becomes OUT only when all is written."""
    require_mtools()
    if not os.path.isfile(source):
        raise Refusal(f"there is no image {source}: download Raspberry Pi OS Lite (32-bit) first, from "
                      "https://www.raspberrypi.com/software/operating-systems/")
    if os.path.exists(target):
        raise Refusal(f"{target} is there already: remove it, or give another name")
    folder = os.path.dirname(os.path.abspath(target))
    if not os.path.isdir(folder):
        raise Refusal(f"there is no folder {folder} for {os.path.basename(target)}")
    with open(source, "rb") as file:
        head = file.read(8)
    for magic, kind in PACKED.items():
        if head.startswith(magic):
            raise Refusal(f"{source} is {kind}: unpack it first")
    if dry_run and not head.startswith(XZ):
        yield Partition(source, partition.offset_of_fat(source, source), source)
        return
    descriptor, copy = tempfile.mkstemp(prefix=os.path.basename(target) + ".", dir=folder)
    os.close(descriptor)
    try:
        copy_image(source, copy, head.startswith(XZ))
        yield Partition(copy, partition.offset_of_fat(copy, source), source, target)
        if not dry_run:
            mode = os.umask(0)
            os.umask(mode)
            os.chmod(copy, 0o666 & ~mode)
            with open(copy, "rb") as file:
                os.fsync(file.fileno())
            os.link(copy, target)
    finally:
        os.unlink(copy)


def copy_image(source, copy, is_packed):
    """With holes where there are only zeros."""
    if not is_packed:
        done = subprocess.run(["cp", "--sparse=always", "--reflink=auto", source, copy],
                              stderr=subprocess.PIPE, check=False)
        if done.returncode:
            raise Refusal(f"cannot copy the image: {done.stderr.decode(errors='replace').strip()}")
        return
    block = 1 << 20
    try:
        with lzma.open(source) as packed, open(copy, "wb") as file:
            while content := packed.read(block):
                if content.count(0) == len(content):
                    file.seek(len(content), os.SEEK_CUR)
                else:
                    file.write(content)
            file.truncate()
    except (lzma.LZMAError, EOFError):
        raise Refusal(f"{source} is damaged, or not all of it is there: download it again") from None
    except OSError as error:
        raise Refusal(f"cannot unpack the image to {os.path.dirname(copy)}: {error.strerror}; nothing was "
                      "written") from None


@contextlib.contextmanager
def opened_card(words):
    if words.boot:
        yield Folder(words.boot)
    elif words.image:
        with opened_image(*words.image, words.dry_run) as card:
            yield card
    else:
        require_mtools()
        device = Device(words.card)
        device.refuse_if_used()
        if words.dry_run:
            print(f"This is {device.describe()}")
        offset = partition.offset_of_fat(device.path, device.path)
        yield Partition(device.path, offset, device.path, device=device)
        os.sync()


def tell(plan, dry_run):
    name = plan.card.result
    if dry_run:
        for file in sorted(plan.files, key=lambda file: "/" in file):
            print("\n".join(show.difference(file, plan.old[file], plan.files[file])))
        for file in plan.removed:
            print(f"--- {file}: removed\n")
        print("Nothing was written." if plan.files or plan.removed
              else "Nothing would be written: all is there already.")
        return
    if not plan.files and not plan.removed:
        print(f"{name} has all of it already; nothing was written")
        return
    kind = "Debian 13, cloud-init" if plan.flavour == "cloud-init" else "Debian 12, first run"
    print(f"{name} is prepared ({kind}):")
    for file in plan.files:
        if "/" not in file:
            print(f"   {file}: " + ("made" if plan.old[file] is None else "added to"))
    names = [file.partition("/")[2] for file in plan.files if "/" in file]
    if names:
        print(f"   rue/: {', '.join(names)}")


def main():
    words = parse()
    try:
        wifi = read_wifi(words)
        with open(words.lines, encoding="utf-8") as file:
            lines = file.read().split("\n")[:-1]
        with opened_card(words) as card:
            plan = Plan(card, words.files, lines, wifi)
            plan.check_room()
            if wifi and not words.country:
                print(f"   the Wi-Fi is taken to be in {wifi.country} (--country CC for another)")
            if not words.dry_run:
                plan.write()
            tell(plan, words.dry_run)
    except Refusal as refusal:
        sys.exit(f"flash: {refusal}")
    except OSError as error:
        sys.exit(f"flash: {error.filename or 'the card'}: {error.strerror}; nothing more was written")
    except KeyboardInterrupt:
        sys.exit("\nflash: stopped; call it again before the card is used")


if __name__ == "__main__":
    main()
