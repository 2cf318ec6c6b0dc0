"""Plans written down for people who decide: one HTML file, with Excel and GeoPackage beside it."""

from collections.abc import Sequence
from pathlib import Path

from netplan.case import Case
from netplan.comparison import Comparison, compare
from netplan.errors import NetplanError
from netplan.languages import Language
from netplan.plan import Plan
from netplan.reports import excel, geopackage
from netplan.reports.html import input_page, report_page
from netplan.reports.inputs import known
from netplan.reports.pages import gather
from netplan.reports.wording import Wording
from netplan.workspace import show as text_of
from netplan.workspace.folders import RESULTS
from netplan.workspace.looking import cases_of_region, is_region


def report(plans: Sequence[Plan], to: str | Path, *, lang: Language = "de") -> Path:
    """Write the report of one or more plans, and the same as `.xlsx` and `.gpkg` beside it; return its path.

    The first plan named by a scenario's `against:` is the baseline, else the first plan. Raises
    NetplanError where plans are of different regions or sectors, or where a plan has no run folder.
    """
    comparison = compare(plans)
    _same_question(comparison)
    w = Wording(lang)
    file = _written(Path(to), report_page(gather(comparison, w), w))
    excel.write(comparison, file.with_suffix(".xlsx"), w)
    geopackage.write(comparison, file.with_suffix(".gpkg"), w)
    return file


def show(what: str | Path, *, lang: Language | None = None) -> str:
    """Return a model or a scenario as text; of a region, write a map and return its path, a line a sector.

    Without a language a text is English, with titles in both, and a map is German.

    Raises InputError where files have faults, NetplanError where nothing has this name.
    """
    if not is_region(what):
        return text_of(what, lang or "en")
    cases = cases_of_region(what)
    results = cases[0].workspace / RESULTS
    files = [input_map(case, results / f"map_{case.region}_{case.sector}.html", lang or "de") for case in cases]
    return "\n".join(str(file) for file in files)


def input_map(case: Case, to: str | Path, lang: Language = "de") -> Path:
    """Write a picture of a case before anything is solved; return its path."""
    w = Wording(lang)
    return _written(Path(to), input_page(known(case, w), w))


def _same_question(comparison: Comparison) -> None:
    base = comparison.baseline.case
    for variant in comparison.variants:
        if (variant.case.region, variant.case.sector) != (base.region, base.sector):
            raise NetplanError(
                f"{variant.name} is about {variant.case.sector} in {variant.case.region}, {base.name} about "
                f"{base.sector} in {base.region}; write one report for each.",
                de=f"{variant.name} handelt von {variant.case.sector} in {variant.case.region}, {base.name} von "
                f"{base.sector} in {base.region}; je einen Bericht schreiben.",
            )


def _written(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file
