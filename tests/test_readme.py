"""The README keeps its word: its script and its commands run, its tables name what the files have."""

import csv
import os
import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import click
import pytest

import netplan
from netplan.cli import main
from netplan.constraints import Rules
from netplan.indicators import GOALS
from netplan.workspace import init

pytestmark = pytest.mark.xdist_group("readme")

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECONDS = "2"
"""Time for each scenario here; the README gives a minute."""
NEEDS_A_TOWN = ("import", "data/my-town")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[list[str]]:
    lines = [line for block in blocks("console") for line in block.splitlines()]
    return [words[1:] for line in lines if (words := shlex.split(line)) and words[0] == "netplan"]


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the README's script in a fresh workspace, only with less time to search."""
    workspace = init(tmp_path_factory.mktemp("readme") / "my-county")
    script = blocks("python")[0]
    assert "seconds=60" in script
    (workspace / "script.py").write_text(script.replace("seconds=60", f"seconds={SECONDS}"), encoding="utf-8")
    done = subprocess.run([sys.executable, "script.py"], cwd=workspace, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (workspace / "printed.txt").write_text(done.stdout, encoding="utf-8")
    return workspace


def test_the_script_compares_and_reports_without_a_main_guard(solved: Path) -> None:
    assert "__main__" not in blocks("python")[0]
    for name in ("status_quo", "thinning", "design"):
        assert name in (solved / "printed.txt").read_text(encoding="utf-8")
        assert (solved / "results" / name / "plan.json").is_file()
    assert (solved / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.slow
def test_the_script_runs_exactly_as_it_is_written(county: Path) -> None:
    (county / "script.py").write_text(blocks("python")[0], encoding="utf-8")
    subprocess.run([sys.executable, "script.py"], cwd=county, check=True)
    assert (county / "report.html").is_file()


def test_the_tutorial_runs_in_its_order(solved: Path) -> None:
    env = {**os.environ, "PYTHONUTF8": "1"}
    ran = []
    for words in commands():
        if words[0] == "init" or any(word in words for word in NEEDS_A_TOWN):
            continue
        quick = [SECONDS if before == "--seconds" else word for before, word in pairwise(["", *words])]
        found = [path for word in quick for path in (sorted(solved.glob(word)) if "*" in word else [word])]
        command = [sys.executable, "-m", "netplan", *map(str, found)]
        done = subprocess.run(command, cwd=solved, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        ran.append(words[0])
    assert ran == ["show", "show", "check", "solve", "compare", "report", "verify"]


@pytest.mark.parametrize("words", commands(), ids=shlex.join)
def test_every_command_is_one_that_netplan_has(words: list[str]) -> None:
    verb = main.commands[words[0]]
    with click.Context(main) as context:
        verb.make_context(words[0], list(words[1:]), parent=context)


def test_the_table_of_verbs_is_complete() -> None:
    assert re.findall(r"^\| `netplan ([a-z]+) ", README, re.MULTILINE) == list(main.commands)


def test_every_option_of_every_verb_is_told() -> None:
    options = {name for verb in main.commands.values() for option in verb.params for name in option.opts}
    assert [name for name in sorted(options) if name.startswith("--") and f"`{name}" not in README] == []


def test_every_public_name_is_told() -> None:
    sentence = README.partition("The public names are")[2].partition(".\n")[0]
    assert set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", sentence)))) == set(netplan.__all__)


def test_every_rule_and_goal_is_told() -> None:
    told = README.partition("\nRules: ")[2].partition(" A rule applies")[0]
    assert set(Rules.model_fields) <= set(re.findall(r"`(\w+)`", told))
    assert re.findall(r"^\| `(\w+)` \| [\w-]+ \| ", README.partition("\nRules: ")[2], re.MULTILINE) == list(GOALS)


@pytest.mark.parametrize("file", sorted((ROOT / "data/musterkreis").glob("*.csv")), ids=lambda file: file.name)
def test_every_column_of_the_example_is_told(file: Path) -> None:
    section = README.partition(f"\n| `{file.name}`")[2]
    told = set(re.findall(r"`([^`]+)`", re.split(r"\n\| `|\n\n", section)[0]))
    with file.open(encoding="utf-8", newline="") as stream:
        assert set(next(csv.reader(stream))) <= told


def test_the_scenario_of_the_tutorial_has_no_fault(county: Path) -> None:
    file = county / "scenarios/cheap.yaml"
    file.write_text(blocks("yaml")[0], encoding="utf-8")
    assert [case.name for case in netplan.check([file])] == ["cheap"]
