"""Whether a plan keeps the rules that couple facilities: budgets, measures per year, open ones, everyone served."""

from collections import Counter
from fractions import Fraction

from netplan.audit.claim import Claim
from netplan.audit.life import Lives, Payment
from netplan.audit.people import House
from netplan.audit.quantities import CENTS, UnreadableError, quantity
from netplan.audit.question import Question, Rule
from netplan.audit.reading import Tree, branch, text
from netplan.audit.verdict import Check, judged


def judge_rules(question: Question, claim: Claim, lives: Lives, found: list[House]) -> tuple[Check, ...]:
    """Judge each of these rules that the model or the scenario names."""
    rules = question.rules
    rows = []
    if "budget" in rules:
        rows += budget_rows(question, rules["budget"], lives, found)
    if "measures_per_year" in rules:
        rows.append(measures_row(question, rules["measures_per_year"], claim))
    if "open_facilities" in rules:
        rows.append(open_row(question, rules["open_facilities"], found))
    if "everyone_served" in rules:
        rows.append(served_row(rules["everyone_served"], claim))
    return tuple(rows)


def budget_rows(question: Question, rule: Rule, lives: Lives, found: list[House]) -> list[Check]:
    """Judge the money of each listed year, each period, and all years together: over all, and by budget line."""
    rows = _budget_rows(question, rule.settings, rule.apply, lives.payments, found, "budget")
    for name, said in branch(rule.settings, "lines").items():
        paid = tuple(payment for payment in lives.payments if payment.line == name)
        own = [house for house in found if house.line == name]
        settings = said if isinstance(said, dict) else {}
        rows += _budget_rows(question, settings, rule.apply, paid, own, f"budget {name}")
    return rows


def _budget_rows(
    question: Question,
    said: dict[str, Tree],
    apply: str,
    payments: tuple[Payment, ...],
    found: list[House],
    name: str,
) -> list[Check]:
    """Judge one set of limits on some payments and facilities."""
    paid, running = net_by_year(question, said, payments), running_by_year(question, found)
    with_running = text(said, "running") == "yes"
    spent = {year: paid[year] + (running[year] if with_running else 0) for year in question.years}
    limits = limit_by_year(question, said)
    over = [f"{y}: {spent[y]} cents of {limit}" for y, limit in limits.items() if not affordable(spent[y], limit)]
    rows = []
    if limits:
        found_in_all = f"{sum(spent[y] for y in limits)} cents"
        rows.append(judged(f"{name} per year", "Σ cents paid in the year", apply, over, found_in_all))
    lasting = dict(zip(question.years, question.spans, strict=True))
    in_all = {y: paid[y] + (lasting[y] * running[y] if with_running else 0) for y in question.years}
    for period, amount in branch(said, "periods").items():
        first, last = (int(year) for year in period.replace("–", "-").split("-"))
        total = sum(cents for year, cents in in_all.items() if first <= year <= last)
        rows.append(_limited(f"{name} {period}", "Σ cents paid in the period", apply, total, amount))
    if "total" in said:
        rows.append(_limited(f"{name} total", "Σ cents paid in all years", apply, sum(in_all.values()), said["total"]))
    return rows


def _limited(name: str, what: str, apply: str, total: Fraction | int, amount: Tree) -> Check:
    """Judge one sum against one amount."""
    if not isinstance(amount, str):
        raise UnreadableError(f"{name}: {amount} is no amount")
    limit = quantity(amount, CENTS, name)
    return judged(
        name, what, apply, [] if affordable(total, limit) else [f"{total} cents of {limit}"], f"{total} cents"
    )


def net_by_year(question: Question, said: dict[str, Tree], payments: tuple[Payment, ...]) -> dict[int, int]:
    """Sum what is paid in each year, less proceeds and grants where the budget says so [cents]."""
    paid = {year: sum(p.cents for p in payments if p.paid_year == year) for year in question.years}
    if text(said, "proceeds") == "yes":
        paid = {year: paid[year] - sum(p.proceeds for p in payments if p.year == year) for year in paid}
    if text(said, "grants") == "yes":
        paid = {year: paid[year] - sum(p.grant for p in payments if p.paid_year == year) for year in paid}
    return paid


