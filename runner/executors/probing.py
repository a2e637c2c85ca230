"""Try a cell before the first submission is: a program of ours that wants to break out looks around in it."""

from __future__ import annotations

import json
import os
import platform
import secrets
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from runner.errors import SandboxError
from runner.executors.cell import Plan, open_cell
from runner.executors.errand import Errand, errand_to_bytes
from runner.model import Job, Kata, Submission
from runner.platforms.kinds import MARKER
from runner.platforms.sockets import abstract_listener
from runner.sandboxes.bubblewrap import OURS, PROGRAMS
from runner.sandboxes.limits import MEGABYTE
from runner.sandboxes.parcels import packed
from runner.sandboxes.view import View
from runner.suites.starting import ROOT

SECONDS = 30.0
_PROCESSES = 60  # as many as a probe may have, so that it soon finds out
_BOOT = "import sys; sys.path.append(sys.argv[1]); from runner.executors.probed import main; main()"
_PROBE = Path(__file__).resolve().parents[1] / "sandboxes" / "probe.py"

# By their numbers on x86_64 and aarch64; with arguments that harm nobody where they are allowed after all.
_CALLS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "x86_64": (("unshare", 272, 0x10000000), ("ptrace", 101, 0), ("keyctl", 250, 0), ("io_uring_setup", 425, 0)),
    "aarch64": (("unshare", 97, 0x10000000), ("ptrace", 117, 0), ("keyctl", 219, 0), ("io_uring_setup", 425, 0)),
}


@dataclass(frozen=True, slots=True)
class Probed:
    """What came of it: how much was tried, and all that was seen."""

    tried: int
    seen: tuple[str, ...]


def probe(plan: Plan, seen_by_servers: View, secrets_of_ours: tuple[Path, ...], token: str) -> Probed:
    """Run the probe in a real cell; SandboxError when that cannot even be opened."""
    with _canaries() as canaries, tempfile.TemporaryDirectory(prefix="kata-probe-") as name:
        folder = Path(name)
        (folder / "app.py").write_bytes(_PROBE.read_bytes())
        (folder / "suite").mkdir()
        (folder / "suite" / "checks.yaml").write_text(canaries.secret, "utf-8")
        wanted = {
            "secret": canaries.secret,
            "port": canaries.port,
            "abstract": canaries.abstract,
            "files": [
                str(folder / "suite/checks.yaml"),
                str(OURS / "kata/suite/checks.yaml"),
                "/etc/shadow",
                str(Path.home()),
                *map(str, secrets_of_ours),
            ],
            "folders": [place for place in seen_by_servers.places if Path(place).is_dir()],
            "calls": _CALLS.get(platform.machine(), ()),
            "disk": max(plan.allowance.disk, plan.allowance.program),
            "processes": _PROCESSES * 2,
            "memory": plan.allowance.memory + 64 * MEGABYTE,
        }
        command = ("${PYTHON}", "app.py", json.dumps(wanted))
        allowance = replace(plan.allowance, processes=_PROCESSES)
        plan = replace(plan, environment={**plan.environment, "KATA_CANARY": canaries.secret}, allowance=allowance)
        return _probed(first_line_of(plan, seen_by_servers, folder, command, token))


def first_line_of(plan: Plan, seen: View, folder: Path, start: tuple[str, ...], token: str) -> bytes:
    """Run a program in a cell as a submission's server would run, until it has printed a line, and return that."""
    submission = Submission("probe", PROGRAMS / "probe", start)
    kata = Kata("probe", "", "", "", (), (), (), OURS / "kata", OURS / "none")
    errand = Errand(
        job=Job(kata, submission, 0),
        token=secrets.token_hex(16),
        view=seen,
        allowance=plan.allowance,
        program=packed(folder, ("suite",)),
        suite=packed(folder / "suite") if (folder / "suite").is_dir() else b"",
        checks=b"",
    )
    command = (sys.executable, "-I", "-X", "utf8", "-c", _BOOT, str(ROOT))
    deadline = time.monotonic() + SECONDS
    line = b""
    with open_cell(plan, command, submission.folder, {MARKER: f"{token}.probe"}) as cell:
        if cell.next_line(deadline):
            cell.give(errand_to_bytes(errand))
            line = cell.next_line(deadline) or b""
        log = cell.close()
    if not line:
        raise SandboxError(_last(log))
    return line


@dataclass(frozen=True, slots=True)
class _Canaries:
    """What nobody in a cell may see: a secret in a file and a variable, and servers that listen outside."""

    secret: str
    port: int
    abstract: str


@contextmanager
def _canaries() -> Iterator[_Canaries]:
    secret = secrets.token_hex(16)
    with ExitStack() as held:
        listener = held.enter_context(socket.create_server(("127.0.0.1", 0)))
        held.enter_context(abstract_listener(secret))
        os.environ["KATA_CANARY"] = secret
        try:
            yield _Canaries(secret, listener.getsockname()[1], secret)
        finally:
            del os.environ["KATA_CANARY"]


def _last(log: str) -> str:
    return (log.strip().splitlines() or ["it ended without a word"])[-1]


def _probed(line: bytes) -> Probed:
    try:
        found = json.loads(line)
        return Probed(int(found["tried"]), tuple(map(str, found["seen"])))
    except (ValueError, KeyError, TypeError) as error:
        raise SandboxError(f"the probe did not run: {line[-600:].decode('utf-8', 'replace').strip()}") from error
