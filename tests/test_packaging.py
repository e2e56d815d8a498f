"""What the package says about itself: licences, types, documents."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def stated_licences():
    """Every licence that a part of the wheel states, by the file that states it."""
    yield "LICENSE", {"MIT License": "MIT"}[(ROOT / "LICENSE").read_text(encoding="utf-8").splitlines()[0]]
    for file in ROOT.glob("content/decks/*/deck.yaml"):
        yield str(file.relative_to(ROOT)), yaml.safe_load(file.read_text(encoding="utf-8"))["license"]
    for name in re.findall(r"\[(CC [^\]]+)\]", (ROOT / "engine/datasets/README.md").read_text(encoding="utf-8")):
        yield "engine/datasets/README.md", name.replace(" ", "-")


def test_the_licence_names_what_each_part_states_and_nothing_else():
    declared = set(PROJECT["project"]["license"].split(" AND "))
    assert declared == {licence for _, licence in stated_licences()}
    assert {"content/decks/deep-learning-1/deck.yaml", "engine/datasets/README.md"} <= dict(stated_licences()).keys()


def test_the_text_of_each_licence_comes_with_the_package():
    files = PROJECT["project"]["license-files"]
    texts = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in files)
    for title in ("MIT License", "Creative Commons Attribution 4.0 International Public License"):
        assert title in texts


def test_every_data_set_has_its_source_in_the_readme():
    readme = (ROOT / "engine/datasets/README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`(\w+\.npz)`", readme)) == {file.name for file in ROOT.glob("engine/datasets/*.npz")}


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_carries_its_types(package):
    assert (ROOT / package / "py.typed").read_bytes() == b""


def test_every_file_that_the_build_names_is_there():
    targets = PROJECT["tool"]["hatch"]["build"]["targets"]
    for name in (*targets["wheel"]["shared-data"], *PACKAGES, PROJECT["project"]["readme"]):
        assert (ROOT / name).exists(), name
    for pattern in targets["sdist"]["include"]:
        assert list(ROOT.glob(pattern.lstrip("/"))), pattern


def test_the_citation_names_the_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["project"]["version"]
    assert citation["license"] == "MIT"
