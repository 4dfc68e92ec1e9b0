"""Edits a YAML file as text, so that comments and the order of things stay, and checks each edit: what
is parsed afterwards is what was there, and ours."""
import copy
import json
import re

import yaml

from . import Refusal, text as texts

WORD = re.compile(r"[a-z][a-z0-9-]*\Z")
MOST_VALUES = 100_000
AGAIN = "mend it, or write the image anew"


class YAMLText:
    """A file whose root is a group of keys, or which holds nothing but comments."""

    def __init__(self, name, text):
        self.name, self.text = name, text
        self.keeps_empty_lines = False
        self.load()

    def load(self):
        try:
            self.root = yaml.compose(self.text, Loader=yaml.SafeLoader)
            self.data = unshared(yaml.safe_load(self.text), iter(range(MOST_VALUES)))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            place = f" (line {mark.line + 1}: {error.problem})" if mark else f" ({one_line(error)})"
            raise Refusal(f"{self.name} is not YAML{place}: {AGAIN}") from None
        except (ValueError, RecursionError) as error:
            raise Refusal(f"{self.name} cannot be read ({error}): {AGAIN}") from None
        if self.data is not None and not isinstance(self.data, dict):
            raise Refusal(f"{self.name} is no group of keys, but a {kind(self.data)}: {AGAIN}")
        refuse_doubles(self.name, self.root, set())

    def value(self, *path):
        """What stands at a path; None where nothing does."""
        found = self.data
        for key in path:
            if not isinstance(found, dict):
                return None
            found = found.get(key)
        return found

    def put(self, path, value):
        """Sets the value at a path of keys; groups that are missing are made."""
        if self.value(*path) == value:
            return
        expected = with_value(self.name, self.data, path, value)
        node, depth = self.deepest(path)
        if depth == len(path):
            self.edit(expected, lambda: self.replace(node, scalar(value)))
        else:
            for key in reversed(path[depth + 1:]):
                value = {key: value}
            column = self.indentation(path, depth)
            self.edit(expected, lambda: self.insert(node, path[depth], value, column))

    def append(self, key, item):
        """Adds an entry to a list at the root."""
        items = self.value(key)
        if not items:
            return self.put([key], [item])
        expected = {**self.data, key: [*items, item]}
        node, _ = self.deepest([key])
        if node.flow_style:
            self.edit(expected, lambda: self.insert_flow(node, scalar(item)))
        else:
            column = node.start_mark.column
            line = " " * column + "- " + scalar(item)
            self.edit(expected, lambda: self.insert_lines(node, column, [line]))

    # How deep a path exists already.

    def deepest(self, path):
        node, depth = self.root, 0
        while depth < len(path) and isinstance(node, yaml.MappingNode):
            child = next((value for key, value in node.value if key.value == path[depth]), None)
            if child is None:
                break
            node, depth = child, depth + 1
        return node, depth

    def indentation(self, path, depth):
        """Where the keys of a group begin that has none yet: two further than its own key."""
        node, column = self.root, 0
        for key in path[:depth]:
            name = next(name for name, _ in node.value if name.value == key)
            node, column = dict((k.value, v) for k, v in node.value)[key], name.start_mark.column + 2
        return column

    # The text.

    def replace(self, node, new):
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            self.fail(node)
        if new and node.start_mark.index == node.end_mark.index:
            new = " " + new
        self.text = self.text[:node.start_mark.index] + new + self.text[node.end_mark.index:]

    def insert(self, node, key, value, column):
        if isinstance(node, yaml.MappingNode):
            if node.flow_style:
                return self.insert_flow(node, f"{scalar(key)}: {flow(value)}")
            column = node.value[0][0].start_mark.column
            return self.insert_lines(node, column, block(key, value, column))
        if node is None or node is self.root:
            text = texts.with_last_line_ended(self.text)
            self.text = text + self.joined(block(key, value, 0))
        else:
            # A key with nothing behind it.
            self.replace(node, "")
            end = self.text.find("\n", node.start_mark.index)
            self.text = texts.with_last_line_ended(self.text)
            end = len(self.text) if end < 0 else end + 1
            self.text = self.text[:end] + self.joined(block(key, value, column)) + self.text[end:]

    def insert_flow(self, node, new):
        end = node.end_mark.index - 1
        before = self.text[node.start_mark.index + 1:end].rstrip()
        comma = ", " if node.value and not before.endswith(",") else ""
        self.text = self.text[:end].rstrip() + comma + new + self.text[end:]

    def insert_lines(self, node, column, lines):
        """Behind the last line of a group or list, before the comments that belong to what follows."""
        text = self.text
        if node.end_mark.index >= len(text):
            text = texts.with_last_line_ended(text)
            place = len(text)
        else:
            place = text.rfind("\n", 0, node.end_mark.index) + 1
        while place > node.start_mark.index and not self.keeps_empty_lines:
            start = text.rfind("\n", 0, place - 1) + 1
            line = text[start:place].strip()
            indented = len(text[start:place]) - len(text[start:place].lstrip())
            if line and not (line.startswith("#") and indented <= column):
                break
            place = start
        self.text = text[:place] + self.joined(lines) + text[place:]

    def joined(self, lines):
        end = texts.line_end(self.text)
        return "".join(line + end for line in lines)

    def edit(self, expected, change):
        """Tries a change before the empty lines behind a group, then behind them: a text may own them
        (`|+`)."""
        place = self.root.end_mark.line + 1 if self.root else 1
        before = self.text
        for self.keeps_empty_lines in (False, True):
            change()
            if parsed(self.text) == expected:
                return self.load()
            self.text = before
        raise Refusal(f"{self.name} is written in a way in which nothing can be added to it safely "
                      f"(up to line {place}): simplify it, or write the image anew")

    def fail(self, node):
        raise Refusal(f"{self.name}:{node.start_mark.line + 1}: this text cannot be replaced: {AGAIN}")


