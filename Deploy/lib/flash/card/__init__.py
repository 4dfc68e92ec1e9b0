"""What Deploy/flash and Deploy/install-node do to the boot partition of a Raspberry Pi OS card."""


class Refusal(Exception):
    """Why nothing is done, for a person: what is wrong, where, and what to do."""
