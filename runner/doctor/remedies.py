"""How the usual errors of a program that crashed at its start are mended."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

from runner.doctor.evidence import Evidence
from runner.tracks.complaints import Complaint
from runner.tracks.interpreter import PYTHON_NAME, is_managed
from runner.tracks.modules import is_known_to_python, is_python_module, meant_node_package, meant_python_module
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
    if found[1]:
        return _python_module_fix(evidence, module)
    if meant := meant_node_package(module, evidence.folder):
        return say("doctor.missing-module.meant", meant=meant, module=module)
    return say("doctor.missing-module.npm", packages=_npm_packages(module))


def _npm_packages(module: str) -> str:
    # What a track is set up with has the versions that its katas were solved with.
    setups = (track.setup.split()[2:] for track in TRACKS.values() if f" {module}@" in track.setup)
    return " ".join(next(setups, [module]))


def _python_module_fix(evidence: Evidence, module: str) -> str:
    python = _python_of(evidence)
    top, _, rest = module.partition(".")
    own = {path.stem if path.suffix else path.name for path in evidence.folder.glob("*") if path.suffix in {"", ".py"}}
    if rest and (top in own or is_python_module(top, python)):
        return say("doctor.missing-module.within", module=module, top=top)
    near = [] if is_known_to_python(top) else get_close_matches(top, own, n=1)
    if near:
        return say("doctor.missing-module.near", near=near[0])
    if meant := meant_python_module(top, python):
        return say("doctor.missing-module.meant", meant=meant, module=top)
    return _install_fix(evidence, python, top)


def _install_fix(evidence: Evidence, python: str, module: str) -> str:
    name = _INSTALL_NAMES.get(module, module)
    is_chosen = not evidence.python or Path(python) == Path(evidence.python)
    if not is_chosen and is_managed(python):
        return _managed_fix(evidence, python, module, name)
    asleep = next((place for place in _ENVIRONMENTS if (evidence.folder / place / "pyvenv.cfg").is_file()), "")
    if asleep and evidence.is_bare:
        return say("doctor.missing-module.asleep", environment=asleep)
    if is_managed(python):
        return say("doctor.managed.environment", python=python, name=name)
    install = f"{python} -m pip install {name}"
    if evidence.is_bare:
        return say("doctor.missing-module.bare", install=install)
    return say("doctor.missing-module.install", install=install)


def _managed_fix(evidence: Evidence, python: str, module: str, name: str) -> str:
    """Return how to get a module where the system does not let anybody install into its Python."""
    start = ", ".join(['"${PYTHON}"', *evidence.command[1:]])
    if is_python_module(module, evidence.python):
        return say("doctor.managed.other-python", python=python, other=evidence.python, module=module, start=start)
    return say("doctor.managed.environment-and-start", python=python, name=name, start=start)


def _python_of(evidence: Evidence) -> str:
    """Return the interpreter that ran a Python program, by its path where that is to be found."""
    named = evidence.command[0] if evidence.command else ""
    if PYTHON_NAME.fullmatch(Path(named).name):
        return named if "/" in named else shutil.which(named, path=evidence.path or None) or named
    return evidence.python or "python3"


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
