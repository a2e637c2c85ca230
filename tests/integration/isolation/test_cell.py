"""What a program in a cell sees, has and may do; each of these was once got wrong by somebody."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from runner.sandboxes.limits import ALLOWANCE
from runner.sandboxes.slots import SLOTS

FACTS = """
import ctypes, json, os, resource, socket

def tried(act):
    try:
        act()
    except Exception as error:
        return type(error).__name__ + " " + str(getattr(error, "errno", ""))
    return "done"

def call(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.syscall(number, *arguments), ctypes.get_errno()

def is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True

def size(place):
    found = os.statvfs(place)
    return found.f_blocks * found.f_frsize

arm = os.uname().machine == "aarch64"
print(json.dumps({
    "root": sorted(os.listdir("/")),
    "cards": [name for _, name in socket.if_nameindex()],
    "mounts": open("/proc/self/mountinfo").read(),
    "status": dict(line.split(":\\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\\t" in line),
    "environment": dict(os.environ),
    "files": [number for number in range(3, 256) if is_open(number)],
    "processes": [name for name in os.listdir("/proc") if name.isdigit()],
    "folder": os.getcwd(),
    "sizes": {place: size(place) for place in ("/tmp", "/dev/shm", os.getcwd(), os.environ["KATA_DATA"])},
    "written": {place: tried(lambda: open(place + "/new", "w")) for place in ("/", "/dev", "/usr", "/etc", "/proc")},
    "own": {place: tried(lambda: open(place + "/new", "w"))
            for place in (os.getcwd(), os.environ["KATA_DATA"], "/tmp", "/dev/shm")},
    "ptrace": call(117 if arm else 101, 0),
    "namespace": call(97 if arm else 272, 0x10000000),
    "memfd": call(279 if arm else 319, b"x", 0),
    "clone3": call(435, 0, 0),
    "vsock": tried(lambda: socket.socket(40, socket.SOCK_STREAM)),
    "algorithms": tried(lambda: socket.socket(38, socket.SOCK_SEQPACKET)),
    "limits": {name: resource.getrlimit(getattr(resource, "RLIMIT_" + name))
               for name in ("NPROC", "NOFILE", "FSIZE", "DATA", "CORE")},
    "user": [os.getuid(), os.getgid()],
}), flush=True)
"""


@pytest.fixture(scope="session")
def facts(identity, look):
    return look(identity, FACTS)


def test_it_sees_the_system_its_interpreter_and_its_own_folders(facts):
    strange = set(facts["root"]) - {
        "usr",
        "bin",
        "sbin",
        "lib",
        "lib32",
        "lib64",
        "libx32",
        "etc",
        "dev",
        "proc",
        "tmp",
    }

    assert {"kata", "kata-run"} <= strange
    assert "cell" not in strange  # where our own things lie
    assert facts["folder"] == "/kata/probe"


def test_no_card_of_this_machine_is_to_be_seen(facts):
    assert facts["cards"] == ["lo"]
    assert "sys" not in facts["root"]


def test_the_table_of_mounts_does_not_tell_where_the_submission_lies(facts, room):
    assert str(room) not in facts["mounts"]


def test_nothing_but_its_own_places_can_be_written(facts):
    assert set(facts["own"].values()) == {"done"}
    refused = ("OSError 30", "PermissionError", "FileNotFoundError")
    assert [place for place, found in facts["written"].items() if not found.startswith(refused)] == []


def test_each_of_its_places_is_small(facts):
    most = max(ALLOWANCE.disk, ALLOWANCE.program, ALLOWANCE.temporary)

    assert all(0 < size <= most for size in facts["sizes"].values())


def test_no_file_of_ours_is_open_in_it(facts):
    assert facts["files"] == []


def test_no_variable_of_the_grader_is_in_its_environment(facts):
    assert "KATA_CANARY" not in facts["environment"]
    assert set(facts["environment"]) <= {
        "PATH", "HOME", "TMPDIR", "USER", "LOGNAME", "LANG", "LC_CTYPE", "TZ", "VIRTUAL_ENV", "PWD",
        "PYTHONUNBUFFERED", "PORT", "KATA_DATA", "KATA_RUN",
        # Where the cell shows libraries; set by us, whatever the grader's are.
        "GOCACHE", "GOFLAGS", "GOMODCACHE", "GOPROXY", "MAVEN_OPTS",
    }  # fmt: skip


def test_it_sees_no_process_but_its_own(facts):
    assert len(facts["processes"]) <= 2


def test_it_is_nobody_and_may_not_become_somebody(facts):
    assert facts["user"] == [1000, 1000]
    assert {facts["status"][name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
    assert facts["status"]["NoNewPrivs"] == "1"
    assert facts["status"]["Seccomp"] == "2"


def test_what_no_server_needs_is_refused_by_the_kernel(facts):
    assert facts["ptrace"] == [-1, 1]
    assert facts["namespace"] == [-1, 1]
    assert facts["memfd"] == [-1, 38]
    assert facts["clone3"] == [-1, 38]  # so that programs go the other way, which is looked into
    assert facts["vsock"] == "OSError 97"
    assert facts["algorithms"] == "OSError 97"


def test_the_limits_are_those_that_are_promised(facts):
    assert facts["limits"]["NPROC"] == [512, 512]
    assert facts["limits"]["NOFILE"] == [2048, 2048]
    assert facts["limits"]["CORE"] == [0, 0]
    assert facts["limits"]["FSIZE"][1] == ALLOWANCE.file_size
    assert facts["limits"]["DATA"][1] == ALLOWANCE.memory


FORKS = """
import json, os, time
count = 0
try:
    while count < 300:
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
        count += 1
except OSError:
    pass
print(json.dumps(count), flush=True)
time.sleep(30)
"""


def test_each_cell_may_have_its_own_processes_whatever_its_neighbour_does(identity, look):
    with ThreadPoolExecutor() as pool:
        counts = list(pool.map(lambda _: look(identity, FORKS, 60), range(2)))

    assert all(50 <= count <= 60 for count in counts)


def test_no_process_of_a_cell_is_root_on_this_machine(identity, run_as, room):
    program = "import time; print('{}', flush=True); time.sleep(1)"
    folder = room / f"sleeps-{identity}"
    folder.mkdir()
    (folder / "app.py").write_text(program)
    script = Path(__file__).parent / "users_of_a_cell.py"

    ran = run_as(identity, sys.executable, script, folder)

    assert ran.returncode == 0, ran.stderr
    users = set(json.loads(ran.stdout))
    assert len(users) == 1
    assert users <= (set(SLOTS) if identity == "root" else {54321, os.geteuid()} - {0})


def test_the_first_process_is_known_however_slowly_its_number_is_told():
    from runner.executors.cell import first_process

    sleeper = subprocess.Popen(["sleep", "60"])
    told, telling = os.pipe()
    try:
        with ThreadPoolExecutor() as pool, os.fdopen(told, "rb") as hearing:
            handle = pool.submit(first_process, hearing)
            for piece in (b'{\n  "child-', b'pid": ', str(sleeper.pid).encode(), b"\n}\n"):
                os.write(telling, piece)
            os.close(telling)
            first = handle.result(10)
        assert not first.is_over(0)
        first.close()
    finally:
        sleeper.kill()
        sleeper.wait()
