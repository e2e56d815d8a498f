"""Demonstrations of other installed packages: found through their entry point, and harmless when broken."""

from __future__ import annotations

import json

import pytest

from tests.tui.commands.conftest import one_sentence

MODULE = '''
import numpy as np
from engine.demonstration import Measurement, demonstration
from engine.parameters import Integer
from engine.result import Result
from engine.text import Text

@demonstration(
    number="X1", name="coin_tosses", topic="coins", title=Text("Coin", "硬币"), summary=Text("Toss it.", "抛硬币。"),
    look_for=Text("The share.", "比例。"), predict=Text("How many?", "多少？"), limits=Text("A coin.", "一枚硬币。"),
    parameters=(Integer("tosses", Text("tosses", "次数"), 10, 1, 100),),
    measurements=(Measurement("heads", Text("heads", "正面次数")),),
)
def coin_tosses(rng: np.random.Generator, *, tosses: int) -> Result:
    """Toss."""
    return Result({"heads": int(rng.integers(0, 2, tosses).sum())})
'''


@pytest.fixture
def installed(tmp_path):
    """Installs a package without pip: a module and its metadata in one folder."""

    def install(module, name="coin_shop"):
        site = tmp_path / "site"
        info = site / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (site / f"{name}.py").write_text(module, encoding="utf-8")
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[backdrill.demonstrations]\ncoins = {name}\n", encoding="utf-8")
        return str(site)

    return install


def test_another_package_adds_a_demonstration(backdrill, installed):
    site = installed(MODULE)
    listed = backdrill("demo", "--json", PYTHONPATH=site)
    assert "coin_tosses" in [item["name"] for item in json.loads(listed.stdout)]
    shown = backdrill("demo", "coin_tosses", "--set", "tosses=50", "--seed", "3", "--json", PYTHONPATH=site)
    assert 0 <= json.loads(shown.stdout)["measurements"]["heads"] <= 50
    one_sentence(backdrill("demo", "X1", "--set", "tosses=101", PYTHONPATH=site), "tosses", "100")


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("raise RuntimeError('boom')", "boom"),
        ("import no_such_thing_at_all", "no_such_thing_at_all"),
        ("x = 1", "no demonstration"),
        (MODULE.replace('name="coin_tosses"', 'name="pooling_router"'), "taken"),
    ],
)
def test_a_broken_package_is_told_and_keeps_nothing_of_ours_away(backdrill, installed, module, said):
    site = installed(module)
    listed = backdrill("demo", PYTHONPATH=site)
    assert listed.returncode == 0
    assert said in listed.stderr
    assert "Traceback" not in listed.stderr
    assert "pooling_router" in listed.stdout
    assert backdrill("demo", "pooling_router", "--json", PYTHONPATH=site).returncode == 0
