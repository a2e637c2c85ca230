"""Make folders with names that some system takes for a way out."""

import sys
from pathlib import Path

for name in ("..\\\\..\\\\etc", "...", "C:", "-rf", "suite"):
    (Path(sys.argv[1]) / name).mkdir()
    (Path(sys.argv[1]) / name / "checks.yaml").write_text("format: 1\nchecks: []\n")
