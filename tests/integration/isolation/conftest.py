"""The same tests as whoever runs them, and, where that is root, as somebody else as well."""

import json
import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SOMEBODY = 54321  # a user without an account, without a home of its own, and without any right
IDENTITIES = ["root", "somebody"] if os.geteuid() == 0 else ["somebody"]

# The interpreter may lie in a folder that only root enters: show it, and nothing else of that folder, to somebody.
AS_SOMEBODY = """
set -e
user=$1; room=$2; closed=$3; prefix=$4; shift 4
mount -t tmpfs -o mode=755 tests "$room"
mkdir "$room/prefix" "$room/home"; chown "$user:$user" "$room/home"
if [ "$closed" != none ]; then
  mount --bind "$prefix" "$room/prefix"
  mount -t tmpfs -o mode=755 tests "$closed"; mkdir -p "$prefix"; mount --bind "$room/prefix" "$prefix"
fi
export HOME="$room/home" XDG_CACHE_HOME="$room/home/cache"
exec setpriv --reuid "$user" --regid "$user" --clear-groups --inh-caps=-all --bounding-set=-all -- "$@"
"""


def pytest_generate_tests(metafunc):
    if "identity" in metafunc.fixturenames:
        metafunc.parametrize("identity", IDENTITIES, scope="session")


def words_as(identity, words, room):
    """Return a command line that runs as somebody, whoever we are."""
    words = list(map(str, words))
    if identity == "root" or os.geteuid() != 0:
        return words
    room.mkdir(exist_ok=True, mode=0o755)
    prefix = Path(sys.base_prefix).resolve()
    closed = next((str(folder) for folder in reversed(prefix.parents) if not folder.stat().st_mode & 0o001), "none")
    before = ["unshare", "--mount", "--propagation", "private", "--", "sh", "-c", AS_SOMEBODY, "sh"]
    return [*before, str(SOMEBODY), str(room), closed, str(prefix), *words]


@pytest.fixture(scope="session")
def room():
    """Return a folder that somebody else may enter, too; those of pytest are its user's alone."""
    with tempfile.TemporaryDirectory(prefix="kata-tests-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture(scope="session")
def run_as(room):
    """Return a function that runs a command as root or somebody."""

    def run(identity, *words, env=None):
        return subprocess.run(
            words_as(identity, words, room / "as"),
            cwd=ROOT,
            env=os.environ | (env or {}),
            capture_output=True,
            text=True,
            check=False,
            timeout=110,
        )

    return run


@pytest.fixture(scope="session")
def look(run_as, room):
    """Return a function that runs a program's text in a cell and returns what it printed."""
    numbers = iter(range(1000))

    def run(identity, program, *more, env=None):
        folder = room / f"program-{next(numbers)}"
        folder.mkdir()
        (folder / "app.py").write_text(textwrap.dedent(program))
        ran = run_as(identity, sys.executable, Path(__file__).parent / "in_cell.py", folder, *more, env=env)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    return run


@pytest.fixture
def without(room):
    """Return a function that gives a PATH on which everything is but some programs."""

    def path(*hidden):
        folder = room / "-".join(("without", *hidden))
        folder.mkdir(exist_ok=True)
        for place in ("/usr/bin", "/bin", "/usr/sbin", "/sbin"):
            for program in Path(place).iterdir():
                link = folder / program.name
                if program.name not in hidden and not link.is_symlink():
                    link.symlink_to(program)
        return {"PATH": str(folder)}

    return path
