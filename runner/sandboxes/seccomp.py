"""The list of system calls that no server needs and many break-outs do, as a filter for the kernel (seccomp BPF).

Numbers: linux/arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h; the layout of an
instruction is struct sock_filter. Whatever is not named here is allowed: servers in any language must run.
"""

from __future__ import annotations

import errno
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# One name, its number on x86_64, its number on aarch64; 0: it does not exist there.
_REFUSED: Final = (
    # Other processes, and what runs beneath them.
    ("ptrace", 101, 117), ("process_vm_readv", 310, 270), ("process_vm_writev", 311, 271), ("kcmp", 312, 272),
    ("pidfd_getfd", 438, 438), ("process_madvise", 440, 440), ("perf_event_open", 298, 241), ("bpf", 321, 280),
    ("userfaultfd", 323, 282), ("syslog", 103, 116), ("personality", 135, 92), ("modify_ldt", 154, 0),
    ("io_uring_setup", 425, 425), ("io_uring_enter", 426, 426), ("io_uring_register", 427, 427),
    # Another view of the machine: namespaces, mounts, files by handle.
    ("unshare", 272, 97), ("setns", 308, 268), ("mount", 165, 40), ("umount2", 166, 39), ("pivot_root", 155, 41),
    ("chroot", 161, 51), ("open_tree", 428, 428), ("move_mount", 429, 429), ("fsopen", 430, 430),
    ("fsconfig", 431, 431), ("fsmount", 432, 432), ("fspick", 433, 433), ("mount_setattr", 442, 442),
    ("name_to_handle_at", 303, 264), ("open_by_handle_at", 304, 265), ("fanotify_init", 300, 262),
    # Keys of the kernel outlive a process and are not in any namespace.
    ("add_key", 248, 217), ("request_key", 249, 218), ("keyctl", 250, 219),
    # Memory that belongs to no process is seen by no watchdog.
    ("shmget", 29, 194), ("msgget", 68, 186), ("memfd_secret", 447, 447),
    ("mbind", 237, 235), ("set_mempolicy", 238, 237), ("migrate_pages", 256, 238), ("move_pages", 279, 239),
    # The machine itself: clock, names, modules, swap, power.
    ("settimeofday", 164, 170), ("adjtimex", 159, 171), ("clock_settime", 227, 112), ("clock_adjtime", 305, 266),
    ("sethostname", 170, 161), ("setdomainname", 171, 162), ("init_module", 175, 105), ("finit_module", 313, 273),
    ("delete_module", 176, 106), ("kexec_load", 246, 104), ("kexec_file_load", 320, 294), ("reboot", 169, 142),
    ("swapon", 167, 224), ("swapoff", 168, 225), ("acct", 163, 89), ("quotactl", 179, 60), ("quotactl_fd", 443, 443),
    ("iopl", 172, 0), ("ioperm", 173, 0), ("vhangup", 153, 58), ("uselib", 134, 0), ("lookup_dcookie", 212, 18),
    ("nfsservctl", 180, 42),
)  # fmt: skip

# Programs have a way around these, which they take when the kernel seems not to know them.
_UNKNOWN: Final = (("clone3", 435, 435), ("memfd_create", 319, 279))

_CLONE: Final = (56, 220)
_SOCKET: Final = (41, 198)
_IOCTL: Final = (16, 29)
_FCNTL: Final = (72, 25)

_NEW_NAMESPACES = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_TERMINAL_INPUT = (0x5412, 0x541C)  # TIOCSTI and TIOCLINUX type on somebody's terminal
_SET_LEASE = 1024  # F_SETLEASE holds up whoever opens the file, for as long as three quarters of a minute
_ADDRESS_FAMILIES = (1, 2, 10)  # unix, IPv4, IPv6: as Linux numbers them
_NETLINK = 16  # only its routing part, by which programs list their own addresses

_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16
_LOAD, _EQUALS, _AT_LEAST, _HAS_BITS, _ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _END_PROCESS, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_X32_CALLS = 0x40000000


@dataclass(frozen=True, slots=True)
class _Machine:
    """How one kind of processor is called by the kernel, and which column of the tables is its own."""

    audit: int
    column: int


_MACHINES: Final[Mapping[str, _Machine]] = {
    "x86_64": _Machine(0xC000003E, 0),
    "amd64": _Machine(0xC000003E, 0),
    "aarch64": _Machine(0xC00000B7, 1),
    "arm64": _Machine(0xC00000B7, 1),
}


def is_known(machine: str) -> bool:
    """Tell whether there is a list for this kind of processor."""
    return machine.lower() in _MACHINES


def filter_for(machine: str) -> bytes:
    """Return the filter for this kind of processor, as bubblewrap reads it; KeyError for an unknown one."""
    known = _MACHINES[machine.lower()]
    column = known.column
    lines = [_load(_MACHINE_AT), _skip_if(_EQUALS, known.audit), _answer(_END_PROCESS), _load(_NUMBER_AT)]
    if column == 0:
        lines += _answered(_AT_LEAST, _X32_CALLS, errno.ENOSYS)
    for table, code in ((_REFUSED, errno.EPERM), (_UNKNOWN, errno.ENOSYS)):
        for _, *numbers in table:
            if numbers[column]:
                lines += _answered(_EQUALS, numbers[column], code)
    lines += _for_call(_CLONE[column], [_load(_ARGUMENTS_AT), *_answered(_HAS_BITS, _NEW_NAMESPACES, errno.EPERM)])
    ioctls = [line for request in _TERMINAL_INPUT for line in _answered(_EQUALS, request, errno.EPERM)]
    lines += _for_call(_IOCTL[column], [_load(_ARGUMENTS_AT + 8), *ioctls])
    lines += _for_call(_FCNTL[column], [_load(_ARGUMENTS_AT + 8), *_answered(_EQUALS, _SET_LEASE, errno.EPERM)])
    lines += _for_call(_SOCKET[column], _socket_lines())
    return b"".join([*lines, _answer(_ALLOW)])


def _socket_lines() -> list[bytes]:
    lines = [_load(_ARGUMENTS_AT)]
    for family in _ADDRESS_FAMILIES:
        lines += [_instruction(_EQUALS, family, 0, 1), _answer(_ALLOW)]
    lines += [_skip_if(_EQUALS, _NETLINK), _answer(_FAIL | errno.EAFNOSUPPORT)]
    return [*lines, _load(_ARGUMENTS_AT + 16), _skip_if(_EQUALS, 0), _answer(_FAIL | errno.EPROTONOSUPPORT)]


def _for_call(number: int, lines: list[bytes]) -> list[bytes]:
    # What follows reads other words than the number: it ends with an answer of its own.
    body = [*lines, _answer(_ALLOW)]
    return [_instruction(_EQUALS, number, 0, len(body)), *body]


def _answered(compare: int, value: int, code: int) -> list[bytes]:
    return [_instruction(compare, value, 0, 1), _answer(_FAIL | code)]


def _skip_if(compare: int, value: int) -> bytes:
    return _instruction(compare, value, 1, 0)


def _load(offset: int) -> bytes:
    return _instruction(_LOAD, offset)


def _answer(value: int) -> bytes:
    return _instruction(_ANSWER, value)


def _instruction(code: int, value: int, jump_true: int = 0, jump_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, jump_true, jump_false, value)
