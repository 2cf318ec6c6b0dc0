"""The report in a real browser: accessible, without any request, on a desk and on a phone, with and without script."""

import html
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from netplan.comparison import case_of
from netplan.reports import input_map, report
from tests.sample_plans import county

pytestmark = pytest.mark.xdist_group("browser")

DESK, PHONE = 1300, 390
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--virtual-time-budget=600000",
    "--dump-dom",
)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# The page is looked at with every variant chosen and every sheet open, as a thorough reader does.
INSPECT = """
(async () => {
  const found = { width: innerWidth, violations: [], shown: [], overflow: 0, labels: [] };
  try {
    const radios = [...document.querySelectorAll("input[type=radio]")];
    document.querySelectorAll("details").forEach((one) => (one.open = true));
    for (const radio of radios.length ? radios : [null]) {
      if (radio) radio.click();
      const variants = [...document.querySelectorAll(".variant")];
      found.shown.push(variants.map((one) => getComputedStyle(one).display !== "none"));
      found.overflow = Math.max(found.overflow, document.documentElement.scrollWidth - innerWidth);
      for (const text of document.querySelectorAll(".k text")) {
        const box = text.getBoundingClientRect();
        if (box.height) found.labels.push(box.height);
      }
      const result = await axe.run(document, { runOnly: RULES, resultTypes: ["violations"] });
      for (const one of result.violations) {
        found.violations.push(one.id + ": " + one.nodes.slice(0, 3).map((node) => node.html).join(" | "));
      }
    }
    found.stops = document.querySelectorAll(".map[tabindex='0']").length;
    found.inside = document.querySelectorAll(".map [tabindex='0'], .map a, .map button:not([tabindex='-1'])").length;
    found.requests = performance.getEntriesByType("resource").map((one) => one.name);
    const map = document.querySelector(".map");
    const press = (key) => map.dispatchEvent(new KeyboardEvent("keydown", { key: key, bubbles: true }));
    const box = () => map.querySelector("svg").getAttribute("viewBox");
    found.whole = box();
    press("+");
    found.nearer = box();
    press("0");
    found.again = box();
    press("n");
    found.said = map.querySelector(".say").textContent;
  } catch (error) {
    found.error = String(error);
  }
  parent.postMessage(JSON.stringify(found), "*");
})();
"""

