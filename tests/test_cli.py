"""The command line: its verbs, its languages, its exit codes, and how fast it starts."""

import json
import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import netplan
from netplan.cli import main
from netplan.engine.asking import none_in_time
from netplan.plan import Plan

ROOT = Path(__file__).resolve().parents[1]
VERBS = ["init", "import", "show", "check", "solve", "compare", "report", "verify"]
STARTS = 5


def run(*words: str, cwd: Path = ROOT, lang: str = "C.UTF-8") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "netplan", *words]
    return subprocess.run(command, cwd=cwd, env=environment(lang), capture_output=True, text=True, check=False)


def environment(lang: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"LC_ALL", "LC_MESSAGES", "LANG"}}
    return {**kept, "LANG": lang, "PYTHONUTF8": "1", "COLUMNS": "120"}


def verbs_in(text: str) -> list[str]:
    return re.findall(r"^  ([a-z]+)  ", text.partition("Commands:")[2], re.MULTILINE)


def imported_by(code: str, cwd: Path = ROOT) -> set[str]:
    asked = f"import sys\n{code}\nprint('\\nLOADED', *sys.modules)"
    command = [sys.executable, "-c", asked]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("LOADED")[2].split())


def seconds_of(*words: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, check=True)
    return time.perf_counter() - begun


def test_help_lists_the_verbs_in_a_planners_order() -> None:
    assert verbs_in(run("--help").stdout) == VERBS


def test_help_speaks_the_language_of_the_environment() -> None:
    assert "Find the site plan" in run("--help", lang="en_GB.UTF-8").stdout
    assert "Findet den Standortplan" in run("--help", lang="de_DE.UTF-8").stdout


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_help_of_its_own(verb: str) -> None:
    done = run(verb, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: python -m netplan {verb}")


@pytest.mark.slow  # a clock, and other tests run beside it
def test_help_starts_within_twelve_empty_starts_of_python() -> None:
    empty = min(seconds_of("-c", "pass") for _ in range(STARTS))
    shown = min(seconds_of("-m", "netplan", "--help") for _ in range(STARTS))
    assert shown <= 12 * empty


def test_help_loads_no_library_that_computes() -> None:
    loaded = imported_by("from netplan.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass")
    assert "netplan.cli" in loaded
    assert not loaded & {"numpy", "pandas", "pydantic", "rich", "netplan.workspace"}


def test_check_loads_neither_pyomo_nor_geopandas(county: Path) -> None:
    files = [str(path) for path in sorted((county / "scenarios").glob("*.yaml"))]
    loaded = imported_by(f"from netplan.cli import main\nmain(['check', *{files!r}], standalone_mode=False)", county)
    assert "netplan.workspace" in loaded
    assert not loaded & {"pyomo", "geopandas", "osmnx", "highspy"}


def test_importing_netplan_loads_no_library() -> None:
    loaded = imported_by("import netplan")
    assert {name for name in loaded if name.startswith("netplan")} == {"netplan"}


@pytest.mark.parametrize("name", netplan.__all__)
def test_every_public_name_is_found(name: str) -> None:
    assert callable(getattr(netplan, name))
    assert name in dir(netplan)


def test_an_unknown_name_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="module 'netplan' has no attribute 'slove'"):
        getattr(netplan, "slove")  # noqa: B009  written out, mypy would refuse it first


def test_init_makes_a_workspace_and_says_what_comes_next(tmp_path: Path) -> None:
    done = run("init", "my-county", cwd=tmp_path)
    assert done.returncode == 0
    assert "netplan check scenarios/*.yaml" in done.stdout
    assert (tmp_path / "my-county/scenarios/design.yaml").is_file()


def test_init_over_an_existing_workspace_is_refused(county: Path) -> None:
    done = run("init", str(county))
    assert done.returncode == 2
    assert "is there already" in done.stderr


def test_all_faults_of_all_files_are_told_at_once_without_a_traceback(county: Path) -> None:
    for name, wrong in (("status_quo", "regoin: musterkreis\n"), ("kita_status_quo", "yeers: [2026]\n")):
        with (county / f"scenarios/{name}.yaml").open("a", encoding="utf-8") as file:
            file.write(wrong)
    done = run("solve", "scenarios/status_quo.yaml", "scenarios/kita_status_quo.yaml", cwd=county)
    assert done.returncode == 2
    assert "scenarios/status_quo.yaml" in done.stderr
    assert "regoin" in done.stderr
    assert "scenarios/kita_status_quo.yaml" in done.stderr
    assert "yeers" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (county / "results").exists()


def test_an_unknown_option_is_a_fault_of_input() -> None:
    assert run("solve", "--minutes", "1", "scenarios/design.yaml").returncode == 2


