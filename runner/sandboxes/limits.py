"""How much of the machine one submission may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limits of one server. A threaded server counts each thread as a process."""

    processes: int = 512
    files: int = 2048
    memory: int = 768 * MEGABYTE  # of one process, without what it shares
    all_memory: int = 1024 * MEGABYTE  # of all its processes together
    file_size: int = 64 * MEGABYTE
    disk: int = 256 * MEGABYTE  # KATA_DATA, /tmp and logs of one run together
    program: int = 192 * MEGABYTE  # the copy of the submission, with what its build makes
    temporary: int = 64 * MEGABYTE  # /dev/shm
    most_files: int = 50_000  # on each of these

    def words(self, hard: Mapping[str, int]) -> tuple[str, ...]:
        """Return the prlimit command line before a program; `hard` are limits that nobody may raise any more."""
        wanted = {"nproc": self.processes, "nofile": self.files, "fsize": self.file_size, "data": self.memory}
        given = {name: min(value, hard.get(name, value)) for name, value in {**wanted, "core": 0}.items()}
        return ("prlimit", *(f"--{name}={value}" for name, value in given.items()), "--")


ALLOWANCE = Allowance()
