"""How the usual errors of a program that crashed at its start are mended."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

from runner.doctor.evidence import Evidence
from runner.tracks.complaints import Complaint
from runner.tracks.registry import TRACKS
from runner.words import say

_MODULE = re.compile(r"No module named '([^']+)'|Cannot find (?:module|package) '([^']+)'")
_NO_FILE = re.compile(r"can't open file '([^']+)'|Cannot find module '((?:/|[A-Z]:)[^']*)'")
# A file that may not be opened is named after the error; a port is not.
_FORBIDDEN = re.compile(r"Permission denied$|listen EACCES|bind .*permission denied", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"EADDRNOTAVAIL|ENOTFOUND|gaierror|cannot assign requested address", re.IGNORECASE)
_NOT_TEXT = re.compile(r"Non-UTF-8 code|null bytes|codec can't decode byte")
_KEY = re.compile(r"KeyError: '(\w+)'")
_KNOWN_VARIABLES = ("PORT", "KATA_DATA")
# Where a virtual environment is often kept; `.venv` beside the work is found without being active.
_ENVIRONMENTS = ("venv", "env", "../venv", "../env")
# What a Python package is called where it is installed from, when that differs.
_INSTALL_NAMES = {"yaml": "pyyaml", "dotenv": "python-dotenv", "jwt": "pyjwt", "PIL": "pillow", "bs4": "beautifulsoup4"}


def mending(evidence: Evidence, complaint: Complaint) -> str:
    """Return what to do about a complaint: what is known of it, else where to read on."""
    for remedy in _REMEDIES:
        if fix := remedy(evidence, complaint):
            return fix
    return say("doctor.mend.where", where=complaint.where) if complaint.where else say("doctor.mend")


def _missing_file(evidence: Evidence, complaint: Complaint) -> str:
    found = _NO_FILE.search(complaint.text)
    path = next(filter(None, found.groups()), "") if found else ""
    if not path or complaint.where:
        return ""
    return say("doctor.missing-file", name=Path(path).name, folder=evidence.folder)


def _missing_module(evidence: Evidence, complaint: Complaint) -> str:
    found = _MODULE.search(complaint.text)
    if not found:
        return ""
    module = found[1] or found[2]
    if module.startswith((".", "/")):
        return say("doctor.missing-module.beside", module=module)
    if not found[1]:
        return say("doctor.missing-module.npm", packages=_npm_packages(module))
    return _python_module_fix(evidence, module.partition(".")[0])


def _npm_packages(module: str) -> str:
    # What a track is set up with has the versions that its katas were solved with.
    setups = (track.setup.split()[2:] for track in TRACKS.values() if f" {module}@" in track.setup)
    return " ".join(next(setups, [module]))


def _python_module_fix(evidence: Evidence, module: str) -> str:
    near = get_close_matches(module, [path.stem for path in evidence.folder.glob("*.py")], n=1)
    if near:
        return say("doctor.missing-module.near", near=near[0])
    name = _INSTALL_NAMES.get(module, module)
    install = f"{evidence.command[0]} -m pip install {name}"
    if not evidence.is_bare:
        return say("doctor.missing-module.install", install=install)
    asleep = next((place for place in _ENVIRONMENTS if (evidence.folder / place / "pyvenv.cfg").is_file()), "")
    if asleep:
        return say("doctor.missing-module.asleep", environment=asleep)
    return say("doctor.missing-module.bare", install=install)


def _syntax(_: Evidence, complaint: Complaint) -> str:
    if complaint.kind in {"IndentationError", "TabError"}:
        return say("doctor.indentation")
    if _NOT_TEXT.search(complaint.text):
        return say("doctor.not-utf8")
    if complaint.kind == "SyntaxError":
        return say("doctor.syntax")
    return ""


def _port_is_text(_: Evidence, complaint: Complaint) -> str:
    if "'str' object cannot be interpreted as an integer" in complaint.text or "must be int, not str" in complaint.text:
        return say("doctor.port-is-text")
    return ""


def _misspelt_variable(_: Evidence, complaint: Complaint) -> str:
    found = _KEY.search(complaint.text)
    near = get_close_matches(found[1].upper(), _KNOWN_VARIABLES, n=1, cutoff=0.5) if found else []
    return say("doctor.misspelt-variable", near=near[0]) if near else ""


def _forbidden_port(evidence: Evidence, complaint: Complaint) -> str:
    if _FORBIDDEN.search(complaint.text):
        return say("doctor.forbidden-port", read_port=evidence.advice.read_port)
    return ""


def _foreign_address(_: Evidence, complaint: Complaint) -> str:
    if _NO_ADDRESS.search(complaint.text):
        return say("doctor.foreign-address")
    return ""


def _no_keyboard(_: Evidence, complaint: Complaint) -> str:
    if complaint.kind == "EOFError":
        return say("doctor.no-keyboard")
    return ""


_REMEDIES: tuple[Callable[[Evidence, Complaint], str], ...] = (
    _missing_file,
    _missing_module,
    _syntax,
    _port_is_text,
    _misspelt_variable,
    _forbidden_port,
    _foreign_address,
    _no_keyboard,
)