SWITCH = """
const found = { shown: [], drawn: [] };
for (const radio of document.querySelectorAll("input[type=radio]")) {
  radio.click();
  found.shown.push([...document.querySelectorAll(".variant")].map((one) => getComputedStyle(one).display !== "none"));
  for (const map of document.querySelectorAll(".map svg")) {
    const box = [...map.querySelectorAll("path[fill]")].map((path) => path.getBoundingClientRect());
    const width = Math.max(...box.map((one) => one.right)) - Math.min(...box.map((one) => one.left));
    if (width) found.drawn.push(width);
  }
}
parent.postMessage(JSON.stringify(found), "*");
"""
# A browser without a screen makes no window as narrow as a phone, but a frame may be.
FRAME = """<!doctype html><title>frame</title><script>
addEventListener("message", (event) => {
  const pre = document.createElement("pre");
  pre.id = "inspected";
  pre.textContent = event.data;
  document.body.append(pre);
});
</script><body><iframe title="page" width="WIDTH" height="900" style="border:0" src="SOURCE"></iframe>"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    plans = county(folder, cells=50, schools=6)
    return {
        "de": report(plans, folder / "de.html"),
        "en": report(plans, folder / "en.html", lang="en"),
        "input": input_map(case_of(plans[0]), folder / "input.html"),
    }


def opened(chromium: str, file: Path, profile: Path, *flags: str) -> tuple[str, str]:
    """Open a page in a browser of its own and return what it became and what it complained of."""
    command = [chromium, *FLAGS, f"--user-data-dir={profile}", "--enable-logging=stderr", *flags, file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    return done.stdout, "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


def told(chromium: str, text: str, scripts: Sequence[str], width: int, folder: Path) -> dict[str, Any]:
    """Open a copy of a page that lets our scripts in, in a frame as wide as asked for; return what they tell."""
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    assert bare != text
    page, frame = folder / "page.html", folder / "frame.html"
    page.write_text(bare.replace("</body>", "".join(f"<script>{one}</script>" for one in scripts)), encoding="utf-8")
    frame.write_text(FRAME.replace("WIDTH", str(width)).replace("SOURCE", page.name), encoding="utf-8")
    shown, complaints = opened(chromium, frame, folder / "profile", f"--window-size={DESK + 100},1000")
    assert complaints == ""
    message = re.search(r'<pre id="inspected">(.*?)</pre>', shown, re.DOTALL)
    assert message is not None, "the page was not inspected to its end"
    found: dict[str, Any] = json.loads(html.unescape(message[1]))
    assert "error" not in found, found["error"]
    return found


@pytest.mark.parametrize(("name", "width"), [("de", DESK), ("en", PHONE), ("input", PHONE)])
def test_a_page_breaks_no_rule_of_accessibility_and_asks_nobody(
    chromium: str, axe_script: str, pages: dict[str, Path], tmp_path: Path, name: str, width: int
) -> None:
    scripts = (axe_script, INSPECT.replace("RULES", json.dumps(RULES)))
    found = told(chromium, pages[name].read_text(encoding="utf-8"), scripts, width, tmp_path)
    assert found["violations"] == []
    assert found["requests"] == []
    assert found["width"] == width
    if name != "input":
        assert found["shown"] == [[i == chosen for i in range(3)] for chosen in range(3)], "one variant at a time"
    assert found["overflow"] <= 0, "nothing hangs over the edge of the page"
    assert min(found["labels"]) >= 9, "numbers on maps can be read"
    assert (found["stops"] > 0, found["inside"]) == (True, 0), "one tab stop a map"
    assert found["nearer"] != found["whole"] == found["again"]
    assert found["said"].startswith("1 ")


@pytest.mark.parametrize("name", ["de", "input"])
def test_our_own_script_runs_under_the_policy_without_complaint(
    chromium: str, pages: dict[str, Path], tmp_path: Path, name: str
) -> None:
    shown, complaints = opened(chromium, pages[name], tmp_path / "profile")
    assert complaints == ""
    assert 'class="map live"' in shown


def test_without_its_script_the_page_shows_one_variant_at_a_time_and_draws_its_maps(
    chromium: str, pages: dict[str, Path], tmp_path: Path
) -> None:
    text = re.sub(r"<script.*?</script>", "", pages["de"].read_text(encoding="utf-8"), flags=re.DOTALL)
    found = told(chromium, text, (SWITCH,), DESK, tmp_path)
    assert found["shown"] == [[i == chosen for i in range(3)] for chosen in range(3)]
    assert all(width > 200 for width in found["drawn"])
    assert len(found["drawn"]) == 5, "one map of the baseline and two of each other variant"


def test_a_page_is_printed_with_every_section_of_every_variant(
    chromium: str, pages: dict[str, Path], tmp_path: Path
) -> None:
    paper = tmp_path / "report.pdf"
    printed = [flag for flag in FLAGS if flag not in {"--dump-dom", "--virtual-time-budget=600000"}]
    command = [chromium, *printed, f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={paper}"]
    command += ["--generate-pdf-document-outline", pages["de"].as_uri()]
    subprocess.run(command, capture_output=True, timeout=240, check=True)
    content = paper.read_bytes()
    headings = {heading_of(title) for title in re.findall(rb"/Title (<[^>]*>|\([^\n]*\))", content)}
    written = pages["de"].read_text(encoding="utf-8")
    sections = {"".join(html.unescape(one).split()) for one in re.findall(r"<h2[^>]*>([^<]+)</h2>", written)}
    assert len(sections) > 6
    assert sections <= headings
    variants = len(re.findall(r'class="variant ', written))
    assert content.count(b"(Einrichtungen im Einzelnen)") == variants > 1
    assert 3 * variants < len(re.findall(rb"/Type /Page\b(?!s)", content)) < 20 * variants


def heading_of(title: bytes) -> str:
    """Read a heading of a PDF's outline, without blanks."""
    found = bytes.fromhex(title[1:-1].decode()).decode("utf-16") if title.startswith(b"<") else title[1:-1].decode()
    return "".join(found.split())
