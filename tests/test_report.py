"""The report page: what it says, what it withholds, and that no text of the input gets out of hand."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import numpy as np
import pytest

from netplan.comparison import case_of, compare
from netplan.errors import NetplanError, Notice
from netplan.norms import Norm
from netplan.plan import Plan, Reached
from netplan.reports import input_map, report
from netplan.reports.classes import change_classes, minute_classes
from netplan.reports.land import MARK, Frame, beside, land
from netplan.reports.sentences import lead, proof
from netplan.reports.statuses import statuses
from netplan.reports.wording import Wording
from netplan.reports.words import TEXTS
from netplan.units import quantity
from tests.sample_plans import county, plan, tables, tiny, tiny_plans, written

DE, EN = Wording("de"), Wording("en")
FEW = "<\N{NO-BREAK SPACE}3"


class Page(HTMLParser):
    """Tags, attributes and texts as a browser reads them."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self._is_script = False
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with its attributes."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._is_script = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        """Notice where a script ends."""
        self._is_script = self._is_script and tag != "script"

    def handle_data(self, data: str) -> None:
        """Keep text, scripts apart."""
        (self.scripts if self._is_script else self.texts).append(data)

    @property
    def text(self) -> str:
        """All text outside of scripts, with single spaces."""
        return " ".join(" ".join(self.texts).split())


@pytest.fixture(scope="module")
def written_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    return report(county(folder, cells=150, schools=9), folder / "report.html")


@pytest.fixture
def written_tiny(tmp_path: Path) -> Path:
    return report(tiny_plans(tmp_path), tmp_path / "report.html")


def test_a_variant_is_told_in_plain_german(tmp_path: Path) -> None:
    compared = compare(tiny_plans(tmp_path))
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in lead(compared.variants[1], compared, DE)] == [
        "2028 ist eine Einrichtung offen; heute offen: 2.",
        "Geschlossen (1): Schule G (2028).",
        "Erweitert (1): Schule F (2028).",
        "Alle Kinder haben in jedem Jahr einen Platz.",
        "Für 2 Kinder wird der Weg 2028 um mehr als 5 Minuten länger als im Plan „Status quo“.",
        "Der Weg dauert im Mittel 6,7 min, am längsten 20,0 min.",
        "Die Maßnahmen kosten zusammen 1,25 Mio. €.",
        "Der Betrieb kostet 2028 500.000 € im Jahr.",
        "Kein Plan innerhalb der Regeln ist um mehr als 0,4 % günstiger (bewiesen).",
        "Kein Plan, der auch die früheren Ziele einhält, ist beim Ziel „Wegezeit“ um mehr als 0,4 % besser (bewiesen).",
    ]


def test_people_without_a_place_and_an_unchanged_baseline_are_told_in_english(tmp_path: Path) -> None:
    compared = compare(tiny_plans(tmp_path))
    told = [lead(variant, compared, EN) for variant in compared.variants]
    assert told[0][:2] == ["In 2028, 2 facilities are open, as many as today.", "None is changed."]
    assert "Without a place in 2028: 6 children." in told[2]
    assert any(text.startswith("For nobody the way grows by more than 5 minutes") for text in told[2])


def test_a_shortage_that_ends_and_one_that_shrinks_are_told_with_their_years(tmp_path: Path) -> None:
    for later, told in (
        (0, "2026 bleiben ohne Platz: 5 Kinder; 2028 haben alle einen."),
        (2, "2028 bleiben ohne Platz: 2 Kinder; am meisten 2026: 5 Kinder."),
    ):
        of = tables([[15, 10 + later]], [[60]], (10, 20), today=("z1",))
        compared = compare([written(plan("status_quo", of, {}), tmp_path)])
        assert told in lead(compared.variants[0], compared, DE)


def proved(*goals: Reached, stopped: str = "") -> list[str]:
    return list(proof(replace(plan("x", tiny(), {}), goals=goals, stopped=stopped), EN))


def test_the_proof_claims_no_more_than_is_proved() -> None:
    served = Reached("unserved", 0, 0, 0, 0)
    exact, rough = Reached("cost", 1000, 1000, 996, 1000), Reached("cost", 100_000, 100_000, 99_599, 100_000)
    assert proved(served, Reached("cost", 5, 5, 5, 5)) == ["No plan within the rules is better (proved)."]
    assert "more than 0.4\N{NO-BREAK SPACE}% cheaper" in proved(served, exact)[0]
    assert "more than 0.5\N{NO-BREAK SPACE}% cheaper" in proved(served, rough)[0]
    assert proved(served, exact, Reached("person_minutes", 9, 9, 0, 9))[1:] == [
        "For the goal “travel time” it is not proved how much better a plan could be."
    ]
    unproved = proved(Reached("unserved", 4, 4, 2, 4), exact, stopped="clock")
    assert unproved[0] == "The search ended because the time allowed was up."
    assert unproved[1].startswith("It is not proved that nothing better is possible")


def test_statuses_say_what_becomes_of_a_facility() -> None:
    of = tables([[9]], [[60] * 5], (10, 20), years=(2026,), span=(1,), today=("z1", "z1", "z2", "closed", "closed"))
    lives = {"gs_0": ["z2"], "gs_1": ["closed"], "gs_2": ["z1"], "gs_3": ["z1"]}
    assert statuses(plan("x", of, lives)) == ["extended", "closed", "reduced", "new", ""]


def test_classes_end_where_the_legend_says() -> None:
    none = np.zeros(5, np.int64)
    ways = np.array([300.0, 301.0, 2700.0, 2701.0, np.nan])
    assert minute_classes(ways, none).tolist() == [0, 1, 5, 6, -1]
    assert minute_classes(ways, np.array([0, 0, 0, 0, 1])).tolist() == [0, 1, 5, 6, 7]
    before, after = np.full(5, 700.0), np.array([760.0, 761.0, 1301.0, 99.0, np.nan])
    assert change_classes(before, after, none, none).tolist() == [3, 4, 6, 0, -1]
    assert change_classes(before, after, none, np.array([1, 0, 0, 0, 0])).tolist()[0] == 7


def test_every_word_is_there_in_both_languages_with_the_same_inserts() -> None:
    for key, (german, english) in TEXTS.items():
        inserts = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in (german, english)]
        assert inserts[0] == inserts[1], key
        assert bool(german) == bool(english), key


def test_numbers_are_written_as_germans_write_them(written_county: Path) -> None:
    text = Page(written_county).text.replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(r"\b\d\.\d{3}\b Plätze", text)
    assert re.search(r"\b\d+,\d min\b", text)
    assert re.search(r"\b\d+(,\d+)? Mio\. €", text)
    assert not re.search(r"\d\.\d min", text)


def test_the_page_says_its_language(tmp_path: Path) -> None:
    plans = tiny_plans(tmp_path)
    for lang, heading in (("de", "Das Wichtigste"), ("en", "In brief")):
        page = Page(report(plans, tmp_path / f"{lang}.html", lang=lang))  # type: ignore[arg-type]
        assert ("html", {"lang": lang}) in page.tags
        assert heading in page.text


def test_the_page_asks_nobody_for_anything(written_county: Path) -> None:
    page = Page(written_county)
    for tag, attributes in page.tags:
        assert tag not in {"img", "link", "iframe", "object", "embed", "base", "form"}
        assert not {"src", "srcset", "style", "action"} & attributes.keys(), (tag, attributes)
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert attributes.get("href", "#").startswith("#")
    styles = re.search(r"<style>(.*?)</style>", written_county.read_text(encoding="utf-8"), re.DOTALL)
    assert styles is not None
    assert "url(" not in styles[1]
    assert "@import" not in styles[1]


def test_the_policy_lets_only_our_own_style_and_script_run(written_county: Path) -> None:
    policy = next(a["content"] for tag, a in Page(written_county).tags if a.get("http-equiv"))
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; "
        r"base-uri 'none'; form-action 'none'",
        policy,
    )


def test_ids_are_unique_and_every_link_leads_somewhere(written_county: Path) -> None:
    page = Page(written_county)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = {
        value
        for _, a in page.tags
        for key in ("aria-labelledby", "aria-describedby")
        for value in a.get(key, "").split()
    }
    targets = {a["href"][1:] for _, a in page.tags if a.get("href", "#") != "#"}
    assert (named | targets) <= set(ids)


def test_the_same_plans_make_the_same_page(tmp_path: Path) -> None:
    plans = tiny_plans(tmp_path)
    one, other = report(plans, tmp_path / "one.html"), report(plans, tmp_path / "other.html")
    assert one.read_bytes() == other.read_bytes()


def few_people(workspace: Path) -> list[Plan]:
    """Return plans in which two children live in Süd and one in the last cell of Nord."""
    of = tables(
        [[17, 17], [1, 1], [2, 2]], [[60], [700], [900]], (30, 40), today=("z1",), areas=("Nord", "Nord", "Süd")
    )
    return [written(plan(name, of, {}), workspace) for name in ("status_quo", "thinning")]


def test_one_or_two_people_of_a_cell_or_area_are_not_told(tmp_path: Path) -> None:
    file = report(few_people(tmp_path), tmp_path / "report.html")
    rows = json.loads(Page(file).scripts[0])["rows"]
    assert [row[2] for row in rows] == ["17", FEW, FEW]
    page = file.read_text(encoding="utf-8")
    shown = FEW.replace("<", "&lt;")
    assert f'<th scope="row">Süd</th><td class="nw">{shown}</td>' in page
    assert f'<th scope="row">Süd<td>{shown}<td>' in page, "a sheet tells areas too"
    assert '<th scope="row">Nord<td>18<td>' in page


EVIL = (
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "</script><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}",
    "</style><svg onload=alert(1)>",
    "</title><b>",
    "<!--",
    "javascript:alert(1)",
)


def evil_plans(workspace: Path, bad: str) -> list[Plan]:
    """Return two plans with a text in every field that a person may have written."""
    of = tiny()
    of = replace(
        of,
        demand=replace(of.demand, cells=(bad, "b", "c"), areas=(bad,)),
        levels=replace(of.levels, site_names=(bad, bad), carriers=(bad, bad), carrier_types=(bad, "church")),
        steps=replace(of.steps, names=(bad,) * len(of.steps.names)),
    )
    made = []
    for name in ("status_quo", "thinning"):
        one = plan(name, of, {"gs_0": ["z1", "z2"], "gs_1": ["z1", "closed"]} if name == "thinning" else {})
        case = case_of(written(one, workspace))
        texts = {"de": bad, "en": bad}
        words = replace(
            case.words, title={"de": f"{name}{bad}"}, description=texts, sector=texts, people=texts,
            services={"grundschule": texts}, levels=dict.fromkeys(of.levels.names, texts), modes={"walk": texts},
        )  # fmt: skip
        norm = Norm("reach", quantity("60 min"), bad, "V", bad, bad, "all")
        notices = (Notice("NP-W001", bad, bad),)
        inputs = (replace(case.inputs[0], path=bad),)
        made.append(written(one, workspace, words=words, norms=(norm,), notices=notices, inputs=inputs))
        run = made[-1].folder
        assert run is not None
        said = json.loads((run / "run.json").read_text(encoding="utf-8"))
        said |= {"warnings": [{"code": bad, "text": texts}], "method": bad, "versions": {bad: bad}, "started": bad}
        said["audit"]["rows"] = [
            dict.fromkeys(("name", "recomputed", "claimed", "found", "detail"), bad) | {"passed": True}
        ]
        (run / "run.json").write_text(json.dumps(said), encoding="utf-8")
    sources = workspace / "data" / "musterkreis" / "SOURCES.md"
    sources.parent.mkdir(parents=True)
    sources.write_text(bad, encoding="utf-8")
    return made


@pytest.mark.parametrize("bad", EVIL)
def test_no_text_of_the_input_becomes_markup(tmp_path: Path, bad: str) -> None:
    plans = evil_plans(tmp_path, bad)
    for file in (report(plans, tmp_path / "report.html"), input_map(case_of(plans[0]), tmp_path / "input.html")):
        page = Page(file)
        tags = {tag for tag, _ in page.tags}
        assert [tag for tag, _ in page.tags].count("script") == 2
        assert not tags & {"img", "iframe"}
        assert not [a for _, a in page.tags if any(name.startswith("on") for name in a)]
        assert not [a for _, a in page.tags if not a.get("href", "#").startswith("#")]
        assert bad in "".join(page.texts), "the text itself is told"
        assert json.loads(page.scripts[0])["rows"][0][0] == bad


def test_a_road_drawn_in_both_directions_is_drawn_once(tmp_path: Path) -> None:
    county(tmp_path, cells=60, schools=3)
    points = np.array([12.6, 13.2]), np.array([50.8, 51.15])
    drawn = land(tmp_path / "data" / "musterkreis", points, points)
    starts = re.findall(r"M(\d+) (\d+)l", drawn.minor)
    assert 0 < len(starts) <= 30, "thirty small roads stand in the file twice"
    assert len(drawn.names) == len(drawn.area_names)


def test_the_name_of_a_place_is_not_covered_by_a_mark_or_a_name() -> None:
    marks = np.array([[500, 500], [500, 560], [1500, 900]])
    names = beside([(500, 500, "Nah"), (510, 505, "Ebenso nah"), (2000, 200, "Fern")], marks)
    assert names[2] == (2000, 200, "Fern"), "what nothing covers stays"
    assert [x for x, _, _ in names] == [500, 510, 2000], "names move up or down only"
    assert all(abs(y - v) >= MARK for _, y, _ in names[:2] for _, v in marks[:2].tolist())
    assert abs(names[0][1] - names[1][1]) >= MARK


def test_a_map_without_roads_and_areas_is_still_a_map(tmp_path: Path) -> None:
    points = np.array([13.0, 13.1]), np.array([51.0, 51.1])
    drawn = land(tmp_path, points, points)
    assert (drawn.major, drawn.outlines, drawn.names) == ("", "", ())
    assert Frame.around(np.array([]), np.array([])).height > 0


def test_north_is_up_and_everything_is_inside() -> None:
    lon, lat = np.array([13.0, 13.5, 13.2]), np.array([51.0, 51.2, 51.1])
    frame = Frame.around(lon, lat)
    xy = frame.place(lon, lat)
    assert xy[1, 1] < xy[2, 1] < xy[0, 1]
    assert (xy > 0).all()
    assert (xy < [2400, frame.height]).all()


def test_plans_of_two_regions_are_not_reported_together(tmp_path: Path) -> None:
    quo, thinning, _ = tiny_plans(tmp_path)
    elsewhere = written(thinning, tmp_path, region="elsewhere")
    with pytest.raises(NetplanError, match="thinning is about primary_school in elsewhere"):
        report([quo, elsewhere], tmp_path / "report.html")


def test_rules_that_are_only_reported_are_never_silent(tmp_path: Path) -> None:
    of = tables([[9, 9], [2, 2]], [[60, 900], [900, 60]], (12, 24))
    text = Page(report([written(plan("status_quo", of, {}), tmp_path)], tmp_path / "report.html")).text
    assert "Status quo: Mindestgröße ist 1 × nicht eingehalten" in text
    assert "Mindestgröße Schule G, Grundschule 2026, 2028 3 Kinder" in text


def test_a_failed_audit_stands_on_the_first_page(tmp_path: Path) -> None:
    quo = tiny_plans(tmp_path)[0]
    assert quo.folder is not None
    file = quo.folder / "run.json"
    run = json.loads(file.read_text(encoding="utf-8"))
    run["audit"]["passed"] = False
    file.write_text(json.dumps(run), encoding="utf-8")
    text = Page(report([quo], tmp_path / "report.html")).text
    assert text.index("stimmt nicht mit dem Plan überein") < text.index("Kennzahlen der Varianten")


def test_the_input_is_pictured_before_anything_is_solved(tmp_path: Path) -> None:
    of = tables([[9, 9], [4, 4]], [[60], [9000]], (12, 24), today=("z1",))
    case = case_of(written(plan("status_quo", of, {}), tmp_path))
    text = Page(input_map(case, tmp_path / "map" / "input.html")).text
    assert "1 gs_0 Schule F Evangelische Kirche (kirchlich) 1-zügig 12" in text
    assert "b Nord Grundschule 4" in text, "the cell that reaches no school is named"


def test_a_county_with_three_variants_stays_below_two_megabytes(written_county: Path, tmp_path: Path) -> None:
    assert report(county(tmp_path), tmp_path / "report.html").stat().st_size < 2_000_000
    assert written_county.stat().st_size < 1_000_000
