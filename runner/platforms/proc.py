"""What Linux tells in /proc: processes, their environment, their open files, and (slowly) listening sockets."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from runner.platforms.kinds import MARKER, ListenSocket, called

PROC = "/proc"
DEAD_STATES = frozenset("ZXx")
_LISTEN = "0A"
_MARKER = rb"(?:^|\0)" + MARKER.encode() + rb"=([^\0]*)"
_STAT_FIELDS = 20  # of /proc/PID/stat after the name, up to the start time
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_SOCKET_FIELDS = 10  # of a line of /proc/net/tcp, up to the inode


class ProcessRow(NamedTuple):
    """One line of the process table."""

    pid: int
    parent: int
    session: int
    born: str
    state: str


def process_row(pid: int) -> ProcessRow | None:
    """Return one process, dead but unreaped ones too, or None."""
    try:
        with open(f"{PROC}/{pid}/stat", "rb") as file:  # noqa: PTH123 (hundreds of these in one look)
            line = file.read()
    except OSError:
        return None
    # The name in parentheses may hold anything, so everything is counted from the last one.
    fields = line[line.rfind(b")") + 2 :].split()
    if len(fields) < _STAT_FIELDS:
        return None
    return ProcessRow(pid, int(fields[1]), int(fields[3]), fields[19].decode(), fields[0].decode())


def process_table() -> dict[int, ProcessRow]:
    """Return all processes that are to be seen."""
    return {pid: row for pid, row in process_listing().items() if row is not None}


def process_listing() -> dict[int, ProcessRow | None]:
    """Return all processes that are to be seen, with None for those that ended while we looked."""
    pids = [int(name) for name in os.listdir(PROC) if name.isdecimal()]  # noqa: PTH208 (as fast as can be)
    return {pid: process_row(pid) for pid in pids}


def marker_of(pid: int) -> str | None:
    """Return our marker in the environment with which a process was started; None where none is to be read."""
    try:
        with open(f"{PROC}/{pid}/environ", "rb") as file:  # noqa: PTH123
            environment = file.read()
    except OSError:
        return None
    if not environment:
        return None  # dead, though not yet collected
    found = re.search(_MARKER, environment)
    return found[1].decode("ascii", "replace") if found else ""


def socket_inodes(pid: int) -> frozenset[int]:
    """Return the sockets that a process holds open; OSError when that may not be seen."""
    return frozenset(_socket_inodes(f"{PROC}/{pid}/fd"))


def _socket_inodes(folder: str) -> Iterator[int]:
    for name in os.listdir(folder):  # noqa: PTH208 (as fast as can be)
        with contextlib.suppress(OSError):
            target = os.readlink(f"{folder}/{name}")  # noqa: PTH115 (the same)
            if target.startswith("socket:["):
                yield int(target[8:-1])


def count_files(pid: int) -> int:
    """Count what a process holds open; 0 when it is gone."""
    try:
        return sum(1 for _ in Path(f"{PROC}/{pid}/fd").iterdir())
    except OSError:
        return 0


def program_name(pid: int) -> str:
    """Return the name by which a person knows a program, such as `python app.py`."""
    try:
        words = Path(f"{PROC}/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return "a program"
    return called([word.decode("utf-8", "replace") for word in words if word]) or "a program"


def listening_sockets() -> tuple[ListenSocket, ...]:
    """Return every listening TCP socket, where the kernel's diagnostics are not to be had."""
    return (*_table_sockets("tcp", socket.AF_INET), *_table_sockets("tcp6", socket.AF_INET6))


def _table_sockets(name: str, family: socket.AddressFamily) -> Iterator[ListenSocket]:
    try:
        lines = Path(f"{PROC}/net/{name}").read_text("ascii").splitlines()[1:]
    except OSError:
        return
    for line in lines:
        fields = line.split()
        if len(fields) >= _SOCKET_FIELDS and fields[3] == _LISTEN:
            address, _, port = fields[1].partition(":")
            yield ListenSocket(_address(address, family), int(port, 16), int(fields[9]))


def _address(written: str, family: socket.AddressFamily) -> str:
    # Groups of four bytes, each in the machine's own order.
    words = [int(written[at : at + 8], 16) for at in range(0, len(written), 8)]
    return socket.inet_ntop(family, b"".join(word.to_bytes(4, sys.byteorder) for word in words))


def root_of(pid: int) -> str:
    """Return where the files are to be found that a process sees as its own."""
    return f"{PROC}/{pid}/root"


def files_in(place: str) -> int:
    """Return how many files the disk holds on which a place lies; 0 when that is gone."""
    try:
        disk = os.statvfs(place)
    except OSError:
        return 0
    return disk.f_files - disk.f_ffree


def kernel_setting(name: str) -> str:
    """Return a setting of the kernel, such as `user.max_user_namespaces`; empty where there is none."""
    try:
        return Path(PROC, "sys", *name.split(".")).read_text("utf-8", "replace").strip()
    except OSError:
        return ""


class Usage(NamedTuple):
    """What one process has of the machine."""

    threads: int
    resident: int  # bytes in memory, with what it shares


def usage_of(pid: int) -> Usage | None:
    """Return what a process has, or None when it is gone."""
    try:
        with open(f"{PROC}/{pid}/stat", "rb") as file:  # noqa: PTH123
            line = file.read()
    except OSError:
        return None
    fields = line[line.rfind(b")") + 2 :].split()
    return Usage(int(fields[17]), int(fields[21]) * _PAGE + _tables_of(pid))


def own_share(pid: int) -> int:
    """Return how many bytes of memory are a process's own, with its share of what it has together with others."""
    return _kilobytes(f"{PROC}/{pid}/smaps_rollup", b"Pss") + _tables_of(pid)


def _tables_of(pid: int) -> int:
    """Return how many bytes the kernel keeps to find a process's pages: pages that are only looked at cost these."""
    return _kilobytes(f"{PROC}/{pid}/status", b"VmPTE")


def _kilobytes(path: str, name: bytes) -> int:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            found = re.search(rb"^%b:\s+(\d+) kB" % name, file.read(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0
