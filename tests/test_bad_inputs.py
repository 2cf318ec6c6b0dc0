"""Every fault of a planner's files has a case in tests/bad: the smallest files, and the exact message."""

import hashlib
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import netplan
from netplan.german import unsaid
from netplan.inputs.codes import CODES
from tests.workbooks import build_workbooks

BAD = Path(__file__).parent / "bad"
CASES = sorted(path.name for path in BAD.iterdir() if path.name[0].isdecimal())
WHOLE_FILE = {
    "NP-I037",
    "NP-I046",
    "NP-I056",
    "NP-I061",
    "NP-I012",
    "NP-I034",
    "NP-I026",
    "NP-I032",
    "NP-I054",
    "NP-I063",
}
"""Faults that may have no line, because they are in the file as a whole."""
ENGLISH = {
    "the",
    "a",
    "is",
    "are",
    "not",
    "of",
    "has",
    "have",
    "be",
    "it",
    "there",
    "more",
    "than",
    "which",
    "keep",
}
"""Words that no German sentence has."""
ROWS_OF_THE_AUDIT = {*range(1, 10), *range(13, 20), 23, *range(25, 30), 33, 34, 37, 38, 40, 43, 44, 45, 47, 48, 49, 54}


def workspace(folder: Path, case: str = "") -> Path:
    """Lay a case over the base, and build the roads from their text."""
    shutil.copytree(BAD / "base", folder)
    if case:
        shutil.copytree(BAD / case, folder, dirs_exist_ok=True)
        (folder / "expected.txt").unlink()
        for name in (folder / "remove.txt").read_text().split() if (folder / "remove.txt").exists() else []:
            (folder / name).unlink()
        (folder / "remove.txt").unlink(missing_ok=True)
    build_roads(folder)
    build_workbooks(folder)
    return folder


def build_roads(folder: Path) -> None:
    """Make roads.gpkg of roads.sql."""
    for text in folder.glob("data/*/*.sql"):
        connection = sqlite3.connect(text.with_suffix(".gpkg"))
        connection.executescript(text.read_text(encoding="utf-8"))
        connection.close()
        text.unlink()


def answer(folder: Path) -> list[str]:
    """Check all scenarios: the faults with their codes, else the notices of the plan."""
    try:
        cases = netplan.check(sorted((folder / "scenarios").glob("*.yaml")))
    except netplan.InputError as error:
        for fault in error.faults:
            assert fault.file, fault
            assert fault.line is not None or fault.code in WHOLE_FILE, fault
            assert not unsaid(fault.what) + unsaid(fault.mend), f"no German; write it into netplan/german: {fault}"
            assert not ENGLISH & set(fault.de.removeprefix(fault.file).split()), fault.de
        return [f"{fault.code} {fault}" for fault in error.faults]
    return list(dict.fromkeys(str(notice) for case in cases for notice in case.notices))


