"""The command lines of bubblewrap: the outer cell of a submission, and the inner one of each of its servers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from runner.sandboxes.limits import Allowance
from runner.sandboxes.view import View

PROGRAM = "bwrap"
OLDEST = (0, 8)  # the first that can forbid further user namespaces

# Where things lie within a cell. The submission sees the first two and nothing else of ours.
PROGRAMS = Path("/kata")
RUN = Path("/kata-run")
OURS = Path("/cell")
TEMPORARY = RUN / "tmp"  # is /tmp to the submission
_TEMPORARY = Path("/tmp")  # noqa: S108 (the cell's)

WRAPPERS = 2  # processes of bubblewrap around a program: one that waits, and the first of the new process space

_USER = "1000"  # what every program of a cell takes itself for
_NAMESPACES = ("--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try")
_IDENTITY = ("--uid", _USER, "--gid", _USER, "--hostname", "kata")

_SEALED = ("--remount-ro", "/dev", "--remount-ro", "/")

# The cell's own /etc: nobody's accounts, nobody's network.
ETC = {
    "/etc/passwd": f"kata:x:{_USER}:{_USER}:kata:/tmp:/bin/sh\n",
    "/etc/group": f"kata:x:{_USER}:\n",
    "/etc/hosts": "127.0.0.1 localhost kata\n::1 localhost\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "/etc/resolv.conf": "",
}


@dataclass(frozen=True, slots=True)
class Files:
    """The numbers of open files that bubblewrap is given."""

    etc: Mapping[str, int]  # each of the cell's own files
    told_on: int  # takes the number of the cell's first process


def outer_words(
    view: View, sources: Mapping[str, str], files: Files, allowance: Allowance, program: Path
) -> tuple[str, ...]:
    """Return what bubblewrap is told, before a command of ours, to run that in a cell of its own.

    `sources` says where a place is reached that is perhaps not to be entered by its own path.
    """
    words = [*_NAMESPACES, "--unshare-net", *_IDENTITY, "--die-with-parent", "--new-session"]
    sizes = ((_TEMPORARY, allowance.temporary), (OURS, allowance.temporary), (RUN, allowance.disk))
    for folder, size in (*sizes, (program, allowance.program)):
        words += ["--size", str(size), "--tmpfs", str(folder)]
    # After /tmp: an environment may lie in it.
    words += _shown(view, sources)
    words += ["--proc", "/proc", "--dev", "/dev"]
    for place, number in files.etc.items():
        words += ["--file", str(number), place]
    return (*words, *_SEALED, "--cap-drop", "ALL", "--info-fd", str(files.told_on), "--")


def inner_words(view: View, writable: Iterable[Path], folder: Path, seccomp: int, allowance: Allowance) -> list[str]:
    """Return the beginning of a command line that runs a submission's program, one level deeper."""
    words = [PROGRAM, *_NAMESPACES, "--disable-userns", *_IDENTITY]
    # What a program leaves in /tmp is there when it is started again, as on any machine.
    words += ["--bind", str(TEMPORARY), str(_TEMPORARY)]
    words += _shown(view, {})
    words += ["--proc", "/proc", "--dev", "/dev", "--size", str(allowance.temporary)]
    words += ["--tmpfs", "/dev/shm"]  # noqa: S108 (the cell's)
    # No server needs a terminal, and all of them together come out of one supply of the machine.
    words += ["--size", "4096", "--tmpfs", "/dev/pts", "--remount-ro", "/dev/pts"]
    for place in ETC:
        words += ["--ro-bind", place, place]
    for place in view.covered:
        words += ["--tmpfs", place, "--remount-ro", place]
    for path in writable:
        words += ["--bind", str(path), str(path)]
    words += [*_SEALED, "--chdir", str(folder), "--cap-drop", "ALL", "--seccomp", str(seccomp), "--"]
    return words


def _shown(view: View, sources: Mapping[str, str]) -> list[str]:
    words: list[str] = []
    for place in view.places:
        words += ["--ro-bind", sources.get(place, place), place]
    for target, place in view.links:
        words += ["--symlink", target, place]
    return words
