"""Reports as one HTML file each: complete without script, without a request to anybody."""

import base64
import hashlib
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from netplan.reports.inputs import Known
from netplan.reports.pages import Report
from netplan.reports.wording import Wording


def report_page(found: Report, w: Wording) -> str:
    """Write the report of compared variants."""
    return _poured("report.html.j2", w, len(found.pages), {"r": found})


def input_page(found: Known, w: Wording) -> str:
    """Write the picture of a region before anything is solved."""
    return _poured("input.html.j2", w, 0, {"r": found})


def _poured(template: str, w: Wording, variants: int, found: dict[str, Any]) -> str:
    pages = Environment(
        loader=PackageLoader("netplan.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Style and script are our own and hold no text of the input; the policy lets exactly them run.
    style = Markup(pages.get_template("style.css.j2").render(variants=variants))  # noqa: S704
    script = Markup(pages.get_template("script.js.j2").render())  # noqa: S704
    policy = (
        f"default-src 'none'; style-src '{_fingerprint(style)}'; script-src '{_fingerprint(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return pages.get_template(template).render(w=w, style=style, script=script, policy=policy, **found)


def _fingerprint(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