def fingerprint(folder: Path) -> dict[str, str]:
    """Hash every file of a workspace."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("case", CASES)
def test_every_bad_input_gets_its_message_and_nothing_is_written(case: str, tmp_path: Path) -> None:
    folder = workspace(tmp_path / "workspace", case)
    before = fingerprint(folder)
    expected = (BAD / case / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert answer(folder) == expected
    assert fingerprint(folder) == before


def test_the_base_has_no_fault(tmp_path: Path) -> None:
    assert answer(workspace(tmp_path / "workspace")) == ["NP-W066: Assumed, without a source: target = 30 min."]


def test_every_row_of_the_audit_has_a_case() -> None:
    assert {int(case[:3]) for case in CASES} >= ROWS_OF_THE_AUDIT


def test_every_code_in_the_sources_is_explained_and_every_explained_code_is_used() -> None:
    sources = Path(netplan.__file__).parent
    texts = [path.read_text(encoding="utf-8") for path in sources.rglob("*.py") if path.name != "codes.py"]
    used = {code for text in texts for code in re.findall(r"NP-[A-Z]\d+", text)}
    assert used == set(CODES)


def test_every_code_is_listed_once_in_order_with_a_meaning_of_its_own() -> None:
    written = (Path(netplan.__file__).parent / "inputs/codes.py").read_text(encoding="utf-8")
    listed = re.findall(r'^    "(NP-[A-Z]\d{3})": "', written, re.MULTILINE)
    assert listed == sorted(CODES)
    assert len(set(CODES.values())) == len(CODES)
    assert all(meaning.endswith(".") for meaning in CODES.values())


def test_checking_loads_no_solver_and_no_library_of_maps(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "workspace")
    heavy = {"pyomo", "pandas", "geopandas", "pyogrio", "osmnx", "highspy", "shapely"}
    script = f"import sys, netplan; netplan.check({str(folder / 'scenarios/plan.yaml')!r}); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not heavy & {name.split(".")[0] for name in ran.stdout.split()}


def test_the_faults_of_all_scenarios_and_files_come_at_once(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "workspace")
    edit(folder, "data/town/people.csv", "c1,6-9,2026,41", "c1,6-9,2026,x")
    edit(folder, "data/town/cells.csv", "c2,Nord,13.010", "c2,Nord,abc")
    edit(folder, "scenarios/plan.yaml", "north: keep", "north: kep")
    files = [line.split()[1].rstrip(",") for line in answer(folder)]
    assert files == ["data/town/cells.csv", "data/town/people.csv", "scenarios/plan.yaml:5"]


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


Corruption = tuple[str, Callable[[list[list[str]], random.Random], tuple[int, str]]]


def _negative(rows: list[list[str]], chance: random.Random) -> tuple[int, str]:
    row = chance.randrange(1, len(rows))
    rows[row][-1] = "-" + rows[row][-1]
    return row + 1, "NP-I023"


def _fraction(rows: list[list[str]], chance: random.Random) -> tuple[int, str]:
    row = chance.randrange(1, len(rows))
    rows[row][-1] += ".5"
    return row + 1, "NP-I024"


def _word(rows: list[list[str]], chance: random.Random) -> tuple[int, str]:
    row = chance.randrange(1, len(rows))
    rows[row][-1] = chance.choice(["inf", "NaN", "1e9", "0x1F", "٣", "1 0", "+5"])
    return row + 1, "NP-I023"


def _unknown(rows: list[list[str]], chance: random.Random) -> tuple[int, str]:
    row = chance.randrange(1, len(rows))
    rows[row][0] += "\u200b"
    return row + 1, "NP-I064"


def _twice(rows: list[list[str]], chance: random.Random) -> tuple[int, str]:
    rows.append(list(rows[chance.randrange(1, len(rows))]))
    return len(rows), "NP-I015"


def _short(rows: list[list[str]], chance: random.Random) -> tuple[int, str]:
    row = chance.randrange(1, len(rows))
    del rows[row][chance.randrange(len(rows[row]))]
    return row + 1, "NP-I018"


def _long(rows: list[list[str]], chance: random.Random) -> tuple[int, str]:
    row = chance.randrange(1, len(rows))
    rows[row].insert(chance.randrange(len(rows[row])), "x")
    return row + 1, "NP-I017"


def _gone(rows: list[list[str]], chance: random.Random) -> tuple[int, str]:
    row = chance.randrange(1, len(rows))
    rows[row][chance.randrange(4)] = " "
    return row + 1, "NP-I063"


CORRUPTIONS = [_negative, _fraction, _word, _unknown, _twice, _short, _long, _gone]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corrupt=st.sampled_from(CORRUPTIONS), seed=st.integers(0, 10_000))
def test_one_corruption_of_the_people_gives_exactly_its_fault(
    tmp_path_factory: pytest.TempPathFactory,
    corrupt: Callable[[list[list[str]], random.Random], tuple[int, str]],
    seed: int,
) -> None:
    folder = workspace(tmp_path_factory.mktemp("corrupt") / "workspace")
    path = folder / "data/town/people.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    row, code = corrupt(rows, random.Random(seed))
    path.write_text("\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    with pytest.raises(netplan.InputError) as caught:
        netplan.check(folder / "scenarios/plan.yaml")
    assert [(fault.file, fault.line, fault.code) for fault in caught.value.faults] == [
        ("data/town/people.csv", row, code)
    ]


HARMLESS: dict[str, Callable[[str], str]] = {
    "semicolons": lambda text: text.replace(",", ";"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "no last line end": lambda text: text.rstrip("\n"),
    "empty lines": lambda text: text.replace("\n", "\n\n"),
    "empty rows of a spreadsheet": lambda text: text + "," * text.split("\n")[0].count(",") + "\n",
    "quotation marks": lambda text: "".join(
        ",".join(f'"{field}"' for field in line.split(",")) + "\n" for line in text.splitlines()
    ),
    "blanks around": lambda text: text.replace(",", " , "),
    "decomposed umlauts": lambda text: unicodedata.normalize("NFD", text),
    "rows in another order": lambda text: "\n".join([*text.splitlines()[:1], *reversed(text.splitlines()[1:])]),
}


@pytest.mark.parametrize("name", HARMLESS)
@pytest.mark.parametrize("table", ["cells", "people", "sites", "facilities", "levels"])
def test_a_harmless_change_of_a_table_changes_nothing(name: str, table: str, tmp_path: Path) -> None:
    folder = workspace(tmp_path / "workspace")
    before = netplan.load(folder / "scenarios/plan.yaml").hash
    path = folder / f"data/town/{table}.csv"
    path.write_bytes(HARMLESS[name](path.read_text(encoding="utf-8")).encode())
    assert netplan.load(folder / "scenarios/plan.yaml").hash == before
