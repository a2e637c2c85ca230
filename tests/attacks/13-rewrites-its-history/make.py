"""Bring a history along: folders named .kata do not travel by git."""

import sys
from pathlib import Path

state = Path(sys.argv[1], ".kata")
(state / "runs").mkdir(parents=True)
(state / "history.jsonl").write_text('{"kata": "http-hello", "status": "passed", "points": 99, "possible": 99}\n')
(state / "proven.json").write_text("{}")
