"""What `verify --bound` says of a run folder: bounds that hold, tampered ones, those that rest on the solver."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import netplan
from netplan.audit import Check, Verdict, verify
from netplan.audit.bounds.certificate import FILE
from netplan.case import Case
from netplan.cli import main
from netplan.engine import solve_here
from netplan.engine.certificate import write_certificate
from netplan.engine.proofs import Leaf, Proved, Split, Tree, bound_of, rests_on
from netplan.engine.relaxation.prices import Asked, Prices, asked
from netplan.engine.relaxation.proof import proved
from netplan.engine.relaxation.relaxed import relaxed
from netplan.engine.relaxation.sweeps import sweep
from netplan.plan import Plan, Reached
from netplan.plan.folder import write as write_plan
from netplan.program.facilities import facility_half
from netplan.tables import Ints
from tests.bound_regions import drawn, write

SEED = 74
"""A region with a plan for unserved, person_minutes, longest_way and cost in this order, of which one is no sum."""
PRICED = ("unserved", "person_minutes", "cost")
Says = dict[str, Any]
Branch = Callable[[Asked, Prices], Tree]


def leaf(question: Asked, prices: Prices) -> Leaf:
    """Prove a question by prices alone."""
    return Leaf(proved(question, prices))


def halves(question: Asked, prices: Prices) -> Tree:
    """Ask two questions instead of one, twice: of some facility and year its first level or another one."""
    first, second = choices(question)[:2]

    def part(*without: Ints) -> Leaf:
        half = replace(question, closed=np.concatenate(without))
        return leaf(half, sweep(half, 20, prices).prices)

    def split(where: tuple[int, int, int], inside: Tree, outside: Tree) -> Split:
        f, t, k = where
        return Split(f, t, (k,), inside, outside)

    other = split(second[0], part(first[1][:1], second[1][1:]), part(first[1][:1], second[1][:1]))
    return split(first[0], part(first[1][1:]), other)


def choices(question: Asked) -> list[tuple[tuple[int, int, int], Ints]]:
    """List where facilities choose a level: facility, year and first level, and the columns of all levels."""
    at = question.problem.half.at
    every = [(f, t, np.flatnonzero(at[f, :, t] >= 0)) for f in range(at.shape[0]) for t in range(at.shape[2])]
    return [((f, t, int(levels[0])), at[f, levels, t]) for f, t, levels in every if len(levels) > 1]


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Plan]:
    """A region with its plan, in its run folder."""
    case = netplan.load(write(drawn(SEED), tmp_path_factory.mktemp("solved")))
    plan = solve_here(case, 30.0, 0.0)
    write_plan(plan, case.folder)
    inputs = [asdict(file) for file in case.inputs]
    keep(case.folder / "run.json", {"scenario_file": case.scenario_file, "inputs": inputs})
    return case, plan


@pytest.fixture(scope="module")
def whole(solved: tuple[Case, Plan], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That run folder with bounds that prices prove, but for that of the longest way."""
    return priced(solved, tmp_path_factory.mktemp("whole"), leaf)


