"""The import contracts hold, and each of them would notice a breach."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

LINTER = Path(sys.executable).parent / "lint-imports"


def lint(folder: Path, config: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--config", config, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, **env},
    )


@pytest.fixture(scope="module")
def contracts(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]


def test_every_contract_is_kept(root: Path) -> None:
    done = lint(root, root / "pyproject.toml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_folder_has_its_place_in_the_street(root: Path, contracts: dict[str, Any]) -> None:
    layers = contracts["contracts"][0]["layers"]
    street = [name.strip(" ()") for layer in layers for name in layer.split("|")]
    folders = {p.name for p in (root / "src" / "thidua").iterdir() if p.is_dir()} - {"__pycache__"}
    assert folders - set(street) == set()


# One small street that is in order, and one breach per contract.
IN_ORDER = {
    "config/api.py": "import thidua.people.api",
    "cli/main.py": "import thidua.law.engine",
    "people/urls.py": "import thidua.people.views",
    "people/views.py": "import thidua.people.forms",
    "people/api.py": "import thidua.people.actions",
    "people/forms.py": "import thidua.people.actions",
    "people/actions.py": "import thidua.people.queries",
    "people/queries.py": "import thidua.people.models",
    "people/models.py": "import thidua.kit.text",
    "kit/text.py": "",
    "councils/actions.py": "import thidua.councils.ballot_box",
    "councils/ballot_box.py": "",
    "law/engine.py": "import thidua.law.tree",
    "law/tree.py": "",
    "scoring/arithmetic.py": "",
}
BREACHES = {
    "The street": ("kit/text.py", "import thidua.people.models"),
    "The rooms": ("people/queries.py", "import thidua.people.actions"),
    "The arithmetic": ("scoring/arithmetic.py", "import django"),
    "The law": ("law/tree.py", "import django"),
    "Views": ("people/permissions.py", "import thidua.people.views"),
    "API schemas": ("cli/main.py", "import thidua.people.api"),
    "Forms": ("cli/main.py", "import thidua.people.forms"),
    "The ballot box": ("cli/main.py", "import thidua.councils.ballot_box"),
    "No circles": ("law/tree.py", "import thidua.law.engine"),
}


def lay(folder: Path, contracts: dict[str, Any], files: dict[str, str]) -> None:
    layers = contracts["contracts"][0]["layers"]
    for layer in layers:
        for name in layer.split("|"):
            if "(" not in name:
                (folder / "thidua" / name.strip()).mkdir(parents=True)
                (folder / "thidua" / name.strip() / "__init__.py").touch()
    (folder / "thidua" / "__init__.py").touch()
    for name, text in files.items():
        (folder / "thidua" / name).write_text(text + "\n", encoding="utf-8")


def test_a_street_in_order_keeps_every_contract(
    tmp_path: Path, root: Path, contracts: dict[str, Any]
) -> None:
    lay(tmp_path, contracts, IN_ORDER)
    done = lint(tmp_path, root / "pyproject.toml", PYTHONPATH=str(tmp_path))
    assert f"Contracts: {len(BREACHES)} kept, 0 broken." in done.stdout, done.stdout


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_is_noticed(
    contract: str, tmp_path: Path, root: Path, contracts: dict[str, Any]
) -> None:
    file, line = BREACHES[contract]
    text = "\n".join([IN_ORDER.get(file, ""), line])
    lay(tmp_path, contracts, {**IN_ORDER, file: text})
    done = lint(tmp_path, root / "pyproject.toml", PYTHONPATH=str(tmp_path))
    [full] = [c["name"] for c in contracts["contracts"] if c["name"].startswith(contract)]
    assert done.returncode == 1, done.stdout
    assert f"{full} BROKEN" in " ".join(done.stdout.split()), done.stdout
