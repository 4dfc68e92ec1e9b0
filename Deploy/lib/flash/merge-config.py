#!/usr/bin/env python3
"""Adds the lines of a node's sensors to a config.txt. Usage: merge-config.py OLD LINES NEW [--show]"""
import sys

from card import Refusal, config_txt, show


def main():
    old, lines, new = sys.argv[1:4]
    with open(old, "rb") as file:
        content = file.read()
    with open(lines, encoding="utf-8") as file:
        wanted = file.read().split("\n")[:-1]
    try:
        merged = config_txt.merge(content, wanted)
    except Refusal as refusal:
        sys.exit(f"install-node: {refusal}")
    with open(new, "wb") as file:
        file.write(merged)
    if "--show" in sys.argv and merged != content:
        print("\n".join(show.difference("config.txt", content, merged)))


main()
