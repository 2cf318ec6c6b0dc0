"""Every module stands in its layer, and nobody inside the package imports its public face."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "netplan"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
PUBLIC_FACE = PACKAGE / "__init__.py"


def modules() -> set[str]:
    files = {path.stem for path in PACKAGE.glob("*.py") if path != PUBLIC_FACE}
    return files | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def layers() -> list[set[str]]:
    written = next(contract for contract in CONTRACTS if contract["type"] == "layers")["layers"]
    return [{name.strip() for name in layer.split("|")} for layer in written]


def test_every_module_stands_in_exactly_one_layer() -> None:
    named = [name for layer in layers() for name in layer]
    assert len(named) == len(set(named))
    assert set(named) == modules()


def test_the_contracts_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_nobody_inside_imports_the_public_face() -> None:
    found = [where for file in sorted(PACKAGE.rglob("*.py")) if file != PUBLIC_FACE for where in imports_of_face(file)]
    assert found == []


def imports_of_face(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = {alias.name for alias in node.names} if isinstance(node, ast.Import | ast.ImportFrom) else set()
        plain = isinstance(node, ast.Import) and "netplan" in names
        named = isinstance(node, ast.ImportFrom) and node.module == "netplan" and names - modules()
        if plain or named:
            yield f"{file.relative_to(ROOT)}: {ast.unparse(node)}"


def test_no_module_bears_the_name_of_a_public_function() -> None:
    face = ast.parse(PUBLIC_FACE.read_text(encoding="utf-8"))
    public = next(
        ast.literal_eval(node.value)
        for node in face.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )
    assert not set(public) & modules()
