"""Append attempts without end and say each id only when its append has returned."""

import sys
from pathlib import Path

from runner.model import Attempt
from runner.progress import append

path, name, most = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(most):
    told = append(path, Attempt("todo-api", "", id=f"{name}-{number}", track="x" * 40))
    print(told.id, flush=True)
