"""Whether a plan keeps the rules that couple facilities: budgets, measures per year, open ones, everyone served."""

from collections import Counter
from fractions import Fraction

from netplan.audit.claim import Claim
from netplan.audit.life import Lives
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
    """Judge the money of each listed year, and of all years together."""
    with_running = text(rule.settings, "running") == "yes"
    paid = paid_by_year(question, lives)
    if text(rule.settings, "proceeds") == "yes":
        paid = {year: paid[year] - sum(p.proceeds for p in lives.payments if p.year == year) for year in paid}
    if text(rule.settings, "grants") == "yes":
        paid = {year: paid[year] - sum(p.grant for p in lives.payments if p.paid_year == year) for year in paid}
    running = running_by_year(question, found)
    spent = {year: paid[year] + (running[year] if with_running else 0) for year in question.years}
    limits = limit_by_year(question, rule)
    over = [f"{y}: {spent[y]} cents of {limit}" for y, limit in limits.items() if not affordable(spent[y], limit)]
    rows = []
    if limits:
        rows.append(
            judged(
                "budget per year",
                "Σ cents paid in the year",
                rule.apply,
                over,
                f"{sum(spent[y] for y in limits)} cents",
            )
        )
    if "total" in rule.settings:
        lasting = zip(question.years, question.spans, strict=True)
        total = sum(paid.values()) + (sum(span * running[y] for y, span in lasting) if with_running else 0)
        limit = quantity(text(rule.settings, "total"), CENTS, "budget.total")
        over = [] if affordable(total, limit) else [f"{total} cents of {limit}"]
        rows.append(judged("budget total", "Σ cents paid in all years", rule.apply, over, f"{total} cents"))
    return rows


def limit_by_year(question: Question, rule: Rule) -> dict[int, Fraction]:
    """Give the budget of each listed year [cents]: one amount for each, or an amount by year."""
    said = rule.settings.get("per_year", {})
    if isinstance(said, str):
        return {year: quantity(said, CENTS, "budget.per_year") for year in question.years}
    by_year = branch(rule.settings, "per_year")
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
