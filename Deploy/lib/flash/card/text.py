"""Text files of a boot partition, each byte kept that is not ours."""
from . import Refusal


def decode(name, content):
    """The text of a file; None counts as an empty one."""
    try:
        text = (content or b"").decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(f"{name} is not UTF-8 text (byte {error.start}): save it as UTF-8") from None
    if "\0" in text:
        raise Refusal(f"{name} holds a NUL byte: it is damaged, or no text")
    return text


def line_end(text):
    """How the lines of a text end: as its first one does, because Windows' Imager writes CR LF."""
    return "\r\n" if text.split("\n", 1)[0].endswith("\r") else "\n"


def with_last_line_ended(text):
    return text if not text or text.endswith("\n") else text + line_end(text)


def first_difference(old, new):
    """For the message of a check that failed: the first line in which two texts differ."""
    for number, (left, right) in enumerate(zip(old.splitlines(), new.splitlines()), 1):
        if left != right:
            return number
    return min(len(old.splitlines()), len(new.splitlines())) + 1
