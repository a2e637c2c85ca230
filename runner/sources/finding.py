"""Find the pack to work with: a folder above the working folder, else the one that came with kata."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from runner.errors import MachineError
from runner.words import say

PACK_FILE: Final = "katas.yaml"
_FORMAT_KEY: Final = re.compile(rb"^format[ \t]*:", re.MULTILINE)
_ENOUGH_TO_TELL: Final = 64 * 1024


def find_pack(start: Path) -> Path:
    """Return the root folder of the nearest pack: it holds katas.yaml, katas/ and solutions/."""
    return pack_above(start) or bundled_pack()


def pack_above(start: Path) -> Path | None:
    """Return the nearest folder at or above this one that is a pack, if there is one."""
    here = start.absolute()
    return next((folder for folder in (here, *here.parents) if is_pack(folder)), None)


def bundled_pack() -> Path:
    """Return the pack that came with kata: inside the package when installed, beside it in a clone."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "bundled", package.parent):
        if is_pack(folder):
            return folder
    raise MachineError(
        say("sources.no-katas.what"),
        where=str(package),
        fix=say("sources.no-katas.fix"),
    )


def is_pack(folder: Path) -> bool:
    """Tell whether a folder is the root of a pack; a katas.yaml of somebody else's is none.

    Where katas lie it is one, whatever became of its katas.yaml: else a broken pack would pass for the bundled one.
    """
    katas = folder / "katas"
    try:
        return katas.is_dir() and (_names_its_format(folder / PACK_FILE) or any(katas.glob("*/kata.yaml")))
    except OSError:
        return False


def _names_its_format(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return _FORMAT_KEY.search(opened.read(_ENOUGH_TO_TELL)) is not None
