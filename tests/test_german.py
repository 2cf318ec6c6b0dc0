"""Every fault of a planner's files is told in German as well, and a new one without German does not pass."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from click.testing import CliRunner

import netplan
from netplan.cli import main
from netplan.errors import Fault, InputError
from netplan.german import german, unsaid

PACKAGE = Path(netplan.__file__).parent
FEEDS = [
    "inputs",
    "workspace",
    "travel",
    "constraints",
    "indicators",
    "scenario.py",
    "sector.py",
    "norms.py",
    "units.py",
]
"""Where texts are written that become faults."""
VALUE = "⟦…⟧"
"""Stands for what a sentence takes from a file."""
DEEPEST = 12
"""Steps from a fault back to where its text is written."""
NO_SENTENCES = {"lon, lat", "x, y", "area or cell", "the file of areas", "tolerance and view", f"{VALUE} · {VALUE}"}
"""Texts of faults that name columns, or are parts of sentences."""
KEPT_IN_ENGLISH = {
    ("units.py", "names"),  # parts of a sentence, each of them in tests/bad
    ("workspace/ways.py", "ValueError"),  # faults in netplan, of no file
}


def test_a_fault_is_told_in_german_with_its_place() -> None:
    fault = Fault(
        "data/town/facilities.csv", 14, "places", "3,5", "not a whole number",
        "A decimal comma? Places are whole; write 3 or 4.", "NP-I005",
    )  # fmt: skip
    told = (
        'data/town/facilities.csv, Zeile 14, Spalte places, Wert "3,5": keine ganze Zahl. '
        "Ein Dezimalkomma? Plätze sind ganze Zahlen; schreiben Sie 3 oder 4."
    )
    assert fault.de == told
    assert InputError([fault]).de == f"{told}\n1 Fehler; geschrieben wurde nichts."


def test_many_faults_of_a_file_are_counted_in_german() -> None:
    faults = [Fault("a.csv", row, "x", None, "nothing stands here", "Fill in x.", "NP-I063") for row in range(2, 62)]
    lines = InputError(faults).de.splitlines()
    assert lines[0] == "a.csv, Zeile 2, Spalte x: hier steht nichts. Füllen Sie x aus."
    assert lines[-2:] == ["a.csv: 10 weitere von 60 Fehlern dieser Datei.", "60 Fehler; geschrieben wurde nichts."]


@pytest.mark.parametrize(
    ("english", "told"),
    [
        (
            "the norm is 3.6 km/h, not a duration (needed by services.kita.reach)",
            "die Norm ist 3,6 km/h, keine Zeitdauer (gebraucht von services.kita.reach)",
        ),
        ("{nearest: 5 min} is no policy", "{nearest: 5 min}: keine Zuordnung"),
        ("no facility of sector kita or hort", "keine Einrichtung des Sektors kita oder hort"),
        ("the sheet ends exactly at row 1,048,576, where spreadsheet programs cut a table off",
         "das Blatt endet genau bei Zeile 1.048.576, wo Tabellenkalkulationen abschneiden"),
        ("Write 1500000.50.", "Schreiben Sie 1500000.50."),
        ("not between 0 and 60", "nicht zwischen 0 und 60"),
    ],
)  # fmt: skip
def test_numbers_and_names_of_a_sentence_are_taken_over(english: str, told: str) -> None:
    assert german(english) == told


def test_the_catalogue_is_not_read_before_a_fault_is_told() -> None:
    script = "import sys, netplan.errors; print(*(name for name in sys.modules if name.startswith('netplan.german.')))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "\n"


def test_a_text_without_german_stays_english() -> None:
    assert german("the moon is full") == "the moon: full"
    assert unsaid("the moon is full") == ["full"]
    assert german("Write the name of the moon.") == "Write the name of the moon."


def test_every_text_of_a_fault_in_the_sources_has_its_german() -> None:
    missing = [
        f"{file.relative_to(PACKAGE)}:{line}: {text}"
        for file in feeding_files()
        for line, text in fault_texts(file)
        if any(is_sentence(rest) for part in parts(text) for rest in unsaid(part))
    ]
    assert not missing, (
        "These texts of faults have no German. Write each into the catalogue, as pattern and German sentence, with "
        "{names} for its values: netplan/german/tables.py (tables), maps.py (spreadsheets, maps, population), "
        "questions.py (YAML, quantities, scenarios, norms) or rules.py (levels, cohorts, classes, rules, goals):\n"
        + "\n".join(dict.fromkeys(missing))
    )


def test_the_walk_finds_the_texts_of_faults() -> None:
    found = {text for file in feeding_files() for _, text in fault_texts(file)}
    assert {
        "not a whole number",
        f"{VALUE} under {VALUE} columns",
        f"no measure of {VALUE} has this name",
        f"{VALUE} is no policy; write {VALUE}.",
        "nobody gets anywhere at 0 km/h",
        "no mode of this model",
        'Write a number and its unit, like "25 min".',
    } <= found
    assert len(found) > 250


def test_the_command_line_tells_faults_in_the_language_of_the_verb(tmp_path: Path) -> None:
    for folder in ("models", "scenarios", "data"):
        (tmp_path / folder).mkdir()
    scenario = tmp_path / "scenarios" / "plan.yaml"
    scenario.write_text("region: town\nyears: 2026\n", encoding="utf-8")
    told = {lang: CliRunner().invoke(main, ["check", str(scenario), "--lang", lang]).output for lang in ("de", "en")}
    assert "scenarios/plan.yaml sector: der Schlüssel fehlt. Ergänzen Sie ihn." in told["de"]
    assert "scenarios/plan.yaml sector: the key is missing. Add it." in told["en"]


def feeding_files() -> list[Path]:
    paths = [PACKAGE / name for name in FEEDS]
    return sorted(chain(*(path.rglob("*.py") if path.is_dir() else [path] for path in paths)))


def parts(text: str) -> list[str]:
    """Split a sentence of our own schema as `workspace.schema` does: what is wrong, and how to mend it."""
    what, _, mend = text.partition("; ")
    if what.endswith(".") or not mend[:1].islower() or not unsaid(text):
        return [text]
    return [what.rstrip("."), mend[:1].upper() + mend[1:]]


@cache
def fault_texts(file: Path) -> tuple[tuple[int, str], ...]:
    """Return the sentences that a module gives to faults, with their lines."""
    return tuple(dict.fromkeys(_fault_texts(file)))


def _fault_texts(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the sentences that a module gives to faults, with their lines."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    module = str(file.relative_to(PACKAGE))
    for scope in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        reader = _Reader(tree, scope)
        for node in ast.walk(scope):
            given: list[ast.expr] = []
            if isinstance(node, ast.Call) and is_fault(node) and (module, called(node)) not in KEPT_IN_ENGLISH:
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
                given = [node.value]
            for argument in given:
                yield from ((argument.lineno, text) for text in reader.texts(argument, 0) if is_sentence(text))


def is_fault(node: ast.Call) -> bool:
    """Whether a call notes or raises a fault."""
    name = called(node)
    return bool(re.fullmatch(r"_?[Ff]ault(_\w+)?|ValueError|WrongTextError|_refusal|known|_own_words", name))


def called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_sentence(text: str) -> bool:
    words = text.replace(VALUE, " ").split()
    return len(words) > 1 and any(word.isalpha() for word in words) and text not in NO_SENTENCES


class _Reader:
    """Reads which texts an expression can be: through names, conditions, and functions of the module."""

    def __init__(self, tree: ast.Module, scope: ast.AST) -> None:
        self.scope = scope
        self.functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        self.constants = tree.body

    def texts(self, node: ast.AST | None, depth: int) -> list[str]:
        """List the texts that an expression can be."""
        if depth > DEEPEST:
            return [VALUE]
        match node:
            case ast.Constant(value=str(text)):
                found = [text]
            case ast.JoinedStr(values=values):
                found = ["".join(str(v.value) if isinstance(v, ast.Constant) else VALUE for v in values)]
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                found = [a + b for a in self.texts(left, depth + 1) for b in self.texts(right, depth + 1)]
            case ast.Name(id=name):
                found = self.named(name, depth)
            case ast.Call():
                found = self.called(node, depth)
            case ast.IfExp(body=one, orelse=other):
                found = [*self.texts(one, depth + 1), *self.texts(other, depth + 1)]
            case ast.BoolOp(values=several) | ast.Tuple(elts=several) | ast.Dict(values=several):
                found = [text for each in several for text in self.texts(each, depth + 1)]
            case _:
                found = []
        return found or [VALUE]

    def named(self, name: str, depth: int) -> list[str]:
        """List the texts that a name of the function, or of the module, can stand for."""
        found = [
            text
            for node in [*ast.walk(self.scope), *self.constants]
            if isinstance(node, ast.Assign)
            for value in assigned(node, name)
            for text in self.texts(value, depth + 1)
        ]
        for node in (node for node in ast.walk(self.scope) if isinstance(node, ast.For | ast.comprehension)):
            rows = node.iter.elts if isinstance(node.iter, ast.Tuple | ast.List) else []
            each = [ast.Assign([node.target], row) for row in rows]
            found += [text for one in each for value in assigned(one, name) for text in self.texts(value, depth + 1)]
        return found or [VALUE]

    def called(self, node: ast.Call, depth: int) -> list[str]:
        """List the texts that a function of the module returns, or that a call passes on."""
        name = called(node)
        if name == "did_you_mean":
            return self.texts(node.args[2], depth + 1) if len(node.args) > 2 else [VALUE]
        if name in {"capitalize", "get", "replace"} and isinstance(node.func, ast.Attribute):
            return self.texts(node.func.value, depth + 1)
        function = self.functions.get(name)
        if function is None:
            return [VALUE]
        reader = _Reader(ast.Module(self.constants, []), function)
        reader.functions = self.functions
        returned = [each.value for each in ast.walk(function) if isinstance(each, ast.Return | ast.Yield)]
        return [text for value in returned for text in reader.texts(value, depth + 2)] or [VALUE]


def assigned(node: ast.Assign, name: str) -> list[ast.expr]:
    """Return what an assignment gives a name, one of several included."""
    found = []
    for target in node.targets:
        if isinstance(target, ast.Name) and target.id == name:
            found.append(node.value)
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple | ast.IfExp):
            places = [i for i, each in enumerate(target.elts) if isinstance(each, ast.Name) and each.id == name]
            tuples = [node.value] if isinstance(node.value, ast.Tuple) else [node.value.body, node.value.orelse]
            found += [each.elts[i] for each in tuples if isinstance(each, ast.Tuple) for i in places]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Call):
            found += [node.value for each in target.elts if isinstance(each, ast.Name) and each.id == name]
    return found
