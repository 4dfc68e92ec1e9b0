#!/usr/bin/env python3
"""Checks the link on the standard input and prints it. FILE is where it came from, or empty; PROGRAM is
who says what is wrong. Usage: check-link.py FILE PROGRAM"""
import os
import sys

from card import Refusal, link


def main():
    path, program = sys.argv[1:3]
    try:
        found = link.check(sys.stdin.read())
        warnings = list(link.warnings(found))
        if path and os.path.isfile(path):
            warnings += filter(None, [link.check_age(path)])
    except (Refusal, UnicodeDecodeError) as error:
        sys.exit(f"{program}: {error}")
    for warning in warnings:
        print(f"   mind: {warning}", file=sys.stderr)
    print(found)


main()