def limit_by_year(question: Question, settings: dict[str, Tree]) -> dict[int, Fraction]:
    """Give the budget of each listed year [cents]: one amount for each, or an amount by year."""
    said = settings.get("per_year", {})
    if isinstance(said, str):
        return {year: quantity(said, CENTS, "budget.per_year") for year in question.years}
    by_year = branch(settings, "per_year")
    return {
        year: quantity(text(by_year, str(year)), CENTS, f"budget.per_year.{year}")
        for year in question.years
        if str(year) in by_year
    }


def paid_by_year(question: Question, lives: Lives) -> dict[int, int]:
    """Sum the cents of measures by the listed year in which they are paid."""
    return {year: sum(p.cents for p in lives.payments if p.paid_year == year) for year in question.years}


def running_by_year(question: Question, found: list[House]) -> dict[int, Fraction]:
    """Sum the running cost of one year [cents], fixed and per person, over all facilities."""
    people = people_by_year(question, found)
    return {year: people[year] + sum(h.level.running for h in found if h.year == year) for year in question.years}


def people_by_year(question: Question, found: list[House]) -> dict[int, Fraction]:
    """Sum what people cost in one year [cents] by the places that they take, exactly."""
    return {
        year: sum(
            (Fraction(load) * house.level.per_person.get(service, 0)
             for house in found if house.year == year for service, load in house.load.items()),
            Fraction(0),
        )
        for year in question.years
    }  # fmt: skip


def affordable(cents: Fraction | int, limit: Fraction) -> bool:
    """Whether money suffices: spent ≤ budget."""
    return cents <= limit


def measures_row(question: Question, rule: Rule, claim: Claim) -> Check:
    """Judge how many measures take effect in a listed year; automatic steps are none."""
    most = integer(rule.settings, "most", 0)
    taken = Counter(measure.year for measure in claim.measures)
    faults = [f"{year}: {taken[year]} of at most {most}" for year in question.years if taken[year] > most]
    return judged(
        "measures_per_year",
        f"measures taking effect ≤ {most}",
        rule.apply,
        faults,
        f"at most {max(taken.values(), default=0)}",
    )


def open_row(question: Question, rule: Rule, found: list[House]) -> Check:
    """Judge how many facilities are open in each listed year from the one that is named."""
    least = integer(rule.settings, "least", 0)
    most = integer(rule.settings, "most", len(found))
    first = integer(rule.settings, "from", question.years[0])
    counted = {year: n for year, n in open_by_year(question, found).items() if year >= first}
    faults = [f"{year}: {n}, not {least} to {most}" for year, n in counted.items() if not least <= n <= most]
    return judged(
        "open_facilities",
        "facilities at a level other than closed",
        rule.apply,
        faults,
        ", ".join(f"{n} in {year}" for year, n in counted.items()),
    )


def open_by_year(question: Question, found: list[House]) -> dict[int, int]:
    """Count the facilities that are open in each listed year."""
    return {year: sum(house.is_open for house in found if house.year == year) for year in question.years}


def served_row(rule: Rule, claim: Claim) -> Check:
    """Judge whether nobody is unserved."""
    faults = [f"{r.people} of {r.cell}, {r.service}, {r.year}" for r in claim.assigned if not r.facility and r.people]
    return judged("everyone_served", "nobody is unserved", rule.apply, faults, "everyone")


def integer(settings: dict[str, Tree], key: str, missing: int) -> int:
    """Read a count or a year of a rule's settings."""
    said = text(settings, key)
    if said and not said.isdecimal():
        raise UnreadableError(f'{key}: "{said}" is not a whole number')
    return int(said) if said else missing
