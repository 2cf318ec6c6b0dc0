"""Read a model: its schema, and whether what it names is there."""

from collections.abc import Callable, Iterator, Mapping

from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.yaml_files import KeyPath, YamlFile
from netplan.norms import Norm
from netplan.sector import LevelText, Sector, ServiceText
from netplan.units import EXAMPLES
from netplan.workspace.class_norms import Used, class_names, class_norms
from netplan.workspace.folders import MODELS
from netplan.workspace.schema import Place, validated
from netplan.workspace.shelf import Shelf

CLOSED_NAME = "closed"


def read_sector(shelf: Shelf, name: str, findings: Findings) -> tuple[Sector, YamlFile] | None:
    """Read models/`name`.yaml; None, and faults noted, where it cannot be used."""

    def make() -> tuple[tuple[Sector, YamlFile] | None, Findings]:
        own = Findings()
        file = shelf.yaml(f"{MODELS}/{name}.yaml", own)
        if file is None:
            return None, own
        sector = validated(Sector, file.tree, lambda path: (file.file, file.line(path)), own)
        if sector is None:
            return None, own
        _Names(sector, file, own).check(name)
        return ((sector, file) if not own.faults else None), own

    found, own = shelf.once(("sector", name), make)
    findings.add(own)
    return found


class _Names:
    """The names inside one model."""

    def __init__(self, sector: Sector, file: YamlFile, findings: Findings) -> None:
        self.sector, self.file, self.findings = sector, file, findings

    def check(self, name: str) -> None:
        """Note every name that is not there and every level that cannot be."""
        sector = self.sector
        if sector.sector != name:
            self.fault(("sector",), sector.sector, "not the name of the file", f'Write "{name}".', "NP-I064")
        for key, service in sector.services.items():
            if service.transport:
                path = ("services", key, "transport", "by")
                self.known(path, service.transport.by, sector.modes, "no mode of this model")
            for i, mode in enumerate(service.modes):
                self.known(("services", key, "modes", str(i)), mode, sector.modes, "no mode of this model")
        for key, group in sector.groups.items():
            for i, mode in enumerate(group.modes):
                self.known(("groups", key, "modes", str(i)), mode, sector.modes, "no mode of this model")
        for named in class_names(sector):
            self.known(*named)
        for key, level in sector.levels.items():
            if key == CLOSED_NAME or "#" in key or key == "*":
                what, mend = "this name is reserved", "Give the level another name."
                self.fault(("levels", key), None, what, mend, "NP-I067")
            self.level(("levels", key), level)

    def level(self, path: KeyPath, level: LevelText) -> None:
        """Check one level: its services, its phase, its places."""
        for part in ("places", "least", "parallel", "rooms", "licence", "per_person", "land_per_person"):
            for service in getattr(level, part):
                self.known((*path, part, service), service, self.sector.services, "no service of this model")
        if level.phase:
            levels = [*self.sector.levels, CLOSED_NAME]
            self.known((*path, "phase", "then"), level.phase.then, levels, "no level of this model")
            if level.phase.run_out and (level.intake or level.phase.then != CLOSED_NAME):
                what, mend = "a level that runs out takes nobody and then is closed", "Write intake: no, then: closed."
                self.fault((*path, "phase", "run_out"), "yes", what, mend, "NP-I080")
        places = {service: size.whole for service, size in level.places.items()}
        everyone = sum(places.values()) if level.total is None else level.total.whole
        if level.total is None and {*level.parallel, *level.rooms, *level.licence} - set(places):
            return
        if not everyone and level.intake:
            what, mend = "the level has no place", "Write its places, or use `closed`."
            self.fault((*path, "places"), None, what, mend, "NP-I043")
        for service, least in level.least.items():
            if service in places and least.whole > places[service] and level.intake:
                self.fault(
                    (*path, "least", service), least.text, f"more than the {places[service]} places",
                    "A facility of this level could never be open; correct one of them.", "NP-I043",
                )  # fmt: skip
        if level.least_total and level.least_total.whole > everyone and level.intake:
            what = f"more than the {everyone} places"
            mend = "A facility of this level could never be open; correct one of them."
            self.fault((*path, "least_total"), level.least_total.text, what, mend, "NP-I043")

    def known(self, path: KeyPath, name: str, names: Mapping[str, object] | list[str], what: str) -> None:
        """Note a name that is not among others."""
        if name not in names:
            self.fault(path, name, what, did_you_mean(name, names), "NP-I064")

    def fault(self, path: KeyPath, value: str | None, what: str, mend: str, code: str) -> None:
        """Note a fault at a key path of the model."""
        self.findings.fault(self.file.file, self.file.line(path), ".".join(path), value, what, mend, code)


