"""Run one Python program in a real cell, as a submission's server runs, and print the line that it printed.

    python in_cell.py FOLDER [PROCESSES]

FOLDER holds an app.py. Run by the tests as root and as somebody else.
"""

import json
import os
import secrets
import sys
from dataclasses import replace
from pathlib import Path

from runner.app.isolating import plan_for
from runner.app.place import here
from runner.executors.probing import first_line_of

ROOT = Path(__file__).resolve().parents[3]

# What a careless parent may have: a file that every child would inherit, and a secret in its environment.
os.set_inheritable(os.open("/etc/hostname", os.O_RDONLY), True)
os.environ["KATA_CANARY"] = "not-for-you"

plan, seen = plan_for(here(ROOT))
if len(sys.argv) > 2:
    plan = replace(plan, allowance=replace(plan.allowance, processes=int(sys.argv[2])))
line = first_line_of(plan, seen, Path(sys.argv[1]), ("${PYTHON}", "app.py"), secrets.token_hex(16))
print(json.dumps(json.loads(line)))
