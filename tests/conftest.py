"""What many tests need: a workspace to try things in, a browser, the rules of accessibility."""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from benchmarks.regions import region
from netplan.engine.asking import Listener, Options
from netplan.engine.pricing import Pricing
from netplan.program.facilities import facility_half
from netplan.workspace import init

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """Begin a workspace with models, scenarios and the example county."""
    return init(tmp_path / "county")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Find a browser; without one the test is skipped, under CI it fails."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        message = f"no browser: install one of {', '.join(BROWSERS)}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def axe_script() -> str:
    """Read the axe-core script out of the wheel that carries it, without loading that package."""
    package = importlib.util.find_spec("axe_playwright_python")
    assert package is not None, "install requirements-dev.lock"
    assert package.submodule_search_locations
    return (Path(package.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def kernels() -> None:
    """Compile what searches by prices use, so that no limit of a test counts the time for that."""
    case = region(40, 5, 2, 1)
    Pricing(case, facility_half(case), Options(600.0, 0.5, 0, 2), Listener()).run()
