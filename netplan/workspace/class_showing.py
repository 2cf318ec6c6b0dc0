"""Classes as text: which numbers of persons of a grade are possible, what exceptions permit, what a level carries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from netplan.case.lines import Capacity
from netplan.constraints.class_sizes import intervals
from netplan.norms import Norm, chosen
from netplan.sector import ClassesText, RegimeText, Sector
from netplan.workspace.capacities import capacities_of_model, grade_sizes
from netplan.workspace.class_norms import class_norms, regime_norms


@dataclass(frozen=True)
class NormSet:
    """A model with one of its sets of norms."""

    sector: Sector
    norms: Mapping[str, Norm]

    def whole(self, norm: str) -> int:
        """Return a norm as a whole number of its inner unit."""
        return self.norms[norm].value.whole


def classes_of_model(sector: Sector) -> Iterator[str]:
    """Yield what a model says of classes, once for each set of norms that knows their sizes."""
    if any(service.classes for service in sector.services.values()):
        for name in sector.norms:
            known = chosen(sector.norms, name, {})
            used = [norm for service in sector.services.values() for _, norm, _ in class_norms((), service)]
            if name != "all" and all(norm in known for norm in used):
                yield f"\nClasses {name}"
                yield from (f"  {line}" for line in classes_shown(NormSet(sector, known)))


def classes_shown(asked: NormSet) -> Iterator[str]:
    """Yield lines on each service's classes, each exception, and the capacities of each level."""
    sector = asked.sector
    for key, service in sector.services.items():
        if service.classes is None:
            continue
        largest = max((level.parallel.get(key, 0) for level in sector.levels.values()), default=0)
        most = grade_sizes(asked, key, "most")
        sizes = f"{min(most)}" if min(most) == max(most) else f"{min(most)} to {max(most)}, by stage,"
        yield f"{key}: classes of at most {sizes} persons in {service.classes.grades} grades, up to {largest} parallel"
        yield f"  entry grade: {_possible(asked, service.classes, None, min(most), largest)}"
        for name, regime in sector.regimes.items():
            if key in regime.services and all(norm in asked.norms for _, norm, _ in regime_norms(name, regime)):
                rooms = largest * (service.classes.grades if regime.mixed else 1)
                shown = _possible(asked, service.classes, regime, min(most), rooms)
                yield f"  {name} ({regime.law}): {shown}{_terms(asked, regime)}"
    for name, level in sector.levels.items():
        for key, capacity in capacities_of_model(asked, level).items():
            if capacity.places:
                yield f"{name}: {capacity.places} places of {key}; {capacity_shown(capacity)}"


def capacity_shown(capacity: Capacity) -> str:
    """Write the capacities of a level and which of them binds."""
    named = {
        "stated": capacity.stated,
        f"law ({capacity.parallel} parallel)": capacity.law,
        "rooms": capacity.rooms,
        "licence": capacity.licence,
    }
    known = {name: places for name, places in named.items() if places >= 0}
    binding = [name.partition(" (")[0] for name, places in known.items() if places == capacity.places]
    listed = ", ".join(f"{name} {places}" for name, places in known.items())
    return f"{listed}; binding: {', '.join(binding)}"


def _possible(asked: NormSet, classes: ClassesText, regime: RegimeText | None, most: int, largest: int) -> str:
    own = regime or classes
    first = own.first or classes.first
    further = own.further or own.first or classes.further or classes.first
    fewest = own.parallel or ("" if regime and regime.mixed else classes.parallel)
    sizes = (asked.whole(first) if first else 0, asked.whole(further) if further else 0)
    found = intervals(sizes[0], sizes[1], most, asked.whole(fewest) if fewest else 1, largest)
    if not found:
        return "no number of persons is possible"
    gaps = [_range(one.most + 1, other.least - 1) for one, other in pairwise(found)]
    if not gaps:
        holes = "every number between is possible"
    else:
        holes = f"{' and '.join(gaps)} {'is' if gaps == [gaps[0]] and '–' not in gaps[0] else 'are'} not possible"
    return f"{found[0].least} to {found[-1].most} persons; {holes}"


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _terms(asked: NormSet, regime: RegimeText) -> str:
    """Write under which terms an exception may be used."""
    terms = []
    if regime.mixed:
        terms.append("over all grades together")
    if regime.total:
        terms.append(f"at least {asked.whole(regime.total)} in all")
    if regime.years:
        terms.append(f"at most {asked.norms[regime.years].value} in a row")
    if regime.only_existing:
        terms.append("existing facilities only")
    return "".join(f"; {term}" for term in terms)
