"""What only some systems have is asked for in runner/platforms alone; every other module is the same everywhere."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import mypy
import pytest

# Each with the reason why it may.
EXCEPTIONS = {
    "sandboxes/probe.py": "runs alone in a cell of Linux, in the Python of submissions, where nothing of ours is",
    "parking/waiting_python.py": "runs alone in the learner's Python, where nothing of ours is; Windows never gets it",
    "sandboxes/bubblewrap.py": "calls nothing: /proc is a word of bubblewrap's command line, a place within a cell",
}

SYSTEMS = ("linux", "darwin", "win32")
# By these a process is started, or a file reached, on POSIX alone.
KEYWORDS = {
    "dir_fd", "src_dir_fd", "dst_dir_fd", "pass_fds", "preexec_fn", "process_group", "start_new_session", "umask",
}  # fmt: skip
PLACES = ("/proc", "/sys/")
STUBS = Path(mypy.__file__).parent / "typeshed" / "stdlib"


def holds(test: ast.expr, system: str) -> bool:
    """Tell whether a condition of the standard library's stubs holds on a system; one about versions counts as held."""
    if isinstance(test, ast.BoolOp):
        parts = [holds(part, system) for part in test.values]
        return all(parts) if isinstance(test.op, ast.And) else any(parts)
    if not isinstance(test, ast.Compare) or ast.unparse(test.left) != "sys.platform":
        return True
    is_named = ast.literal_eval(test.comparators[0]) == system
    return is_named if isinstance(test.ops[0], ast.Eq) else not is_named


def declared(body: list[ast.stmt], system: str) -> Iterator[str]:
    """Yield what stubs declare for a system; `X as X` is how they pass a name on."""
    for each in body:
        if isinstance(each, ast.If):
            yield from declared(each.body if holds(each.test, system) else each.orelse, system)
        elif isinstance(each, ast.FunctionDef | ast.ClassDef):
            yield each.name
        elif isinstance(each, ast.Assign | ast.AnnAssign):
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        elif isinstance(each, ast.ImportFrom):
            yield from (name.name for name in each.names if name.name in {"*", name.asname})


@cache
def names_of(module: str) -> tuple[frozenset[str], ...]:
    """Return what a module of the standard library has on each system; nothing for one that is no such module."""
    path = STUBS.joinpath(*module.split("."))
    file = path / "__init__.pyi" if path.is_dir() else path.with_suffix(".pyi")
    body = ast.parse(file.read_text("utf-8")).body if file.is_file() else []
    return tuple(frozenset(declared(body, system)) for system in SYSTEMS)


def is_everywhere(module: str, name: str = "") -> bool:
    """Tell whether a module, or a name in it, is known on all systems or on none."""
    known = names_of(module)
    return len({name in names if name else any(each[0] != "_" for each in names) for names in known}) == 1


def what_differs(source: str) -> Iterator[str]:
    """Yield, with its line, what a module asks for that not every system has: guarded or not."""
    tree = ast.parse(source)
    modules = {
        name.asname or name.name: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    }
    for node in ast.walk(tree):
        for asked in asked_by(node, modules):
            yield f"{node.lineno}: {asked}"


def asked_by(node: ast.AST, modules: dict[str, str]) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (each.name for each in names if not is_everywhere(each.name))
        case ast.ImportFrom(module=str(module), names=names, level=0):
            yield from (f"{module}.{each.name}" for each in names if not is_everywhere(module, each.name))
        case ast.Attribute(value=ast.Name(id=alias), attr=name) if alias in modules:
            if not is_everywhere(modules[alias], name):
                yield f"{modules[alias]}.{name}"
        case ast.Call(func=ast.Name(id="getattr" | "hasattr"), args=[ast.Name(id=alias), ast.Constant(value=name), *_]):
            if alias in modules and not is_everywhere(modules[alias], name):
                yield f"{modules[alias]}.{name}"
        case ast.Constant(value=str(text)) if text.startswith(PLACES):
            yield text
        case ast.keyword(arg=str(name)) if name in KEYWORDS:
            yield f"{name}="


@pytest.fixture(scope="module")
def differing(root):
    """Return what differs in our modules that are no platform's own: `file:line: what`."""
    runner = root / "runner"
    files = (path for path in sorted(runner.rglob("*.py")) if not path.is_relative_to(runner / "platforms"))
    return [
        f"{path.relative_to(runner).as_posix()}:{asked}"
        for path in files
        for asked in what_differs(path.read_text("utf-8"))
    ]


def test_what_differs_by_system_is_asked_for_in_platforms_alone(differing):
    assert [asked for asked in differing if asked.partition(":")[0] not in EXCEPTIONS] == []


def test_every_exception_is_needed(differing):
    assert set(EXCEPTIONS) <= {asked.partition(":")[0] for asked in differing}


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("import resource", "resource"),
        ("import termios as t", "termios"),
        ("from pwd import getpwnam", "pwd.getpwnam"),
        ("import os; os.fork()", "os.fork"),
        ("import os as system; system.geteuid()", "os.geteuid"),
        ("import os; os.pidfd_open(1)", "os.pidfd_open"),
        ("import os; getattr(os, 'O_NOFOLLOW', 0)", "os.O_NOFOLLOW"),
        ("import signal; hasattr(signal, 'setitimer')", "signal.setitimer"),
        ("from signal import SIGKILL", "signal.SIGKILL"),
        ("import select; select.poll()", "select.poll"),
        ("import socket; socket.AF_UNIX", "socket.AF_UNIX"),
        ("import time; time.clock_settime(0, 0)", "time.clock_settime"),
        ("import msvcrt", "msvcrt"),
        ("open(f'/proc/{pid}/stat')", "/proc/"),
        ("run(words, start_new_session=True)", "start_new_session="),
        ("import os; os.open(name, 0, dir_fd=3)", "dir_fd="),
    ],
)
def test_what_only_some_systems_have_is_found(line, asked):
    assert f"1: {asked}" in list(what_differs(line))


@pytest.mark.parametrize(
    "line", ["import os; os.getpid()", "from signal import SIGTERM", "import socket; socket.AF_INET6", "'see /proc'"]
)
def test_what_every_system_has_is_not(line):
    assert list(what_differs(line)) == []
