"""What can be counted on a plan: one function, one formula, one unit; goals are indicators."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, model_validator

from netplan.norms import NormName
from netplan.plan import Plan
from netplan.tables import CLOSED, Ints, StepKind, Tables
from netplan.units import Kind, Quantity, quantity

MINUTE = 60
"""Seconds of a minute."""
GoalUnit: TypeAlias = Literal["persons", "cents", "person-seconds", "facility-years", "closures", "seconds"]


@dataclass(frozen=True)
class Weights:
    """A goal as whole numbers: Σ step·steps + Σ at·at + Σ unserved·stay·people + Σ go·stay·pairs and what follows.

    Σ go·entries for people over all their years at once, Σ step·kept over facilities that are open at the end.
    stay[s,e] are the calendar years an entry is there: those that one listed year stands for, or the listed years of
    an intake's stay. A person counts whole in each of them, also in a last half year, and also where the survival rate
    expects fewer: it says how many places are needed, not whose way ends.
    """

    steps: Ints
    """By step, shape (steps,)."""
    at: Ints
    """By facility, level and year, shape (facilities, levels, years)."""
    unserved: int
    """For each person and calendar year without a place."""
    pairs: Ints
    """For each person and calendar year by pair, shape (pairs,)."""
    entries: Ints | None = None
    """For each person of an entry by pair, for all years it is there at once, shape (pairs, entries)."""
    own: Mapping[str, Mapping[Any, int]] = field(default_factory=dict)
    """By name and index, of decisions of a rule's own; a goal that has some is counted by `counts`."""
    kept: Ints | None = None
    """By step whose facility is open in the last listed year, never above zero, shape (steps,)."""

    @classmethod
    def none(cls, tables: Tables) -> "Weights":
        """Return weights that count nothing."""
        _, facilities, _, kinds, horizon = tables.shape
        at = np.zeros((facilities, kinds, horizon), np.int64)
        return cls(np.zeros(len(tables.steps.cost), np.int64), at, 0, np.zeros(len(tables.pairs.cell), np.int64))

    @property
    def counts_people(self) -> bool:
        """Whether the goal depends on who goes where."""
        return bool(self.unserved) or bool(self.pairs.any()) or self.entries is not None

    @property
    def floor(self) -> int:
        """What no plan is below, known without a search: the sum of all that is below zero."""
        return int(np.minimum(self.steps, 0).sum()) + (0 if self.kept is None else int(self.kept.sum()))


@dataclass(frozen=True)
class Indicator:
    """Something that can be a goal."""

    name: str
    unit: GoalUnit
    tolerance: Kind | None
    """What kind of quantity an absolute tolerance is; None: a bare whole number."""
    title: Mapping[str, str]
    weights: Callable[[Tables], Weights] | None
    """None for the longest way, which is no sum."""
    counts: Callable[[Plan], int] | None = None
    """Counts a goal on a plan that is no sum of its ways and levels."""


def _unserved(tables: Tables) -> Weights:
    """Persons without a place: Σ_c,s,e stay[s,e] · unserved[c,s,e] [persons · years]."""
    none = Weights.none(tables)
    return Weights(none.steps, none.at, 1, none.pairs)


def _cost(tables: Tables) -> Weights:
    """Discounted money: Σ_y d[y] · (paid[y] − proceeds[y] + span · running[y]) − d[end] · what is left [cents]."""
    none, steps = Weights.none(tables), tables.steps
    kept = -steps.residual if steps.residual.any() else None
    of_steps = steps.present - steps.proceeds_present
    return Weights(of_steps, tables.levels.running_present, 0, none.pairs, _of_people(tables), kept=kept)


def _of_people(tables: Tables) -> Ints | None:
    """Discounted money of one person by pair and entry, None where people cost nothing [cents]."""
    money, pairs = tables.money, tables.pairs
    return money.per_person_present[pairs.facility, pairs.service] if money.weighs_people else None


def _person_minutes(tables: Tables) -> Weights:
    """Time on the way: Σ_p,e stay[s,e] · go[p,e] · seconds[p] [person-seconds]."""
    none = Weights.none(tables)
    return Weights(none.steps, none.at, 0, tables.pairs.seconds)


def _beyond_target(tables: Tables) -> Weights:
    """Persons farther than the target: Σ_p,e stay[s,e] · go[p,e] over seconds[p] > target[s] [persons · years]."""
    none, pairs = Weights.none(tables), tables.pairs
    beyond = pairs.seconds > tables.target
    return Weights(none.steps, none.at, 0, beyond.astype(np.int64))


def _open_facilities(tables: Tables) -> Weights:
    """Open facilities: Σ_f,t span[t] · (1 − at[f,closed,t]) [facility-years]."""
    none = Weights.none(tables)
    at = none.at + tables.demand.span
    at[:, CLOSED, :] = 0
    return Weights(none.steps, at, 0, none.pairs)


