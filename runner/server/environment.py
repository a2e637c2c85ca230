"""What a program is given: an environment built from an allow-list, and a command with its variables filled in."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from runner.platforms.kinds import MARKER
from runner.ports import Environment

# Nothing that could hold a secret: tokens, GITHUB_*, SSH_* and cloud variables stay behind.
KEPT = frozenset(
    {
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "SHELL", "TERM",
        "VIRTUAL_ENV", "JAVA_HOME", "MAVEN_OPTS", "GOPATH", "GOROOT", "GOCACHE", "GOMODCACHE", "GOPROXY", "GOFLAGS",
        "NODE_PATH", "NVM_DIR", "VOLTA_HOME", "FNM_DIR", "PYENV_ROOT", "ASDF_DIR", "ASDF_DATA_DIR", "CARGO_HOME",
        "RUSTUP_HOME", "DOTNET_ROOT", "GEM_HOME", "GEM_PATH", "COMPOSER_HOME", "MIX_HOME", "DENO_DIR", "BUN_INSTALL",
        "LD_LIBRARY_PATH", "SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "WINDIR", "APPDATA", "LOCALAPPDATA",
        "USERPROFILE", "PROGRAMFILES", "PROGRAMDATA", "NUMBER_OF_PROCESSORS",
    }
)  # fmt: skip
KEPT_PREFIX = "LC_"
KEPT_FOR_BUILDS = frozenset({"GODEBUG"})  # a program would print what it asks for

_VARIABLE = re.compile(r"\$\{(PORT|KATA_DATA|PYTHON)\}")


def build_environment(
    outer: Mapping[str, str], kata: tuple[tuple[str, str], ...], extra: Environment, own: Mapping[str, str]
) -> dict[str, str]:
    """Return a program's whole environment: what is kept of ours, the kata's, the check's, and last our own."""
    environment = {name: value for name, value in outer.items() if _is_kept(name)}
    environment["PYTHONUNBUFFERED"] = "1"
    environment.update(kata)
    for name, value in extra.items():
        if value is None:
            environment.pop(name, None)
        else:
            environment[name] = value
    environment.update(own)
    return environment


def own_variables(port: int, data: Path, mark: str) -> dict[str, str]:
    """Return the variables that kata itself gives to a program."""
    return {"PORT": str(port), "KATA_DATA": str(data), MARKER: mark}


def put_first_on_path(environment: dict[str, str], python: str) -> None:
    """Let programs that are installed in the chosen Python's virtual environment (gunicorn, flask) be found first."""
    folder = Path(python).parent
    # Only there: to put /usr/bin first would hide the node that the learner installed elsewhere.
    if (folder.parent / "pyvenv.cfg").is_file():
        environment["PATH"] = os.pathsep.join(filter(None, [str(folder), environment.get("PATH", "")]))


def substitute(command: tuple[str, ...], port: int, data: Path, python: str) -> tuple[str, ...]:
    """Fill in `${PORT}`, `${KATA_DATA}` and `${PYTHON}`; nothing else is touched and no shell is involved."""
    values = {"PORT": str(port), "KATA_DATA": str(data), "PYTHON": python}
    return tuple(_VARIABLE.sub(lambda found: values[found[1]], word) for word in command)


def _is_kept(name: str) -> bool:
    # Windows knows its variables in any case.
    return name.upper() in KEPT or name.startswith(KEPT_PREFIX)
