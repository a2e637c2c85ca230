"""Wait, with a program's imports done, in the learner's Python; then run the program once as its `__main__`.

    python waiting_python.py STATEMENT...

Runs by its path and by itself: nothing of kata is imported, and nothing but `json` beyond what every Python loads.
The order is one line of JSON on standard input:

    {"command": ["/usr/bin/python3", "app.py"], "folder": "...", "log": "...", "environment": {"PORT": "..."}}

Where the head start could make a difference, the process becomes a cold one: it executes the command in its place.
No order, no run: at the end of standard input it ends.
"""

from __future__ import annotations

import json
import os
import sys

TYPE_CHECKING = False  # the typing module would be one more import that the program did not make
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

FIRST_VERSION = (3, 9)  # before, a program's __file__ was not absolute
CHUNK = 65536


class Asked:
    """The last finder: notes the modules that were looked for and are not installed."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Find nothing."""
        self.names.add(name.partition(".")[0])


def main() -> None:
    """Wait for the order and obey it."""
    is_safe_path = getattr(sys.flags, "safe_path", False)
    if not is_safe_path:
        del sys.path[0]  # the folder of this file; a program has its own there
    asked = Asked()
    sys.meta_path.append(asked)
    is_loaded = loaded(sys.argv[1:])
    sys.meta_path.remove(asked)
    stamps = stamps_of(sys.path)
    order = read_order()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    redirect(order["log"])
    names = asked.names | {name.partition(".")[0] for name in sys.modules}
    code = code_of(order["command"][1])
    if not is_loaded or code is None or stamps_of(sys.path) != stamps or is_shadowed(names):
        os.execve(order["command"][0], order["command"], dict(os.environ))
    if not is_safe_path:
        sys.path.insert(0, os.getcwd())
    run(code, order["command"])


def loaded(statements: list[str]) -> bool:
    """Do the imports; tell whether all of them came out well."""
    if sys.version_info < FIRST_VERSION:
        return False
    try:
        for statement in statements:
            exec(statement, {})
    except BaseException:  # whatever an import raises, the program itself will meet and show
        return False
    return True


def stamps_of(folders: list[str]) -> list[int]:
    """Return what changes when a package is installed or removed."""
    return [stamp_of(folder) for folder in folders]


def stamp_of(folder: str) -> int:
    """Return when a folder changed last."""
    try:
        return os.stat(folder).st_mtime_ns
    except OSError:
        return 0


def read_order() -> dict[str, Any]:
    """Return the order; leave when none comes."""
    line = b""
    while not line.endswith(b"\n"):
        chunk = os.read(0, CHUNK)
        if not chunk:
            os._exit(0)
        line += chunk
    order: dict[str, Any] = json.loads(line)
    return order


def redirect(log: str) -> None:
    """Read nothing and write to the log from now on, first what the imports have printed already."""
    sys.stdout.flush()
    sys.stderr.flush()
    said = b""
    while True:
        chunk = os.pread(1, CHUNK, len(said))
        if not chunk:
            break
        said += chunk
    nothing = os.open(os.devnull, os.O_RDWR)
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    if said:
        os.write(output, said)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(nothing)
    os.close(output)


def is_shadowed(names: set[str]) -> bool:
    """Tell whether a file here would have been imported instead of a module that is loaded already."""
    return any(entry.partition(".")[0] in names for entry in os.listdir(os.curdir))


def code_of(entry: str) -> CodeType | None:
    """Return the program's code; None for one that Python itself should complain about."""
    if os.path.islink(entry):
        return None  # its modules are looked for beside the file that it names
    try:
        with open(entry, "rb") as file:
            return compile(file.read(), os.path.abspath(entry), "exec", dont_inherit=True)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def run(code: CodeType, command: list[str]) -> None:
    """Run the program as the interpreter would have."""
    program = type(sys)("__main__")
    path = os.path.abspath(command[1])
    loader = sys.modules["_frozen_importlib_external"].SourceFileLoader("__main__", path)
    program.__dict__.update(__file__=path, __loader__=loader, __builtins__=sys.modules["builtins"])
    if sys.version_info < (3, 14):
        program.__dict__.update(__cached__=None, __annotations__={})
    sys.modules["__main__"] = program
    sys.argv = list(command[1:])
    sys.orig_argv = list(command)
    try:
        exec(code, program.__dict__)
    except SystemExit:
        raise
    except BaseException as error:
        # Without our own frame, so that the traceback begins in the program; what is left is to end as it would.
        trace = error.__traceback__ and error.__traceback__.tb_next
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        sys.excepthook = lambda *_: None
        raise


main()