def _closures(tables: Tables) -> Weights:
    """Closures: Σ_i step[i] over steps from an open level to closed [closures]."""
    none, steps = Weights.none(tables), tables.steps
    closes = (steps.before != CLOSED) & (steps.after == CLOSED) & (steps.kind != StepKind.STAY)
    return Weights(closes.astype(np.int64), none.at, 0, none.pairs)


def _longest_way(plan: Plan) -> int:
    """Longest way of anybody: max seconds[p] over pairs with people [seconds]."""
    used = plan.go.any(axis=1)
    return int(plan.tables.pairs.seconds[used].max()) if used.any() else 0


def _tails(tables: Tables) -> Weights:
    """Tails of the rule `worst_tenth`: Σ_s,j,t 60 · span[t] · tail[s,j,t] [person-seconds]."""
    none, demand = Weights.none(tables), tables.demand
    longest = int(minutes_of(tables.pairs.seconds).max(initial=0))
    index = np.ndindex(len(demand.services), longest, len(demand.years))
    tails = {(s, j, t): MINUTE * int(demand.span[t]) for s, j, t in index}
    return Weights(none.steps, none.at, 0, none.pairs, own={"tail": tails})


def _worst_tenth(plan: Plan) -> int:
    """Ten times the longest ways of a tenth of the people: Σ_s,t 60 · span[t] · worst[s,t] [person-seconds]."""
    pairs, demand, go = plan.tables.pairs, plan.tables.demand, plan.go_by_year
    return sum(
        MINUTE * span * tenfold_tenth(pairs.seconds[pairs.service == s], go[pairs.service == s, t])
        for s in range(len(demand.services))
        for t, span in enumerate(demand.span.tolist())
    )