@pytest.fixture(scope="module")
def split(solved: tuple[Case, Plan], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, each question split twice."""
    return priced(solved, tmp_path_factory.mktemp("split"), halves)


@pytest.fixture
def run(whole: Path, tmp_path: Path) -> Path:
    """A copy to be changed."""
    return copied(whole, tmp_path)


def copied(run: Path, folder: Path) -> Path:
    """Copy the workspace of a run folder."""
    return Path(shutil.copytree(run.parent.parent, folder / "copy")) / "results/plan"


def priced(solved: tuple[Case, Plan], folder: Path, branch: Branch) -> Path:
    """Copy a workspace; price the goals of its plan and let its bounds be what prices prove."""
    case, plan = solved
    root = Path(shutil.copytree(case.workspace, folder / "workspace"))
    found, problem, proofs = root / "results/plan", relaxed(case, facility_half(case)), list[Proved]()
    limits: dict[str, int] = {}
    for reached in plan.goals:
        if reached.goal in PRICED:
            question = asked(problem, case.goal(reached.goal), limits)
            tree = branch(question, sweep(question, 100).prices)
            proofs.append(Proved(reached.goal, question, dict(limits), tree))
        limits[reached.goal] = reached.limit
    proven = {one.goal: bound_of(one.tree) for one in proofs}
    goals = [replace(one, bound=min(proven.get(one.goal, one.bound), one.value)) for one in plan.goals]
    claim(found, goals)
    seal(found, write_certificate(case, proofs, found), rests_on(goals, proofs))
    return found


def claim(run: Path, goals: list[Reached]) -> None:
    """Let plan.json claim these bounds."""
    keep(run / "plan.json", kept(run / "plan.json") | {"goals": [asdict(one) for one in goals]})


def seal(run: Path, digest: str, proofs: dict[str, str] | None = None) -> None:
    """Write into run.json what the bounds rest on."""
    said = kept(run / "run.json") | {"files": {FILE: digest}}
    keep(run / "run.json", said | ({} if proofs is None else {"proofs": proofs}))


def kept(file: Path) -> Says:
    """Read a JSON file."""
    found: Says = json.loads(file.read_text(encoding="utf-8"))
    return found


def keep(file: Path, says: Says) -> None:
    """Write a JSON file."""
    file.write_text(json.dumps(says), encoding="utf-8")


def tampered(run: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change arrays of the certificate, and seal it again."""
    with np.load(run / FILE) as file:
        arrays = {name: file[name] for name in file.files}
    change(arrays)
    content = BytesIO()
    np.savez(content, **arrays)
    (run / FILE).write_bytes(content.getvalue())
    seal(run, hashlib.sha256(content.getvalue()).hexdigest())


def says(change: Callable[[Says], None]) -> Callable[[dict[str, Any]], None]:
    """Change what the certificate says in words."""

    def changed(arrays: dict[str, Any]) -> None:
        said = json.loads(arrays["says"].tobytes())
        change(said)
        arrays["says"] = np.frombuffer(json.dumps(said).encode(), np.uint8)

    return changed


def row(verdict: Verdict, name: str) -> Check:
    """Give a row of a verdict."""
    return next(one for one in verdict.rows if one.name == name)


def faulty(verdict: Verdict) -> list[str]:
    """Name the rows that fail."""
    return [one.name for one in verdict.rows if not one.passed]


def test_bounds_that_prices_prove_hold(run: Path) -> None:
    verdict = verify(run, bound=True)
    assert verdict.passed, verdict.told("en")
    for goal in PRICED:
        one = row(verdict, f"bound {goal}")
        assert int(one.found) >= int(one.claimed) > 0 or goal == "unserved"
    assert row(verdict, "bound longest_way").found == "no prices are kept"
    assert verdict.told("en").splitlines()[-2] == "Not checked: bounds without kept prices, and metres."
    assert row(verdict, "certificate").found == "unchanged"


def test_without_the_word_bounds_are_not_recounted(run: Path) -> None:
    assert not [one for one in verify(run).rows if one.name.startswith(("bound", "certificate"))]


def test_two_halves_prove_what_the_weaker_one_does(split: Path) -> None:
    verdict = verify(split, bound=True)
    assert verdict.passed, verdict.told("en")
    for proved_goal, goal in zip(kept_goals(split), PRICED, strict=True):
        assert len(proved_goal["tree"]) == 5
        assert row(verdict, f"bound {goal}").found == str(proved_goal["bound"])


def kept_goals(run: Path) -> list[Says]:
    """Read how goals were proved."""
    with np.load(run / FILE) as file:
        found: list[Says] = json.loads(file["says"].tobytes())["goals"]
    return found


def test_a_bound_that_is_claimed_too_high_is_not_confirmed(run: Path) -> None:
    plan = kept(run / "plan.json")
    cost = plan["goals"][-1]
    proven = int(row(verify(run, bound=True), "bound cost").found)
    cost["bound"] = min(proven + 101, cost["value"])
    keep(run / "plan.json", plan)
    verdict = verify(run, bound=True)
    assert faulty(verdict) == ["bound cost"]
    short = cost["bound"] - proven
    assert row(verdict, "bound cost").detail == f"not confirmed: {short} less than claimed"
    assert f"nicht bestätigt: {short // 100},{short % 100:02d} € weniger als behauptet" in verdict.told("de")
    done = CliRunner().invoke(main, ["verify", str(run), "--bound", "--lang", "de"])
    assert done.exit_code == 1
    assert "Schranke: Kosten" in done.output


def test_a_tampered_price_gives_another_bound_that_holds_too(run: Path) -> None:
    before = {goal: int(row(verify(run, bound=True), f"bound {goal}").found) for goal in PRICED}

    def doubled(arrays: dict[str, Any]) -> None:
        arrays["need"] = 2 * arrays["need"].astype(np.int64)

    tampered(run, doubled)
    verdict = verify(run, bound=True)
    after = {goal: int(row(verdict, f"bound {goal}").found) for goal in PRICED}
    assert after != before
    values = {one["goal"]: one["value"] for one in kept(run / "plan.json")["goals"]}
    assert all(after[goal] <= values[goal] for goal in PRICED)


def test_a_certificate_that_was_changed_after_the_run_is_noticed(run: Path) -> None:
    sealed = kept(run / "run.json")
    tampered(run, lambda arrays: arrays.update(row=arrays["row"] + 1))
    keep(run / "run.json", sealed)
    assert "certificate" in faulty(verify(run, bound=True))
    (run / FILE).unlink()
    assert row(verify(run, bound=True), "certificate").detail == f"{FILE} is missing"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (says(lambda said: said["goals"][0]["tree"].pop()), "one side of a split is missing"),
        (says(lambda said: said["goals"][0]["tree"].__setitem__(0, ["f0", 2026, [], 0, 0])), "one side of a split"),
        (says(lambda said: said["goals"][0]["tree"].__setitem__(2, ["f0", 2026, [], 2, 3])), "the splits are no tree"),
        (says(lambda said: said["goals"][0]["tree"].__setitem__(1, 99)), "a leaf has no prices"),
        (says(lambda said: said["goals"][0]["tree"][0].__setitem__(0, "f99")), "no facility f99"),
    ],
)  # fmt: skip
def test_leaves_that_are_not_the_whole_question_prove_nothing(
    split: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None], fault: str
) -> None:
    run = copied(split, tmp_path)
    tampered(run, change)
    verdict = verify(run, bound=True)
    assert faulty(verdict) == ["bound unserved"]
    assert fault in row(verdict, "bound unserved").detail


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (says(lambda said: said.update(format=2)), "not of format 1"),
        (lambda arrays: arrays.update(need=arrays["need"].astype(float)), "prices are not whole numbers"),
        (lambda arrays: arrays.update(need=arrays["need"][:, 1:]), "prices do not fit what they are of"),
        (lambda arrays: arrays.pop("bits"), "bits"),
        (lambda arrays: arrays.update(says=np.zeros(3, np.uint8)), FILE),
    ],
)  # fmt: skip
def test_a_certificate_of_another_form_is_a_row_that_fails(
    run: Path, change: Callable[[dict[str, Any]], None], fault: str
) -> None:
    tampered(run, change)
    verdict = verify(run, bound=True)
    assert faulty(verdict) == ["certificate"]
    assert fault in row(verdict, "certificate").detail


