#!/usr/bin/env python3
"""Reads the linker's map of the ARMv6 rue-agent: checks that every linked object is for an ARMv6
without NEON, and prints what takes the room in the file.

Usage: armv6-report.py MAP PROGRAM
"""
import collections
import os
import re
import subprocess
import sys

ARMV6_OR_OLDER = {"v4", "v4T", "v5T", "v5TE", "v5TEJ", "v6", "v6K", "v6KZ", "v6-M"}
# gcc's atomics come in several variants; the program chooses at its start by what the CPU has.
CHOSEN_AT_RUN_TIME = re.compile(r"libatomic\.a\(\w+_1_\.o\)$")
# An input section of the map: " .text.f  0x1000  0x20 file"; a long name has a line to itself.
PLACED = re.compile(r"^ (?:\.\S+|COMMON)?\s+0x([0-9a-f]+)\s+0x([0-9a-f]+) (/\S.*)$")
OUTPUT_SECTION = re.compile(r"^(\.\S+)")
IN_FILE = {".text", ".rodata", ".data", ".data.rel.ro", ".ARM.exidx", ".ARM.extab", ".eh_frame"}
OURS = "Rue and the Swift standard library"


def sizes_by_object(lines):
    """Yields (output section, object, bytes) of each placed input section."""
    section = None
    for line in lines:
        if named := OUTPUT_SECTION.match(line):
            section = named.group(1)
        elif (placed := PLACED.match(line)) and section:
            size = int(placed.group(2), 16)
            if size and int(placed.group(1), 16):
                yield section, placed.group(3), size


def owner(path):
    """The library an object belongs to, by the name a reader knows."""
    if ".a(" not in path:
        return OURS if ".build/" in path or path.endswith(".swift.o") else "start-up code"
    return os.path.basename(path.split("(")[0])


def architectures(archives):
    """Yields (member, architecture, has NEON) for each object of the given files."""
    for archive in archives:
        text = subprocess.run(
            ["readelf", "-A", archive], capture_output=True, text=True, check=True).stdout
        for part in re.split(r"^File: ", text, flags=re.M):
            arch = re.search(r"Tag_CPU_arch: (\S+)", part)
            member = part.split("\n")[0] if part.startswith(archive) else archive
            if arch:
                yield member, arch.group(1), "Tag_Advanced_SIMD_arch" in part


def too_new(linked):
    archives = sorted({path.split("(")[0] for path in linked})
    for member, arch, has_neon in architectures(archives):
        if member in linked and not CHOSEN_AT_RUN_TIME.search(member):
            if arch not in ARMV6_OR_OLDER or has_neon:
                yield f"{member}: {arch}{' with NEON' if has_neon else ''}"


def print_table(sizes, program):
    room = collections.defaultdict(collections.Counter)
    for section, path, size in sizes:
        if section in IN_FILE:
            room[owner(path)]["code" if section == ".text" else "data"] += size
    total = os.path.getsize(program)
    rows = sorted(room.items(), key=lambda row: -row[1].total())
    known = sum(counts.total() for _, counts in rows)
    print(f"   {'what':<36}{'code':>10}{'data':>10}{'kB':>8}")
    for name, counts in rows:
        if counts.total() >= 10_000:
            print(f"   {name:<36}{counts['code']:>10}{counts['data']:>10}"
                  f"{counts.total() / 1000:>8.0f}")
    small = sum(c.total() for _, c in rows if c.total() < 10_000)
    print(f"   {'all else, headers and padding':<36}{'':>20}{(total - known + small) / 1000:>8.0f}")
    print(f"   {'rue-agent, ARMv6, static, stripped':<36}{'':>20}{total / 1000:>8.0f}")


def main():
    map_file, program = sys.argv[1:3]
    with open(map_file, encoding="utf-8") as lines:
        placed = lines.read().split("Linker script and memory map")[1].splitlines()
    sizes = list(sizes_by_object(placed))
    if new := list(too_new({path for _, path, _ in sizes})):
        sys.exit("these objects need more than an ARMv6:\n" + "\n".join(new))
    print_table(sizes, program)


main()
