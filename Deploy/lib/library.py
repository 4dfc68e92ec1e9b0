#!/usr/bin/env python3
"""Checks in the sources what the sensor libraries promise to other people's programs, as far as the
compiler (no global state), swift-format (a doc comment for every public declaration) and
check-imports (no Foundation) do not:

- A public function that throws says what (`- Throws:`). If it belongs to a class or a protocol, and
  so can reach a device, it or its type says how long it blocks; nothing that is simulated does.
- Nothing is printed, nothing ends the program, and no global is kept from the compiler.
- UnitsAndErrors.md has every error.
- An excerpt in an article, marked `<!-- Snippets/FILE -->`, stands so in that file.
"""
import pathlib
import re
import sys
import textwrap

LIBRARIES = ["RueSensors", "RueSensorsLinux", "RueSensorsSimulation"]
DOC = r"(?P<doc>(?:^ *///.*\n)+)(?:^ *@.*\n)*"
TYPE = re.compile(DOC + r"^public (?:final )?(?P<kind>class|protocol) (?P<name>\w+)", re.M)
FUNCTION = re.compile(
    r"(?P<doc>(?:^ *///.*\n)*)(?:^ *@.*\n)*^ *(?P<words>(?:[a-z]+ )*)(?:func )?(?P<name>\S+?(?=[(<])|init)\b"
    r"(?:(?!\n *\n)[^{])*?\)\s*throws\b", re.M)
OWNER = re.compile(r"^(?P<words>(?:\w+ )*)(?P<kind>class|struct|enum|protocol|extension) (?P<name>\w+)",
                   re.M)
FORBIDDEN = {
    "prints": r"\b(print|debugPrint|dump)\(",
    "may end the program": r"\b(fatalError|precondition\w*|assert\w*|abort|exit)\(",
    "keeps a global from the compiler": r"\bnonisolated\(unsafe\)|@unchecked",
}


def problems_of(path, text, types):
    """What is wrong in a source; types: the doc comment of every class and protocol."""
    for number, line in enumerate(text.split("\n"), 1):
        for what, pattern in FORBIDDEN.items():
            if re.search(pattern, line.split("//")[0]):
                yield f"{path}:{number}: {what}: {line.strip()}"
    for function in FUNCTION.finditer(text):
        owner = [*OWNER.finditer(text, 0, function.end())][-1]
        is_requirement = owner["kind"] == "protocol" and "public" in owner["words"]
        if "public" not in function["words"] and not is_requirement:
            continue
        place = f"{path}:{text[:function.end()].count(chr(10)) + 1}: {owner['name']}.{function['name']}"
        if "- Throws:" not in function["doc"]:
            yield f"{place} does not say what it throws"
        about = types.get(owner["name"])
        if about is not None and not re.search(r"\bblocks?\b", function["doc"] + about, re.I):
            yield f"{place} does not say how long it blocks, nor does {owner['name']}"


def missing_errors(article):
    for path in ["Sensors/SensorError", "Buses/BusError"]:
        name = path.split("/")[1]
        text = pathlib.Path(f"Sources/RueSensors/{path}.swift").read_text()
        for case in re.findall(r"^    case (\w+)", text, re.M):
            if not re.search(rf"``{name}/{case}\b", article.read_text()):
                yield f"{article} does not have {name}.{case}"


def wrong_excerpts(article):
    blocks = re.findall(r"^<!-- (Snippets/\S+) -->\n+```swift\n(.*?)```", article.read_text(), re.S | re.M)
    for name, block in blocks:
        excerpt = textwrap.dedent(block).strip("\n").split("\n")
        lines = pathlib.Path(name).read_text().split("\n")
        parts = ("\n".join(lines[start:start + len(excerpt)]) for start in range(len(lines)))
        if not any(textwrap.dedent(part).split("\n") == excerpt for part in parts):
            yield f"{article}: what begins with '{excerpt[0]}' does not stand so in {name}"


def self_test():
    """Each rule finds what is planted, else it is no rule."""
    planted = """public final class Wire {
    /// Sends.
    public func send() throws(BusError) { print(1) }
    func own() throws(BusError) { fatalError() }
}
"""
    found = "\n".join(problems_of("planted", planted, {"Wire": "/// A wire."}))
    wanted = ["prints", "may end", "send does not say what", "send does not say how long"]
    assert all(text in found for text in wanted) and "own does" not in found, found


def main():
    self_test()
    folders = [pathlib.Path("Sources") / name for name in LIBRARIES]
    sources = {path: path.read_text() for folder in folders for path in sorted(folder.rglob("*.swift"))}
    types = {type["name"]: type["doc"] for path, text in sources.items()
             for type in TYPE.finditer(text) if folders[2] not in path.parents}
    problems = [found for path, text in sources.items() for found in problems_of(path, text, types)]
    problems += missing_errors(folders[0] / "RueSensors.docc/UnitsAndErrors.md")
    for folder in folders:
        for article in sorted(folder.rglob("*.md")):
            problems += wrong_excerpts(article)
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


main()
