"""Die by kill -9 right before the first system function that an append calls, then before the second, and so on.

Prints one line a round: the id of an attempt that was appended before, and how the one that was to die ended.
"""

import os
import signal
import sys
from pathlib import Path

from runner.model import Attempt
from runner.progress import append

path = Path(sys.argv[1])


def die_at(call):
    """Kill this process when a built-in function is called for the so-manieth time."""
    left = call

    def on_event(_frame, event, _argument):
        nonlocal left
        left -= event == "c_call"
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(on_event)


for call in range(1000):
    kept = append(path, Attempt("kept", ""))
    child = os.fork()
    if not child:
        die_at(call)
        append(path, Attempt("dying", "", id=f"dying-{call}"))
        sys.setprofile(None)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(kept.id, os.waitstatus_to_exitcode(status), flush=True)
    if not status:
        break
