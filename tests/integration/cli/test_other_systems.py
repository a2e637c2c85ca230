"""What macOS and Windows get of the command line, tried on this system with what differs there put in its place."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FLOW = Path(__file__).resolve().parents[2] / "packs" / "flow"

# Put in place before anything of ours is loaded.
MACOS = """
from runner.platforms import here, other
here.HERE = other.Other()
"""
WINDOWS = """
import platform
from runner.platforms import here, other
here.HERE = type("Windows", (other.Other,), {"is_posix": False})()
platform.system = lambda: "Windows"
"""
# What POSIX alone has is taken away, as far as the libraries go without it that know this system.
WITHOUT_POSIX = (
    MACOS
    + """
import os, platform, signal, socket, sys
sys.modules.update(dict.fromkeys(("grp", "pwd", "resource", "syslog", "termios", "tty")))
names = ("chown", "fork", "geteuid", "memfd_create", "pidfd_open", "statvfs")
for module, gone in ((os, names), (signal, ("SIGALRM", "SIGHUP", "setitimer")), (socket, ("AF_UNIX",))):
    for name in gone:
        delattr(module, name)
platform.system = lambda: {system!r}
"""
)
END = "\nfrom runner.cli.main import main\nmain()\n"


@pytest.fixture
def kata(tmp_path):
    caches = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}

    def run(system, *words, cwd):
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **caches}
        options = {"capture_output": True, "text": True, "timeout": 100, "stdin": subprocess.DEVNULL}
        command = [sys.executable, "-c", system + END, *words]
        return subprocess.run(command, cwd=cwd, env=environment, check=False, **options)

    return run


@pytest.fixture
def pack(tmp_path):
    return Path(shutil.copytree(FLOW, tmp_path / "pack"))


@pytest.fixture
def work(pack, kata):
    assert kata(MACOS, "init", "work", "--track", "python", cwd=pack).returncode == 0
    assert kata(MACOS, "next", cwd=pack / "work").returncode == 0
    shutil.copy(FLOW / "solutions/notes/python/app.py", pack / "work/notes/app.py")
    return pack / "work"


def one_line(text):
    return " ".join(text.split())


def asks_for_sigterm(pack, step="terminate: {within: 3}"):
    """Add a check that sends SIGTERM."""
    checks = pack / "katas/notes/suite/checks.yaml"
    rule = next(line for line in checks.read_text().splitlines() if line.strip().startswith("rule:")).strip()
    checks.write_text(
        checks.read_text().rstrip()
        + f"\n  - id: ends-when-asked\n    {rule}\n    title: It ends when it is asked to\n"
        + f"    why: Systems ask before they kill.\n    steps:\n      - {step}\n"
    )


@pytest.mark.parametrize("system", [MACOS, WINDOWS, WITHOUT_POSIX.format(system="Windows")])
def test_a_kata_passes(system, work, kata):
    ran = kata(system, "test", cwd=work)

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_macos_sends_sigterm(pack, work, kata):
    asks_for_sigterm(pack)

    ran = kata(MACOS, "test", "--only", "ends-when-asked", cwd=work)

    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("step", ["terminate: {within: 3}", "restart: terminate"])
def test_windows_refuses_a_check_that_sends_sigterm(step, pack, work, kata):
    asks_for_sigterm(pack, step)

    ran = kata(WINDOWS, "test", cwd=work)

    assert ran.returncode == 5, ran.stdout + ran.stderr
    told = one_line(ran.stderr)
    assert "a check asks the program to end (SIGTERM), and Windows cannot" in told
    assert "next: Run this kata in WSL (wsl --install)" in told


def test_the_other_checks_run_on_windows(pack, work, kata):
    asks_for_sigterm(pack)

    ran = kata(WINDOWS, "test", "--only", "changes-a-note", cwd=work)

    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("words", ["start: [./serve]", "build: [[./serve]]\nstart: [python3, app.py]"])
def test_windows_starts_no_scripts_and_says_where_they_are_started(words, work, kata):
    # Without a first line that names its interpreter no system starts it.
    (work / "notes/serve").write_text("exec python3 app.py\n")
    (work / "notes/serve").chmod(0o755)
    (work / "notes/workspace.yaml").write_text(f"format: 1\n{words}\n")

    ran = kata(WINDOWS, "test", cwd=work)

    assert ran.returncode == 3, ran.stdout + ran.stderr
    assert "Windows cannot start ./serve as it stands there" in one_line(ran.stdout)
    assert "work in WSL (wsl --install)" in one_line(ran.stdout)


@pytest.mark.parametrize(
    ("system", "line"),
    [
        (MACOS, ""),
        (WINDOWS, "kata was tried on Linux alone; should something go wrong here, use WSL (wsl --install)"),
        (
            MACOS + "import platform\nplatform.system = lambda: 'Darwin'",
            "use a container or virtual machine with Linux",
        ),
    ],
)
def test_the_doctor_says_what_was_never_tried(system, line, work, kata):
    told = one_line(kata(system, "doctor", cwd=work).stdout)

    assert line in told
    assert ("tried on Linux alone" in told) == bool(line)


@pytest.mark.parametrize("system", ["Windows", "Darwin"])
@pytest.mark.parametrize("words", [("grade", "."), ("doctor", "--grade")])
def test_grading_is_refused_by_a_line_that_says_where_it_works(system, words, kata):
    ran = kata(WITHOUT_POSIX.format(system=system), *words, cwd=FLOW)

    assert ran.returncode == 5, ran.stdout + ran.stderr
    told = one_line(ran.stdout + ran.stderr)
    assert f"not on {system}" in told
    assert "grade on Linux: in WSL2 (Windows), or in a container" in told
