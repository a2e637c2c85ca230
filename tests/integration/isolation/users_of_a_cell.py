"""Run a program in a cell, and print which users the cell's processes are for the rest of the machine."""

import json
import time
from pathlib import Path

import psutil

from runner.app.isolating import plan_for
from runner.app.place import here
from runner.executors.cell import open_cell
from runner.sandboxes.bubblewrap import PROGRAMS

plan, _ = plan_for(here(Path(__file__).resolve().parents[3]))
found = set()
with open_cell(plan, ("/bin/sh", "-c", "echo up; sleep 30"), PROGRAMS / "probe", {}) as cell:
    assert cell.next_line(time.monotonic() + 20)
    for child in psutil.Process().children(recursive=True):
        found.update(child.uids())
print(json.dumps(sorted(found)))
