"""Where the boot partition of a card or of its image begins: the master boot record."""
import os
import struct

from . import Refusal

SECTOR = 512
FAT = {0x04, 0x06, 0x0B, 0x0C, 0x0E}
GPT = 0xEE


def offset_of_fat(path, name):
    """The offset in bytes of the first FAT partition."""
    with open(path, "rb") as file:
        record = file.read(SECTOR)
        if len(record) < SECTOR or record[510:] != b"\x55\xaa":
            raise Refusal(f"{name} has no partition table, so it is no image of Raspberry Pi OS; is it "
                          "unpacked, and all of it there?")
        entries = [struct.unpack_from("<B3xB3xII", record, 446 + 16 * index) for index in range(4)]
        if any(kind == GPT for _, kind, _, _ in entries):
            raise Refusal(f"{name} has a GPT partition table, and Raspberry Pi OS has none: is it the "
                          "image of another system?")
        start = next((start for _, kind, start, count in entries if kind in FAT and count), None)
        if start is None:
            raise Refusal(f"{name} has no FAT partition, so it is no image of Raspberry Pi OS")
        file.seek(start * SECTOR)
        boot = file.read(SECTOR)
        if len(boot) < SECTOR or boot[510:] != b"\x55\xaa":
            raise Refusal(f"the FAT partition of {name} is damaged, or cut off: write or download the "
                          "image anew")
        end = max(start + count for _, kind, start, count in entries if kind) * SECTOR
        missing = end - file.seek(0, os.SEEK_END)
        if missing > 0:
            raise Refusal(f"of {name} the last {missing / 1e6:.1f} MB are missing, by its own partition "
                          "table: write or download the image anew, to a card that is large enough")
        return start * SECTOR
