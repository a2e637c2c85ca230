"""What a cell sees of this machine, all of it read-only: the system, an interpreter, and nothing of ours or anybody's.

Interpreters keep their own paths inside, since scripts and environments name them; the folders above are the cell's.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_SYSTEM_LINKS = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")  # folders of their own on older systems
_CONFIGURATION = (
    "/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/ssl", "/etc/pki",
    "/etc/ca-certificates", "/etc/localtime", "/etc/timezone", "/etc/mime.types", "/etc/php",
    "/etc/maven/m2.conf", "/etc/maven/logging",
    *(f"/etc/java-{version}-openjdk" for version in range(8, 40)),
)  # fmt: skip
_TOO_WIDE = frozenset(map(Path, ("/", "/home", "/root", "/opt", "/var", "/tmp", "/srv", "/mnt", "/usr/..")))  # noqa: S108 (named to be refused)
_OURS = ("runner/suites/child.py", "runner/bundled/katas.yaml")  # by these a copy of kata is known
_LIBRARIES = frozenset({"site-packages", "dist-packages"})
_PACKAGES = ("lib/python3*/site-packages", "lib/python3*/dist-packages", "lib/python3/dist-packages")


@dataclass(frozen=True, slots=True)
class View:
    """Places of this machine that a cell shows, and those among them that it covers."""

    places: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()  # target, place
    covered: tuple[str, ...] = ()


def system_view() -> View:
    """Return what every program needs of a system."""
    links = [(str(Path(place).readlink()), place) for place in _SYSTEM_LINKS if Path(place).is_symlink()]
    own = [place for place in _SYSTEM_LINKS if Path(place).is_dir() and not Path(place).is_symlink()]
    found = [place for place in _CONFIGURATION if Path(place).exists()]
    return View(("/usr", *own, *found), tuple(links))


def with_places(view: View, places: Iterable[Path]) -> View:
    """Return a view that shows more places: each once, and none that lies in another."""
    shown = [Path(place) for place in view.places]
    for place in sorted(set(places), key=lambda place: len(place.parts)):
        if place.exists() and not any(place.is_relative_to(other) for other in shown):
            shown.append(place)
    return View(tuple(map(str, shown)), view.links, view.covered)


def with_more(view: View, places: Iterable[str]) -> View:
    """Return a view that shows more places, which lie elsewhere on this machine."""
    return View((*view.places, *places), view.links, view.covered)


def covering(view: View, secrets: Iterable[Path]) -> View:
    """Return a view that covers these folders and every copy of kata, where it would show them."""
    shown = [Path(place).resolve() for place in view.places]
    wanted = {secret.resolve() for secret in secrets} | {copy for place in shown for copy in _copies_of_kata(place)}
    found = [secret for secret in sorted(wanted) if secret.is_dir() and any(map(secret.is_relative_to, shown))]
    outermost = [secret for secret in found if not any(other in secret.parents for other in found)]
    return View(view.places, view.links, tuple(map(str, outermost)))


def interpreter_places(python: str) -> tuple[Path, ...]:
    """Return the folders that a Python needs to run: its environment, and the installation beneath it."""
    found = [place for hop in _hops(Path(python)) for place in _prefixes(hop)]
    if python == sys.executable:
        found += [Path(prefix) for prefix in (sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)]
        # Libraries may lie elsewhere, named by a .pth file; nothing else that Python looks through is for a cell.
        found += [Path(place) for place in sys.path if Path(place).name in _LIBRARIES]
    return tuple(part for place in dict.fromkeys(found) for part in _parts(place))


def program_places(executable: str) -> tuple[Path, ...]:
    """Return the folders that another language's program needs to run."""
    found = [hop.parent.parent for hop in _hops(Path(executable)) if hop.parent.name == "bin"]
    return tuple(part for place in dict.fromkeys(found) for part in _parts(place)) or (Path(executable),)


def _hops(path: Path) -> Iterator[Path]:
    """Yield a path and what its links lead to, step by step."""
    for _ in range(40):
        yield path
        if not path.is_symlink():
            break
        path = Path(os.path.normpath(path.parent / path.readlink()))
    yield path.resolve()


def _prefixes(python: Path) -> Iterator[Path]:
    prefix = python.parent.parent
    settings = prefix / "pyvenv.cfg"
    yield prefix
    if settings.is_file():
        for line in settings.read_text("utf-8", "replace").splitlines():
            key, _, value = line.partition("=")
            if key.strip() == "home":
                yield Path(value.strip()).parent


def _parts(prefix: Path) -> tuple[Path, ...]:
    # Who installs a tool right into the home folder does not mean to show that folder.
    if prefix in _TOO_WIDE or Path.home().is_relative_to(prefix) or prefix == Path.home() / ".local":
        return tuple(prefix / name for name in ("bin", "lib", "lib64", "include") if prefix != Path("/"))
    return (prefix,)


def _copies_of_kata(place: Path) -> Iterator[Path]:
    below = (found for prefix in (place, place / "local") for pattern in _PACKAGES for found in prefix.glob(pattern))
    for packages in (place, *below):
        if packages.name in _LIBRARIES and any((packages / mark).is_file() for mark in _OURS):
            yield packages / "runner"
            yield from packages.glob("backend_kata-*")
