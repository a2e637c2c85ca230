import subprocess

import pytest


@pytest.fixture(autouse=True)
def no_deep_folders(tmp_path):
    """Take away folders without a bottom: pytest's own clean-up of later runs would recurse into them and break."""
    yield
    subprocess.run(["rm", "-rf", str(tmp_path)], check=False)
