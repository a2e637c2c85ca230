"""The exact line that gives a machine what isolated grading lacks there (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_INSTALL = (
    (("debian", "ubuntu"), "apt-get install -y {}"),
    (("fedora", "rhel", "centos"), "dnf install -y {}"),
    (("arch",), "pacman -S --noconfirm {}"),
    (("alpine",), "apk add {}"),
    (("suse", "opensuse"), "zypper --non-interactive install {}"),
)
_APPARMOR = "kernel.apparmor_restrict_unprivileged_userns"
_CLONE = "kernel.unprivileged_userns_clone"
_MOST = "user.max_user_namespaces"
KNOBS = (_APPARMOR, _CLONE, _MOST)

ELSEWHERE = (
    "grade on Linux: in WSL2 (Windows), or in a container: "
    'docker run --rm --security-opt seccomp=unconfined --security-opt systempaths=unconfined -v "$PWD:/work" -w /work '
    'python:3.12 sh -c "apt-get update && apt-get install -y bubblewrap && pip install backend-kata && kata grade ."'
)  # fmt: skip
CONTAINER = (
    "docker run --security-opt seccomp=unconfined --security-opt systempaths=unconfined ...  "
    "(this container forbids namespaces of its own)"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decides which line helps."""

    release: Mapping[str, str]  # /etc/os-release
    knobs: Mapping[str, str]  # kernel settings that are there
    is_root: bool
    is_container: bool

    def as_root(self, line: str) -> str:
        """Return a command line for root, as this user types it."""
        return line if self.is_root else f"sudo {line}"


def install_line(package: str, around: Surroundings) -> str:
    """Return the line that installs a package here."""
    names = f"{around.release.get('ID', '')} {around.release.get('ID_LIKE', '')}".lower().split()
    for systems, line in _INSTALL:
        if any(name.startswith(systems) for name in names):
            return around.as_root(line.format(package))
    return f"install the package {package} with this system's package manager"


def allowing_line(told: str, around: Surroundings) -> str:
    """Return the line that lets bubblewrap make a cell here, from what it said when it could not."""
    if around.knobs.get(_APPARMOR) == "1":
        return around.as_root(f"sysctl -w {_APPARMOR}=0")
    if around.knobs.get(_CLONE) == "0":
        return around.as_root(f"sysctl -w {_CLONE}=1")
    if around.knobs.get(_MOST) == "0":
        return around.as_root(f"sysctl -w {_MOST}=15000")
    if around.is_container:
        return CONTAINER
    return f"see why bubblewrap cannot make a cell here: {told}"


def release_from(text: str) -> dict[str, str]:
    """Return the fields of /etc/os-release."""
    pairs = (line.partition("=") for line in text.splitlines())
    return {name: value.strip().strip('"') for name, _, value in pairs if value}