def test_an_import_without_a_map_is_refused(tmp_path: Path) -> None:
    done = run("import", "--to", "data/my-town", cwd=tmp_path)
    assert done.returncode == 2
    assert "--place NAME" in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_missing_plan_is_told_with_the_command_that_makes_it(county: Path) -> None:
    done = run("compare", "scenarios/status_quo.yaml", cwd=county)
    assert done.returncode == 2
    assert "no plan yet. Make it with `netplan solve scenarios/status_quo.yaml`." in done.stderr
    german = run("compare", "scenarios/status_quo.yaml", "--lang", "de", cwd=county)
    assert "noch kein Plan. Er entsteht mit `netplan solve scenarios/status_quo.yaml`." in german.stderr


def test_a_solved_scenario_is_told_compared_and_verified(county: Path) -> None:
    solved = run("solve", "scenarios/status_quo.yaml", "--lang", "de", "--threads", "1", cwd=county)
    assert solved.returncode == 0, solved.stderr
    assert solved.stdout.startswith("status_quo: optimal")
    assert re.search(r"^  ohne Platz: [\d.]+  \(Schranke [\d.]+, Lücke 0,00 %\)$", solved.stdout, re.MULTILINE)
    compared = run("compare", "scenarios/status_quo.yaml", cwd=county)
    assert compared.returncode == 0, compared.stderr
    assert compared.stdout.splitlines()[1].startswith("Facilities open")
    for german in (run("compare", "scenarios/status_quo.yaml", "--lang", "de", cwd=county),
                   run("compare", "scenarios/status_quo.yaml", lang="de_DE.UTF-8", cwd=county)):  # fmt: skip
        assert german.stdout.splitlines()[1].startswith("Offene Einrichtungen")
    verified = run("verify", "results/status_quo", cwd=county)
    assert verified.returncode == 0, verified.stdout


def test_a_forged_plan_fails_the_audit_with_exit_code_one(county: Path) -> None:
    assert run("solve", "scenarios/status_quo.yaml", "--threads", "1", cwd=county).returncode == 0
    file = county / "results/status_quo/plan.json"
    plan = json.loads(file.read_text(encoding="utf-8"))
    plan["goals"][0]["value"] += 1
    file.write_text(json.dumps(plan), encoding="utf-8")
    done = run("verify", "results/status_quo", cwd=county)
    assert done.returncode == 1
    assert "FAULT" in done.stdout


def test_a_question_without_an_answer_has_exit_code_one(county: Path) -> None:
    with (county / "scenarios/status_quo.yaml").open("a", encoding="utf-8") as file:
        file.write("unserved: none\n")
    done = run("solve", "scenarios/status_quo.yaml", cwd=county)
    assert done.returncode == 1
    assert done.stderr.startswith("status_quo: No plan exists for status_quo.")
    assert "Traceback" not in done.stderr
    german = run("solve", "scenarios/status_quo.yaml", "--lang", "de", cwd=county)
    assert german.stderr.startswith("status_quo: Für status_quo gibt es keinen Plan.")
    assert "erreichen" in german.stderr
    assert "reach" not in german.stderr


def test_no_plan_in_time_has_exit_code_three(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_vain(*_: object, **__: object) -> Plan:
        raise none_in_time("clock")

    monkeypatch.setattr("netplan.engine.several.solved", in_vain)
    done = CliRunner().invoke(main, ["solve", str(county / "scenarios/kita_design.yaml"), "--lang", "de"])
    assert done.exit_code == 3
    assert "Die Zeit war um, bevor ein Plan gefunden war." in done.stderr


def test_what_goes_wrong_after_a_solve_is_not_lost(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(case: netplan.Case, *_: object) -> Plan:
        empty = case.tables.pairs.cell[:0]
        return Plan(case.name, case.tables, empty, empty, empty, ())

    monkeypatch.setattr("netplan.engine.several.solved", homeless)
    done = CliRunner().invoke(main, ["solve", str(county / "scenarios/status_quo.yaml"), "--lang", "en"])
    assert done.exit_code == 3
    assert "status_quo: the run folder was not written" in done.stderr


def test_a_terminal_sees_the_line_of_progress_from_the_start(county: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "netplan", "solve", "scenarios/status_quo.yaml", "--threads", "1"]
    env = {**environment("C.UTF-8"), "TERM": "xterm"}
    with subprocess.Popen(command, cwd=county, env=env, stdout=subprocess.DEVNULL, stderr=theirs) as child:
        os.close(theirs)
        seen = read_to_the_end(ours)
    assert child.returncode == 0
    assert "status_quo  starting  0 s" in seen


def read_to_the_end(terminal: int) -> str:
    seen = b""
    try:
        while part := os.read(terminal, 4096):
            seen += part
    except OSError:  # how Linux says that the other side of a terminal has gone
        pass
    os.close(terminal)
    return seen.decode("utf-8")