def test_prices_beyond_counting_are_refused(run: Path) -> None:
    tampered(run, lambda arrays: arrays.update(need=np.full(arrays["need"].shape, 2**62)))
    verdict = verify(run, bound=True)
    assert faulty(verdict) == [f"bound {goal}" for goal in PRICED]
    assert row(verdict, "bound cost").detail == "the prices are too large to be counted"


def test_a_price_for_a_rule_that_the_audit_does_not_know_is_left_out_and_named(run: Path) -> None:
    def renamed(said: Says) -> None:
        for one in said["rows"]:
            one[0] = "moon_phases"

    with np.load(run / FILE) as file:
        assert file["row"].any(), "some row has a price"
    tampered(run, says(renamed))
    verdict = verify(run, bound=True)
    told = [row(verdict, name).detail for name in faulty(verdict)]
    assert told
    assert all("not rebuilt: moon_phases" in detail for detail in told)


def test_bounds_of_the_solver_are_named_as_such_and_pass(run: Path) -> None:
    (run / FILE).unlink()
    says_nothing = kept(run / "run.json")
    for key in ("files", "proofs"):
        says_nothing.pop(key)
    keep(run / "run.json", says_nothing)
    verdict = verify(run, bound=True)
    assert verdict.passed
    assert row(verdict, "bound unserved").found == "0", "what no price is needed for is recounted all the same"
    assert row(verdict, "bound cost").found == "no prices are kept"
    assert "keine Preise behalten" in verdict.told("de")


def test_a_bound_above_the_plan_is_a_fault_whatever_it_rests_on(run: Path) -> None:
    plan = kept(run / "plan.json")
    plan["goals"][-1]["value"] = plan["goals"][-1]["bound"] = 1
    keep(run / "plan.json", plan)
    keep(run / "run.json", kept(run / "run.json") | {"proofs": {"cost": "HiGHS"}})
    assert "above the plan: one of both is wrong" in row(verify(run, bound=True), "bound cost").detail


def test_the_same_proofs_are_the_same_file(solved: tuple[Case, Plan], tmp_path: Path) -> None:
    first, second = (priced(solved, tmp_path / name, leaf) for name in ("one", "other"))
    assert (first / FILE).read_bytes() == (second / FILE).read_bytes()
    with zipfile.ZipFile(first / FILE) as file:
        assert {name.date_time[0] for name in file.infolist()} == {1980}