def norms_used(sector: Sector) -> Iterator[Used]:
    """Yield every place of a model that names a norm."""
    for key, service in sector.services.items():
        path: KeyPath = ("services", key)
        yield (*path, "reach"), service.reach, "duration"
        yield (*path, "target"), service.target, "duration"
        for group, norm in service.take_up.items():
            yield (*path, "take_up", group), norm, "share"
        if service.least:
            yield (*path, "least"), service.least, "persons"
        yield from (((*path, key), norm, "share") for key, norm in _of_need(service) if norm)
        yield from _of_transport(path, service)
        yield from class_norms(path, service)
        yield from _of_cohorts(path, service)
    yield from _of_groups(sector)
    for key, level in sector.levels.items():
        if level.life:
            yield ("levels", key, "life"), level.life, "years"
    for key, mode in sector.modes.items():
        path = ("modes", key)
        yield (*path, "speed"), mode.speed, "speed"
        for highway, norm in mode.speed_by_highway.items():
            yield (*path, "speed_by_highway", highway), norm, "speed"
        if mode.access_speed:
            yield (*path, "access_speed"), mode.access_speed, "speed"
        if mode.wait:
            yield (*path, "wait"), mode.wait, "duration"


def _of_groups(sector: Sector) -> Iterator[Used]:
    for key, group in sector.groups.items():
        for part, norm in (("reach", group.reach), ("target", group.target)):
            if norm:
                yield ("groups", key, part), norm, "duration"
        if group.weight:
            yield ("groups", key, "weight"), group.weight, "share"
    for word, norm in sector.area_weights.items():
        yield ("area_weights", word), norm, "share"


def _of_need(service: ServiceText) -> tuple[tuple[str, str], ...]:
    return ("need_low", service.need_low), ("need_high", service.need_high)


def _of_transport(path: KeyPath, service: ServiceText) -> Iterator[Used]:
    if service.transport:
        yield (*path, "transport", "from"), service.transport.since, "length"
        yield (*path, "transport", "cost"), service.transport.cost, "money"


def _of_cohorts(path: KeyPath, service: ServiceText) -> Iterator[Used]:
    if service.stay:
        yield (*path, "stay"), service.stay, "years"
    for key in ("intake", "survival"):
        shares: Mapping[str, str] = getattr(service, key)
        for name, norm in shares.items():
            yield (*path, key, name), norm, "share"


def check_norms(
    sector: Sector,
    file: YamlFile,
    norms: Mapping[str, Norm],
    scenario: Place,
    named: Callable[[str], str],
    findings: Findings,
) -> None:
    """Check that every norm a model names is there and is of the kind needed; a speed above zero.

    `named` is what a scenario calls a norm that it overrides.
    """
    for path, name, kind in norms_used(sector):
        line, where = file.line(path), ".".join(path)
        if name not in norms:
            what = "no norm of this name, neither for all nor in the chosen set"
            findings.fault(file.file, line, where, name, what, did_you_mean(name, norms), "NP-I066")
            continue
        norm = norms[name]
        if norm.value.kind != kind:
            what, mend = f"the norm is {norm.value}, not a {kind}", f'Write its value like "{EXAMPLES[kind]}".'
        elif kind == "speed" and not norm.value.amount:
            what, mend = "nobody gets anywhere at 0 km/h", f'Write its value like "{EXAMPLES[kind]}".'
        else:
            continue
        at = ("override", named(name), "value") if norm.origin == "scenario" else ("norms", norm.origin, name, "value")
        place, line = scenario(at) if norm.origin == "scenario" else (file.file, file.line(at))
        what = f"{what} (needed by {where})"
        findings.fault(place, line, ".".join(at), norm.value.text, what, mend, "NP-I066")
