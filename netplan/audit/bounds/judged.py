"""Whether the bounds of plan.json are what the prices of bound.npz prove."""

from collections.abc import Mapping
from pathlib import Path

from netplan.audit.bounds.certificate import FILE, Certificate, Proved, read_certificate
from netplan.audit.bounds.parts import Parts
from netplan.audit.bounds.recomputed import GOALS, RULES, Recomputed, Recount
from netplan.audit.claim import ClaimedGoal
from netplan.audit.quantities import UnreadableError
from netplan.audit.reading import sha256
from netplan.audit.verdict import RESTS, Check, check

PRICES, OTHER = "prices", ""
"""What run.json says under `proofs` that the bound of a goal rests on; else the solver, or places counted."""


def judge_bounds(run: Path, says: Mapping[str, object], parts: Parts, goals: tuple[ClaimedGoal, ...]) -> list[Check]:
    """Recompute every bound that was proved by prices; say of the others what they rest on."""
    try:
        certificate = read_certificate(run)
    except UnreadableError as error:
        return [check("certificate", "the file can be read", FILE, "not readable", [str(error)])]
    recount = Recount(parts, {goal.name: goal.limit for goal in goals})
    return [*_sealed(run, says, certificate), *(_judged(goal, says, recount, certificate) for goal in goals)]


def _sealed(run: Path, says: Mapping[str, object], certificate: Certificate | None) -> list[Check]:
    """Compare the file with its hash in run.json."""
    files, proofs = says.get("files"), says.get("proofs")
    was = files.get(FILE) if isinstance(files, dict) else None
    if certificate is None and was is None and not (isinstance(proofs, dict) and PRICES in proofs.values()):
        return []
    is_same = certificate is not None and was == sha256(run / FILE)
    faults = [] if is_same else [f"{FILE} is missing" if certificate is None else f"{FILE} has changed since"]
    return [check("certificate", f"SHA-256 of {FILE}", FILE, "unchanged" if is_same else "changed", faults)]


def _judged(goal: ClaimedGoal, says: Mapping[str, object], recount: Recount, certificate: Certificate | None) -> Check:
    """Judge one bound."""
    own = [one for one in certificate.goals if one.goal == goal.name] if certificate else []
    proofs = says.get("proofs")
    rests = proofs.get(goal.name) if isinstance(proofs, dict) else PRICES if own else OTHER
    found = Recomputed(None, ())
    try:
        found = _recomputed(goal.name, recount, certificate, own)
        faults = _faults(goal, found, recount.parts, certificate)
    except UnreadableError as error:
        faults = [str(error)]
    is_above = found.bound is not None and found.bound > goal.value
    if faults and rests != PRICES and not is_above:
        return check(f"bound {goal.name}", "what given prices prove", goal.bound, RESTS, [])
    shown = "not confirmed" if found.bound is None else found.bound
    return check(f"bound {goal.name}", "what given prices prove", goal.bound, shown, faults)


def _recomputed(goal: str, recount: Recount, certificate: Certificate | None, own: list[Proved]) -> Recomputed:
    """Count a bound by its prices, or, where it has none, what is known without any."""
    if "moves" in recount.parts.question.rules:
        return Recomputed(None, ("moves",))
    if goal not in GOALS:
        return Recomputed(None, (goal,))
    if certificate is None or not own:
        return Recomputed(recount.without_prices(goal), ())
    return recount.of(own[0], certificate)


def _faults(goal: ClaimedGoal, found: Recomputed, parts: Parts, certificate: Certificate | None) -> list[str]:
    """Say why a bound is not confirmed."""
    if found.bound is not None and found.bound > goal.value:
        return [f"the bound is {found.bound - goal.value} above the plan: one of both is wrong"]
    if found.bound is not None and found.bound >= goal.bound:
        return []
    short = [] if found.bound is None else [f"not confirmed: {goal.bound - found.bound} less than claimed"]
    absorbed = certificate.absorbed if certificate else ()
    missing = [*found.left_out, *(name for name in absorbed if parts.enforced(name) and name not in RULES)]
    return [*short, *(f"not rebuilt: {name}" for name in dict.fromkeys(missing))] or [
        "the recount knows no plan: one of both is wrong"
    ]