def minutes_of(seconds: Ints) -> Ints:
    """Return ways in started minutes, as people tell them."""
    return np.asarray(-(-seconds // MINUTE))


def tenfold_tenth(seconds: Ints, people: Ints) -> int:
    """Return ten times the longest ways of a tenth of some people: Σ_j min(10 · farther[j], served) [person-minutes].

    Divided by the people served it is the mean of these ways. A tenth need not be whole: of 25 people it is the
    longest ways of two and half of the third. Ways count in started minutes.
    """
    farther = np.bincount(minutes_of(seconds), weights=people, minlength=1)[::-1].cumsum()[::-1][1:].astype(np.int64)
    return int(np.minimum(10 * farther, people.sum()).sum())


GOALS: dict[str, Indicator] = {
    goal.name: goal
    for goal in (
        Indicator("unserved", "persons", "persons", {"de": "ohne Platz", "en": "without a place"}, _unserved),
        Indicator("cost", "cents", "money", {"de": "Kosten", "en": "cost"}, _cost),
        Indicator(
            "person_minutes", "person-seconds", "duration", {"de": "Wegezeit", "en": "travel time"}, _person_minutes
        ),
        Indicator(
            "beyond_target",
            "persons",
            "persons",
            {"de": "über der Zielzeit", "en": "beyond the target time"},
            _beyond_target,
        ),
        Indicator(
            "open_facilities",
            "facility-years",
            None,
            {"de": "offene Einrichtungen", "en": "open facilities"},
            _open_facilities,
        ),
        Indicator("closures", "closures", None, {"de": "Schließungen", "en": "closures"}, _closures),
        Indicator(
            "longest_way", "seconds", "duration", {"de": "längster Weg", "en": "longest way"}, None, _longest_way
        ),
        Indicator(
            "worst_tenth",
            "person-seconds",
            "duration",
            {"de": "längste Wege eines Zehntels (zehnfach)", "en": "longest ways of a tenth (tenfold)"},
            _tails,
            _worst_tenth,
        ),
        Indicator(
            "cost_with", "cents", "money", {"de": "Kosten mit bewerteten Zielen", "en": "cost with valued goals"}, None
        ),
    )
}

RATES: Mapping[str, Kind] = {
    "person_minutes": "money per person-minute",
    "beyond_target": "money per person",
    "open_facilities": "money per facility",
    "closures": "money per closure",
}
"""By goal that may be valued in money: what kind of quantity its exchange rate is."""


class GoalText(BaseModel):
    """What a file says of one goal: its name, or its name with a tolerance."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: str
    share: Fraction = Fraction(0)
    """Tolerance as a share of the goal's best value."""
    amount: int = 0
    """Tolerance in the goal's unit."""
    rates: Mapping[str, Quantity | NormName] = {}
    """Of `cost_with`: by goal that is valued in money, its exchange rate or the norm that says it."""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
        name, settings = (value, {}) if isinstance(value, str) else _single(value)
        if name not in GOALS:
            message = f"{name} is no goal; choose from {', '.join(GOALS)}."
            raise ValueError(message)
        rates = _rates(settings) if name == "cost_with" else {}
        unknown = set(settings) - {"tolerance"} - set(rates)
        if unknown:
            message = f"{', '.join(sorted(unknown))}: unknown setting of a goal; only tolerance may be set."
            raise ValueError(message)
        tolerance = _tolerance(GOALS[name], settings["tolerance"]) if "tolerance" in settings else {}
        return {"name": name, "rates": rates} | tolerance

    def limit(self, value: int) -> int:
        """Return what later goals have to keep: value plus tolerance, rounded down."""
        return value + int(self.share * abs(value)) + self.amount


def weights_of(goal: GoalText, tables: Tables) -> Weights | None:
    """Return a goal as weights; None for the longest way, which is no sum."""
    if goal.name == "cost_with":
        return _valued(goal.rates, tables)
    weights = GOALS[goal.name].weights
    return None if weights is None else weights(tables)


def _valued(rates: Mapping[str, Quantity | NormName], tables: Tables) -> Weights:
    """Cost and what goals are worth: cost + Σ rate · goal, each coefficient rounded half-even to a cent [cents]."""
    found = _cost(tables)
    for name, rate in rates.items():
        weights = GOALS[name].weights
        if weights is None or not isinstance(rate, Quantity):
            message = f"{name} cannot be valued at {rate}."
            raise AssertionError(message)
        own, value = weights(tables), rate.amount
        found = replace(
            found,
            steps=found.steps + _rounded(own.steps, value),
            at=found.at + _rounded(own.at, value),
            pairs=found.pairs + _rounded(own.pairs, value),
        )
    return found


def _rounded(numbers: Ints, rate: Fraction) -> Ints:
    """Return rate · numbers, each rounded half-even."""
    whole, rest = np.divmod(numbers * rate.numerator, rate.denominator)
    up = (2 * rest > rate.denominator) | ((2 * rest == rate.denominator) & (whole % 2 == 1))
    return np.asarray(whole + up)


def value_of(goal: GoalText, plan: Plan) -> int:
    """Count a goal on a plan, in the goal's whole unit."""
    counts, weights = GOALS[goal.name].counts, weights_of(goal, plan.tables)
    if counts is not None or weights is None:
        return counts(plan) if counts is not None else 0
    return weighed(weights, plan)


def weighed(weights: Weights, plan: Plan) -> int:
    """Add a plan up with a goal's weights, exactly."""
    stay, level = plan.tables.demand.stay, plan.level
    f, t = np.indices(level.shape)
    persons = int((plan.unserved.sum(axis=0) * stay).sum())
    return (
        int(weights.steps[plan.chosen].sum())
        + int(weights.at[f, level, t].sum())
        + weights.unserved * persons
        + int(weights.pairs @ (plan.go * stay[plan.tables.pairs.service]).sum(axis=1))
        + (0 if weights.entries is None else int((weights.entries * plan.go).sum()))
        + (0 if weights.kept is None else _of_lasting(weights.kept, plan))
    )


def left_at_the_end(plan: Plan) -> int:
    """Count what is left at the end of what measures build, discounted [cents]."""
    return _of_lasting(plan.tables.steps.residual, plan)


def _of_lasting(by_step: Ints, plan: Plan) -> int:
    return int(by_step[plan.chosen][_lasts(plan)].sum())


def _lasts(plan: Plan) -> npt.NDArray[np.bool_]:
    """Whether the facility of each step taken is open in the last listed year, shape (steps taken,)."""
    return np.asarray(plan.level[plan.tables.steps.facility[plan.chosen], -1] != CLOSED)


def _single(value: Any) -> tuple[str, dict[str, str]]:  # noqa: ANN401  pydantic hands over whatever the file says
    if isinstance(value, dict) and len(value) == 1:
        name, settings = next(iter(value.items()))
        if isinstance(settings, dict):
            return str(name), settings
    message = 'a goal is a name, or a name with its tolerance; write "- cost" or "- cost: {tolerance: 1 %}".'
    raise ValueError(message)


def _rates(settings: Mapping[str, Any]) -> dict[str, Quantity | NormName]:
    """Read the exchange rates of goals that are valued in money: an amount, or the name of a norm."""
    found: dict[str, Quantity | NormName] = {}
    for name, said in settings.items():
        if name in RATES:
            is_name = isinstance(said, str) and said.isidentifier()
            found[name] = NormName(said, RATES[name]) if is_name else quantity(str(said), RATES[name])
    if not found:
        message = f"cost_with values other goals in money; name one of {', '.join(RATES)} with its exchange rate."
        raise ValueError(message)
    return found


def _tolerance(goal: Indicator, text: str | Quantity) -> dict[str, Any]:
    if isinstance(text, str) and text.isdecimal() and goal.tolerance is None:
        return {"amount": int(text)}
    read = quantity(text) if isinstance(text, str) else text
    if read.kind == "share":
        return {"share": read.amount}
    if read.kind == goal.tolerance:
        return {"amount": read.whole}
    message = f"{text} is no tolerance of {goal.name}; write a share like 1 % or an amount in its own unit."
    raise ValueError(message)
