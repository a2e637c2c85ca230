"""Golden files: what a reporter printed and somebody looked at. `--record` writes them anew."""

from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden(request):
    """Return a comparison of a text with its golden file."""

    def compare(name, text):
        path = GOLDEN / name
        if request.config.getoption("--record", default=False):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert text == path.read_text("utf-8")

    return compare
