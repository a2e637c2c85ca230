"""A submission that tries to break out and prints what it saw, as one line of JSON; every line of it is bad news.

Runs in whatever Python runs submissions, alone, with what to look for in its only argument. Nothing of it is ever
imported by kata.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

FEW = 6  # processes of its own: bubblewrap, itself, and what it has just forked
LIBC = ctypes.CDLL(None, use_errno=True)
seen: list[str] = []
tried: list[str] = []


def look(what: str, look_up: Callable[[], Any]) -> None:
    """Note a thing when looking it up gives something."""
    tried.append(what)
    try:
        found = look_up()
    except (OSError, ValueError, ImportError, AttributeError, MemoryError):
        return
    if found:
        seen.append(what if found is True else f"{what}: {found}")


def read(path: str) -> bool:
    """Return True when a file can be read."""
    with open(path, "rb") as file:
        file.read(1)
    return True


def written(folder: str) -> bool:
    """Return True when a folder takes a new file."""
    path = f"{folder}/kata-canary-{os.getpid()}"
    with open(path, "wb"):
        pass
    os.unlink(path)
    return True


def opened_for_writing(path: str) -> bool:
    """Return True when a file can be opened for writing."""
    with open(path, "r+b"):
        return True


def connected(family: int, address: Any) -> bool:
    """Return True when somebody takes a connection."""
    with socket.socket(family, socket.SOCK_STREAM) as peer:
        peer.settimeout(0.5)
        peer.connect(address)
        return True


def socket_of(family: int, kind: int, protocol: int) -> bool:
    """Return True when there are such sockets."""
    socket.socket(family, kind, protocol).close()
    return True


def call(number: int, *arguments: int) -> bool:
    """Return True when the kernel does what is asked."""
    return bool(LIBC.syscall(number, *arguments) >= 0)


def done(act: Callable[..., Any], *arguments: float) -> bool:
    """Return True when something is allowed."""
    act(*arguments)
    return True


def status(field: str) -> str:
    """Return what the kernel says of this process."""
    with open("/proc/self/status") as file:
        return next((line.split()[1] for line in file if line.startswith(field + ":")), "")


def processes() -> list[str]:
    """Return every process that is to be seen."""
    return [name for name in os.listdir("/proc") if name.isdigit()]


def environments(needle: bytes) -> bool:
    """Return True when some process carries this in its environment."""
    for pid in processes():
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                if needle in file.read():
                    return True
        except OSError:
            continue
    return False


def wide_mounts(most: int) -> str:
    """Return where something may be written without end."""
    with open("/proc/self/mountinfo") as file:
        lines = [line.split() for line in file]
    for line in lines:
        place, options = line[4], line[5].split(",")
        if "rw" in options and os.path.isdir(place) and not place.startswith(("/proc", "/dev/pts")):
            size = os.statvfs(place)
            if size.f_blocks * size.f_frsize > most and os.access(place, os.W_OK):
                return place
    return ""


def forks(most: int) -> str:
    """Return how many processes were made, when there was no end to them."""
    children: list[int] = []
    try:
        while len(children) <= most:
            pid = os.fork()
            if pid == 0:
                time.sleep(60)
                os._exit(0)
            children.append(pid)
    except OSError:
        return ""
    finally:
        for pid in children:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    return f"more than {most}"


def allocated(most: int) -> bool:
    """Return True when one process gets so much memory."""
    return bool(bytearray(most))


def kata_on_the_path() -> str:
    """Return where kata could be imported from."""
    for folder in sys.path:
        for name in ("runner/suites", "runner/bundled", "katas.yaml"):
            if os.path.exists(f"{folder}/{name}"):
                return f"{folder}/{name}"
    return ""


def open_files() -> str:
    """Return the files that were open from the start."""
    return ", ".join(str(number) for number in range(3, 256) if is_open(number))


def is_open(number: int) -> bool:
    """Return True when a file of this number is open."""
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def leave_a_daemon() -> None:
    """Leave a process that does not want to end."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(600)
        os._exit(0)


def main(wanted: dict[str, Any]) -> None:
    """Try everything, tell what was seen, and leave something running."""
    look_for_files(wanted)
    look_for_neighbours(wanted)
    look_for_powers(wanted)
    print(json.dumps({"tried": len(tried), "seen": seen}), flush=True)
    leave_a_daemon()
    time.sleep(600)


def look_for_files(wanted: dict[str, Any]) -> None:
    """Look for what may not be read or written."""
    for path in wanted["files"]:
        look(f"the file {path} can be read", partial(read, path))
    for folder in ("/", "/usr", "/etc", "/dev", "/kata", "/cell", *wanted["folders"]):
        look(f"the folder {folder} can be written", partial(written, folder))
    for path in ("kernel/core_pattern", "kernel/hostname", "kernel/modprobe", "vm/overcommit_memory", "fs/file-max"):
        look(f"the kernel's {path} can be changed", partial(opened_for_writing, f"/proc/sys/{path}"))
    look("/proc/sysrq-trigger can be written", lambda: opened_for_writing("/proc/sysrq-trigger"))
    look("/sys", lambda: os.path.exists("/sys/class"))
    look("kata itself", kata_on_the_path)
    look("open files that are not its own", open_files)
    look("places to be filled without end", lambda: wide_mounts(wanted["disk"]))


def look_for_neighbours(wanted: dict[str, Any]) -> None:
    """Look for other processes and networks."""
    look("a variable in another environment", lambda: environments(wanted["secret"].encode()))
    look("a variable of the grader", lambda: wanted["secret"] in os.environ.values())
    look("a server of this machine on 127.0.0.1", lambda: connected(socket.AF_INET, ("127.0.0.1", wanted["port"])))
    look("a server of this machine on ::1", lambda: connected(socket.AF_INET6, ("::1", wanted["port"])))
    look("an abstract socket of this machine", lambda: connected(socket.AF_UNIX, "\0" + wanted["abstract"]))
    look("a network beyond this machine", lambda: connected(socket.AF_INET, ("192.0.2.1", 80)))
    look("network cards", lambda: ", ".join(name for _, name in socket.if_nameindex() if name != "lo"))
    look("other processes", lambda: len(processes()) > FEW and f"{len(processes())} of them")


def look_for_powers(wanted: dict[str, Any]) -> None:
    """Look for what a program may do."""
    look("it is root", lambda: os.getuid() == 0 or os.geteuid() == 0)
    look("capabilities", lambda: int(status("CapEff"), 16) and status("CapEff"))
    look("it may gain privileges", lambda: status("NoNewPrivs") != "1")
    look("no filter of system calls", lambda: status("Seccomp") != "2")
    look("it may take other users' ids", lambda: done(os.setuid, 0))
    for family, kind, protocol in ((38, 5, 0), (40, 1, 0), (17, 3, 768), (16, 3, 9), (2, 3, 1)):
        look(f"sockets of family {family}", partial(socket_of, family, kind, protocol))
    look("the clock can be set", lambda: done(time.clock_settime, time.CLOCK_REALTIME, time.time()))
    look("it may run before others", lambda: os.nice(-5) is not None)
    for name, number, *arguments in wanted["calls"]:
        look(f"the system call {name}", partial(call, number, *arguments))
    look("processes without end", lambda: forks(wanted["processes"]))
    look("memory without end", lambda: allocated(wanted["memory"]))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
