"""What a hit of a cache loads, seen in a fresh interpreter: that is what `kata next` and `kata test` wait for."""

import json
import subprocess
import sys

import pytest

PROGRAM = """
import json, sys
from pathlib import Path
pack, cache = Path(sys.argv[1]), Path(sys.argv[2])
{load}
heavy = ("yaml", "pydantic", "pydantic_core", "httpx", "pytest", "click")
print(json.dumps({{"heavy": [name for name in heavy if name in sys.modules], "found": found}}))
"""
LOADS = {
    "checks": (
        "from runner.exchanges.load import load_checks\n"
        "found = [check.id for check in load_checks(pack / 'katas/hello/suite/checks.yaml', cache)]"
    ),
    "syllabus": (
        "from runner.catalog import load_syllabus\nfound = [kata.slug for kata in load_syllabus(pack, cache).katas]"
    ),
}


def run(load, root, cache):
    """Run a load in a fresh interpreter and return what it found and what it imported."""
    command = [sys.executable, "-c", PROGRAM.format(load=load), str(root / "tests" / "packs" / "tiny"), str(cache)]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(result.stdout)


@pytest.mark.parametrize("what", LOADS)
def test_a_hit_loads_neither_yaml_nor_pydantic(what, root, tmp_path):
    miss = run(LOADS[what], root, tmp_path / "cache")
    hit = run(LOADS[what], root, tmp_path / "cache")

    assert miss["heavy"] == ["yaml", "pydantic", "pydantic_core"]
    assert hit["heavy"] == []
    assert hit["found"] == miss["found"] != []
