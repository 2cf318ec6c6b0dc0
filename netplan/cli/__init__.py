"""The verbs of the command line: what is typed, what is printed, which exit code; no logic."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netplan.cli.progress import Lines, amount, busy
from netplan.cli.texts import text
from netplan.errors import NetplanError, NoPlanError, SolverError
from netplan.languages import Language, language

if TYPE_CHECKING:
    from netplan.case import Case
    from netplan.engine import End
    from netplan.plan import Plan

FAILED, INPUT, SOLVER = 1, 2, 3
"""Exit codes: verify failed or no plan exists; a file or the command line; the solver, or time ran out."""


class _Verbs(click.Group):
    """Prints an error of netplan as its text, and gives it its exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the verbs in the order in which a planner needs them."""
        del ctx
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  as click declares it
        """Run a verb."""
        try:
            return super().invoke(ctx)
        except NetplanError as error:
            click.echo(getattr(error, ctx.obj or language()), err=True)
            sys.exit(_code(error))
        except KeyboardInterrupt:
            click.echo(text("stopped", ctx.obj or language()), err=True)
            sys.exit(SOLVER)


def _code(error: NetplanError) -> int:
    if isinstance(error, NoPlanError):
        return FAILED
    return SOLVER if isinstance(error, SolverError) else INPUT


def _help(key: str) -> str:
    return text(key, language())


_FILE = click.Path(path_type=Path)
_scenarios = click.argument("scenarios", nargs=-1, required=True, type=_FILE)


def _spoken(ctx: click.Context, _: click.Parameter, lang: Language) -> Language:
    """Let errors be told in the language of the verb, too."""
    ctx.find_root().obj = lang
    return lang


_lang = click.option(
    "--lang", type=click.Choice(["de", "en"]), default=language, callback=_spoken, help=_help("--lang")
)


@click.group(cls=_Verbs, help=_help("netplan"))
@click.version_option(package_name="netplan-sites", prog_name="netplan")
def main() -> None:
    """Find the site plan for schools, Kitas and care facilities, and prove how good it is."""


@main.command(help=_help("init"))
@click.argument("folder", type=_FILE)
@_lang
def init(folder: Path, lang: Language) -> None:
    """Begin a workspace."""
    from netplan.workspace import init as begin

    begin(folder)
    click.echo(f"{folder} {text('begun', lang)}\n  cd {folder}\n  netplan check scenarios/*.yaml")


@main.command(name="import", help=_help("import"))
@click.argument("source", required=False, type=_FILE)
@click.option("--to", required=True, type=_FILE, help=_help("--import-to"))
@click.option("--population", type=_FILE, help=_help("--population"))
@click.option("--areas", type=_FILE, help=_help("--areas"))
@click.option("--place", metavar="NAME", help=_help("--place"))
@click.option("--assume-places", is_flag=True, help=_help("--assume-places"))
@_lang
def import_(
    *,
    source: Path | None,
    to: Path,
    population: Path | None,
    areas: Path | None,
    place: str | None,
    assume_places: bool,
    lang: Language,
) -> None:
    """Make a region from a map and a population grid."""
    from netplan.workspace.importing import import_region

    made = import_region(
        source,
        to=to,
        population=population,
        areas=areas,
        place=place,
        assume_places=assume_places,
        progress=lambda step: click.echo(text(step, lang).format(place=place), err=True),
    )
    click.echo(made.told(lang))


@main.command(help=_help("show"))
@click.argument("what")
@_lang
def show(what: str, lang: Language) -> None:
    """Show a region, a model or a scenario."""
    from netplan.reports import show as shown

    click.echo(shown(what, lang=lang))


@main.command(help=_help("check"))
@_scenarios
@_lang
def check(scenarios: tuple[Path, ...], lang: Language) -> None:
    """Check scenarios without solving them."""
    for case in _cases(scenarios, lang):
        click.echo(f"{case.told(lang)}: {text('checked', lang)}")
        _tell([(notice.code, getattr(notice, lang)) for notice in case.notices])


@main.command(help=_help("solve"))
@_scenarios
@click.option("--seconds", default=60.0, show_default=True, type=click.FloatRange(min=0), help=_help("--seconds"))
@click.option("--gap", default=0.001, show_default=True, type=click.FloatRange(min=0), help=_help("--gap"))
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0), help=_help("--seed"))
@click.option("--threads", default=2, show_default=True, type=click.IntRange(min=1), help=_help("--threads"))
@_lang
def solve(scenarios: tuple[Path, ...], seconds: float, gap: float, seed: int, threads: int, lang: Language) -> None:
    """Find the best plan of each scenario."""
    from netplan.engine import Progress, get_ready, solve_all

    get_ready()
    cases, codes, told = _cases(scenarios, lang), [0], list[NetplanError]()
    with Lines(lang) as lines:

        def on_news(case: "Case", news: "Progress | End | None") -> None:
            if news is None:
                lines.begin(case.name)
            elif isinstance(news, NetplanError):
                lines.end(case.name, lambda: click.echo(f"{case.name}: {getattr(news, lang)}", err=True))
                codes.append(_code(news))
                told.append(news)
            elif isinstance(news, Progress):
                lines.draw(case.name, news)
            else:
                lines.end(case.name, lambda: codes.append(_told(news, lang)))

        try:
            solve_all(cases, seconds, gap, seed=seed, threads=threads, on_news=on_news)
        except (NoPlanError, SolverError) as error:
            if error not in told:
                raise
    sys.exit(max(codes))


@main.command(help=_help("compare"))
@_scenarios
@_lang
def compare(scenarios: tuple[Path, ...], lang: Language) -> None:
    """Put solved scenarios side by side."""
    from netplan.comparison import compare as compared

    with busy("reading", lang):
        found = compared(_plans(scenarios))
    click.echo(found.told(lang))


@main.command(help=_help("report"))
@_scenarios
@click.option("--to", default="report.html", show_default=True, type=_FILE, help=_help("--report-to"))
@_lang
def report(scenarios: tuple[Path, ...], to: Path, lang: Language) -> None:
    """Write solved scenarios down for people who decide."""
    from netplan.reports import report as write

    with busy("reporting", lang):
        written = write(_plans(scenarios), to, lang=lang)
    click.echo(written.resolve())


@main.command(help=_help("verify"))
@click.argument("run", type=_FILE)
@click.option("--bound", is_flag=True, help=_help("--bound"))
@_lang
def verify(*, run: Path, bound: bool, lang: Language) -> None:
    """Recompute a plan from the raw files."""
    from netplan.audit import verify as recompute

    verdict = recompute(run, bound=bound)
    click.echo(verdict.told(lang))
    sys.exit(0 if verdict.passed else FAILED)


def _cases(scenarios: Sequence[Path], lang: Language) -> "list[Case]":
    from netplan.workspace import check as checked

    with busy("reading", lang) as told:
        return checked(scenarios, on_progress=told)


def _plans(scenarios: Sequence[Path]) -> "list[Plan]":
    from netplan.workspace.runs import plan_of

    return [plan_of(path) for path in scenarios]


def _told(plan: "Plan", lang: Language) -> int:
    """Print what was found, with every warning; return the exit code."""
    from netplan.indicators import GOALS
    from netplan.plan.words import status_in
    from netplan.units import shown_number, shown_share

    if plan.folder is None:
        raise SolverError(
            f"{plan.scenario}: the run folder was not written.",
            de=f"{plan.scenario}: Der Ergebnisordner wurde nicht geschrieben.",
        )
    record = json.loads((plan.folder / "run.json").read_text(encoding="utf-8"))
    elapsed = shown_number(record["elapsed"], lang, 1)
    click.echo(f"{plan.scenario}: {status_in(plan.status, lang)}  ({elapsed} s, {plan.folder})")
    for reached in plan.goals:
        goal = GOALS[reached.goal]
        value, bound = (amount(number, goal.unit, lang) for number in (reached.value, reached.bound))
        gap = shown_share(reached.gap, lang, 2)
        click.echo(f"  {goal.title[lang]}: {value}  ({text('bound', lang)} {bound}, {text('gap', lang)} {gap})")
    _tell([(warning["code"], warning["text"][lang]) for warning in record["warnings"]])
    if record["audit"] and record["audit"]["passed"]:
        return 0
    click.echo(f"  {text('audit', lang)} {plan.folder}", err=True)
    return FAILED


def _tell(notices: Sequence[tuple[str, str]]) -> None:
    for code, words in notices:
        click.echo(f"  {code}: {words}")
