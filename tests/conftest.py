"""Options and places that all tests share."""

import os
import shutil
from pathlib import Path

import pytest

# Hidden suites and learners' programs: material for the tests, not tests of ours.
collect_ignore_glob = ["packs/*", "scenarios/*/submission/*", "scenarios/*/pack/*", "attacks/*/*"]

ROOT = Path(__file__).resolve().parents[1]
# Where the frameworks lie that are installed apart from their tools: npm ci, and Debian's package.
PACKAGES = {"express": [ROOT / "node_modules/express"], "laravel": ["/usr/share/php/Illuminate"]}


def pytest_addoption(parser):
    parser.addoption("--every-kata", action="store_true", help="compare cold and warm on all katas (ten minutes)")
    parser.addoption("--outside", action="store_true", help="try programs by others (.ci/run installs them)")
    parser.addoption("--record", action="store_true", help="write what was seen as the new expectation")


@pytest.fixture
def record(request):
    return request.config.getoption("--record")


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def toolchain():
    """Skip what a track needs and this machine lacks; in CI, which installs everything, that is a failure."""
    give_up = pytest.fail if os.environ.get("CI") else pytest.skip

    def needed(track):
        for tool in track.needs:
            if not shutil.which(tool.name):
                give_up(f"{tool.name} is not on this machine: {tool.install}")
        for package in PACKAGES.get(track.slug, ()):
            if not Path(package).is_dir():
                give_up(f"{package} is not on this machine: {track.setup}")

    return needed
