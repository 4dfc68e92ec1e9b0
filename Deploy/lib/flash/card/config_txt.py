"""config.txt, the firmware's settings: lines for the sensors below [all], where they are missing."""
from . import text as texts

BEGIN = "# Rue: for the sensors of this node"
END = "# Rue: end"
BUSES = {"i2c": "i2c_arm", "i2c1": "i2c_arm", "i2c0": "i2c_vc"}
ON = {"on", "true", "yes", "1"}
# What an overlay does without being told (the firmware's overlays/README).
STANDARD = {"w1-gpio": {"gpiopin": "4"}, "dht11": {"gpiopin": "4"}}


def merge(content, lines):
    """The file with those lines, and with none that an earlier run had added for other sensors."""
    text = without_ours(texts.decode("config.txt", content))
    missing = missing_lines(text, lines)
    if not missing:
        return text.encode()
    end = texts.line_end(text)
    text = texts.with_last_line_ended(text)
    section = [] if last_section(text) == "all" else ["[all]"]
    return (text + "".join(line + end for line in [*section, BEGIN, *missing, END])).encode()


def without_ours(text):
    """Only whole blocks: a begin without its end is somebody's own."""
    lines = text.splitlines(keepends=True)
    bare = [line.strip() for line in lines]
    while BEGIN in bare and END in bare[bare.index(BEGIN):]:
        first = bare.index(BEGIN)
        last = bare.index(END, first)
        # The section's head that came with the block.
        if first and bare[first - 1] == "[all]" and last == len(bare) - 1:
            first -= 1
        del lines[first:last + 1], bare[first:last + 1]
    return "".join(lines)


def settings(text):
    """The settings that count for every Pi, with the section filters followed; the sections."""
    section = "all"
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].lower()
        elif line and not line.startswith("#"):
            yield section, line


def last_section(text):
    section = "all"
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].lower()
    return section


def missing_lines(text, lines):
    # Of a parameter's values the last counts: one that is on and later off is off.
    parameters, overlays = {}, []
    for section, line in settings(text):
        if section != "all":
            continue
        parameters.update(base_parameters(line))
        overlays.append(overlay(line))
    missing = []
    for line in lines:
        wanted = base_parameters(line)
        if wanted and all(parameters.get(name) == value for name, value in wanted.items()):
            continue
        if not wanted and overlay(line) in overlays:
            continue
        missing.append(line)
    return missing


def base_parameters(line):
    """dtparam=i2c_arm=on,spi=on as a dictionary, each bus by one name."""
    key, _, value = line.partition("=")
    if key.strip() not in ("dtparam", "device_tree_param"):
        return {}
    found = {}
    for part in value.split(","):
        name, equals, setting = part.strip().partition("=")
        name = BUSES.get(name, name)
        found[name] = "on" if not equals or setting.lower() in ON else setting.lower()
    return found


def overlay(line):
    """dtoverlay=w1-gpio,gpiopin=4 as its name, bare words and parameters, what goes without saying
    included; None for anything else."""
    key, _, value = line.partition("=")
    if key.strip() not in ("dtoverlay", "device_tree_overlay"):
        return None
    name, *parts = [part.strip() for part in value.replace(":", ",").split(",")]
    parameters = dict(STANDARD.get(name, {}))
    words = set()
    for part in parts:
        word, equals, setting = part.partition("=")
        if equals:
            parameters[word] = setting
        else:
            words.add(word)
    return name, frozenset(words), frozenset(parameters.items())