def parsed(text):
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None


def unshared(value, room):
    """A copy in which each alias is a thing of its own, so that a change in one place is none in another."""
    if next(room, None) is None:
        raise ValueError("its aliases stand for too much")
    if isinstance(value, dict):
        return {key: unshared(inner, room) for key, inner in value.items()}
    if isinstance(value, list):
        return [unshared(inner, room) for inner in value]
    return value


def one_line(error):
    return " ".join(str(error).split())


def kind(value):
    return {list: "list", str: "text"}.get(type(value), "value")


def refuse_doubles(name, node, seen_nodes):
    # An alias is the node that it stands for, once more.
    if id(node) in seen_nodes:
        return
    seen_nodes.add(id(node))
    if isinstance(node, yaml.MappingNode):
        seen = {}
        for key, value in node.value:
            if isinstance(key.value, str) and key.value in seen:
                raise Refusal(f"{name} has {key.value!r} twice, in lines {seen[key.value]} and "
                              f"{key.start_mark.line + 1}: join them, so that nothing is lost")
            if isinstance(key.value, str):
                seen[key.value] = key.start_mark.line + 1
            refuse_doubles(name, value, seen_nodes)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            refuse_doubles(name, item, seen_nodes)


def with_value(name, data, path, value):
    expected = copy.deepcopy(data) or {}
    group = expected
    for key in path[:-1]:
        if group.get(key) is None:
            group[key] = {}
        group = group[key]
        if not isinstance(group, dict):
            raise Refusal(f"{name}: {key!r} is no group of keys: {AGAIN}")
    group[path[-1]] = value
    return expected


def scalar(value):
    """As JSON, which is YAML, and never taken for another type: NO is a country."""
    if isinstance(value, str) and WORD.match(value) and yaml.safe_load(value) == value:
        return value
    # Of what JSON leaves as it is, these are no text for YAML, or ends of lines.
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda found: f"\\u{ord(found[0]):04x}",
                  json.dumps(value, ensure_ascii=False))


def flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    return scalar(value)


def block(key, value, column):
    """The lines of a key with what it holds."""
    start = " " * column + scalar(key) + ":"
    if isinstance(value, dict):
        inner = (line for name, part in value.items() for line in block(name, part, column + 2))
        return [start, *inner]
    if isinstance(value, list):
        return [start, *(" " * column + "  - " + scalar(item) for item in value)]
    return [start + " " + scalar(value)]
