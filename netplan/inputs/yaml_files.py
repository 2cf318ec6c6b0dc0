"""Read YAML files: every scalar is text, every key knows its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from netplan.inputs.csv_files import decoded
from netplan.inputs.findings import Findings
from netplan.inputs.texts import same

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"
"""What a YAML file holds when every scalar is text."""
KeyPath: TypeAlias = tuple[str, ...]
DEEPEST = 20
"""A file nested more deeply than this is no file of a planner."""


@dataclass(frozen=True)
class YamlFile:
    """A file as nested texts, with the line of every key."""

    file: str
    tree: dict[str, Tree]
    lines: Mapping[KeyPath, int]
    """By key path, positions in lists as text."""

    def line(self, path: KeyPath) -> int | None:
        """Return the line of a key, else that of the nearest key above it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return None

    def at(self, path: KeyPath) -> "Tree | None":
        """Return what stands at a key path, None where nothing does."""
        found: Tree = self.tree
        for key in path:
            if isinstance(found, dict) and key in found:
                found = found[key]
            elif isinstance(found, list) and key.isdecimal() and int(key) < len(found):
                found = found[int(key)]
            else:
                return None
        return found


def read_yaml(path: Path, file: str, findings: Findings) -> YamlFile | None:
    """Read a YAML file whose top is a mapping; None, and faults noted, where it is none."""
    text = decoded(path.read_bytes(), file, findings)
    if text is None:
        return None
    before = len(findings.faults)
    try:
        _check_events(text, file, findings)
        if len(findings.faults) > before:
            return None
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"no YAML: {error.problem or error.context}"
        mend = "Indent with blanks, write `key: value`, and close every bracket and quotation mark."
        findings.fault(file, mark.line + 1 if mark else None, "", None, what, mend, "NP-I073")
        return None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        findings.fault(file, line, "", None, "a control character", "Save it as plain text in UTF-8.", "NP-I020")
        return None
    lines: dict[KeyPath, int] = {}
    tree = _tree(node, (), lines, file, findings) if node is not None else {}
    if not isinstance(tree, dict):
        findings.fault(file, 1, "", None, "not a mapping of keys", "Write `key: value` lines.", "NP-I073")
        return None
    return YamlFile(file, tree, lines) if len(findings.faults) == before else None


def _check_events(text: str, file: str, findings: Findings) -> None:
    """Refuse anchors, aliases, tags and deep nesting, before anything is built from them."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = _line(event)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            what = f"nested more than {DEEPEST} deep"
            findings.fault(file, line, "", None, what, "Close the brackets that were opened.", "NP-I050")
            return
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            what = f'"*{anchor}" is an alias'
            mend = "Write the value itself, or put a text that begins with * in quotation marks."
            findings.fault(file, line, "", None, what, mend, "NP-I051")
        elif anchor:
            what = f'"&{anchor}" is an anchor'
            mend = "Write the value at each place, or put a text that begins with & in quotation marks."
            findings.fault(file, line, "", None, what, mend, "NP-I051")
        if tag:
            what = f'"{tag}" is a tag'
            mend = "Leave it out, or put a text that begins with ! in quotation marks."
            findings.fault(file, line, "", None, what, mend, "NP-I052")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _tree(node: yaml.Node, path: KeyPath, lines: dict[KeyPath, int], file: str, findings: Findings) -> Tree:
    if isinstance(node, yaml.ScalarNode):
        return same(str(node.value))
    if isinstance(node, yaml.SequenceNode):
        found = []
        for i, child in enumerate(node.value):
            lines[*path, str(i)] = child.start_mark.line + 1
            found.append(_tree(child, (*path, str(i)), lines, file, findings))
        return found
    tree: dict[str, Tree] = {}
    for key, line, child in _pairs(node, path, file, findings):
        if key in tree:
            what, mend = f"the key stands twice, first in line {lines[*path, key]}", "Keep one of the two."
            findings.fault(file, line, ".".join((*path, key)), None, what, mend, "NP-I048")
            continue
        lines[*path, key] = line
        tree[key] = _tree(child, (*path, key), lines, file, findings)
    return tree


def _pairs(node: yaml.Node, path: KeyPath, file: str, findings: Findings) -> Iterator[tuple[str, int, yaml.Node]]:
    for key, child in node.value:
        line = key.start_mark.line + 1
        if isinstance(key, yaml.ScalarNode):
            yield same(str(key.value)), line, child
        else:
            what = "a key that is a list or a mapping"
            findings.fault(file, line, ".".join(path), None, what, "A key is one word.", "NP-I073")
