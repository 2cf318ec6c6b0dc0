"""The wheel carries all that a planner needs, and works where there is no checkout."""

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("wheel")

ROOT = Path(__file__).resolve().parents[1]
STARTER = ("models", "scenarios", "data/musterkreis")


def build(kind: str, source: Path, to: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(to)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    return next(to.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


def source_files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in found}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the checkout."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist and unpack it."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(build("sdist", ROOT, folder)) as archive:
        archive.extractall(folder, filter="data")
    return next(path for path in folder.iterdir() if path.is_dir())


def test_the_wheel_carries_the_package_and_the_starter(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}
    starter = {f"netplan/starter/{name}" for part in STARTER for name in source_files(ROOT / part)}
    assert carried == source_files(ROOT / "netplan") | starter


def test_the_wheel_gives_the_command_and_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        about = {name.partition(".dist-info/")[2]: name for name in archive.namelist() if ".dist-info/" in name}
        assert "netplan = netplan.cli:main" in archive.read(about["entry_points.txt"]).decode()
        assert "Name: netplan-sites" in archive.read(about["METADATA"]).decode()
    assert "licenses/LICENSE" in about


def test_the_sdist_is_all_that_tests_and_make_need(unpacked: Path) -> None:
    carried = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    wanted = {name for part in ("netplan", "tests", "benchmarks", *STARTER) for name in source_files(ROOT / part)}
    files = (
        "Makefile",
        ".ci/run",
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "requirements.lock",
        "requirements-dev.lock",
    )
    assert wanted | set(files) <= carried


@pytest.mark.slow
def test_an_installed_wheel_begins_and_solves_outside_the_checkout(unpacked: Path, tmp_path: Path) -> None:
    built = build("wheel", unpacked, tmp_path)
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    tools = home / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(tools / "python"), "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps"]
    subprocess.run([*pip, "-r", str(ROOT / "requirements.lock")], check=True)
    subprocess.run([*pip, str(built)], check=True)
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = str(tools / "netplan")
    subprocess.run([command, "init", "my-county"], cwd=tmp_path, env=env, check=True)
    for words in (["solve", "scenarios/status_quo.yaml", "--threads", "1"], ["verify", "results/status_quo"]):
        subprocess.run([command, *words], cwd=tmp_path / "my-county", env=env, check=True)
