"""The filter, run by an interpreter of these few instructions as the kernel runs it."""

import errno
import socket
import struct

import pytest

from runner.sandboxes.seccomp import filter_for, is_known

ALLOWED, ENDED = "allowed", "ended"
X86, ARM = 0xC000003E, 0xC00000B7
NAMES = ("read", "socket", "clone", "ptrace", "unshare", "clone3", "ioctl")
NUMBERS = {
    "x86_64": dict(zip(NAMES, (0, 41, 56, 101, 272, 435, 16), strict=True)),
    "aarch64": dict(zip(NAMES, (63, 198, 220, 117, 97, 435, 29), strict=True)),
}


def answer(machine, number, *arguments, audit=None):
    audit = audit or {"x86_64": X86, "aarch64": ARM}[machine]
    data = struct.pack("=iIQ6Q", number, audit, 0, *arguments, *[0] * (6 - len(arguments)))
    program = list(struct.iter_unpack("=HBBI", filter_for(machine)))
    loaded, at = 0, 0
    while True:
        code, jump_true, jump_false, value = program[at]
        at += 1
        if code == 0x06:
            return {0x7FFF0000: ALLOWED, 0x80000000: ENDED}.get(value, value & 0xFFFF)
        if code == 0x20:
            (loaded,) = struct.unpack_from("=I", data, value)
            continue
        holds = {0x15: loaded == value, 0x35: loaded >= value, 0x45: bool(loaded & value)}[code]
        at += jump_true if holds else jump_false


@pytest.fixture(params=list(NUMBERS))
def machine(request):
    return request.param


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("read", (), ALLOWED),
        ("ptrace", (), errno.EPERM),
        ("unshare", (0x10000000,), errno.EPERM),
        ("clone3", (), errno.ENOSYS),
        ("clone", (0x11,), ALLOWED),
        ("clone", (0x003D0F00,), ALLOWED),  # a thread
        ("clone", (0x10000011,), errno.EPERM),  # a user namespace
        ("clone", (0x40000011,), errno.EPERM),  # a network namespace
        ("socket", (socket.AF_INET, socket.SOCK_STREAM), ALLOWED),
        ("socket", (socket.AF_INET6, socket.SOCK_STREAM), ALLOWED),
        ("socket", (socket.AF_UNIX, socket.SOCK_STREAM), ALLOWED),
        ("socket", (16, 3, 0), ALLOWED),  # addresses of this machine
        ("socket", (16, 3, 9), errno.EPROTONOSUPPORT),  # audit
        ("socket", (40, 1), errno.EAFNOSUPPORT),  # virtual machines
        ("socket", (38, 5), errno.EAFNOSUPPORT),  # the kernel's cryptography
        ("ioctl", (0, 0x5413), ALLOWED),
        ("ioctl", (0, 0x5412), errno.EPERM),  # types on a terminal
    ],
)
def test_each_call_gets_its_answer(machine, name, arguments, expected):
    assert answer(machine, NUMBERS[machine][name], *arguments) == expected


def test_calls_of_another_kind_of_processor_end_the_program():
    assert answer("x86_64", 0, audit=0x40000003) == ENDED


def test_the_second_way_to_call_on_x86_is_closed():
    assert answer("x86_64", 0x40000000 | 101) == errno.ENOSYS


def test_an_unknown_processor_is_known_to_be_unknown():
    assert not is_known("riscv64")
    assert is_known("AMD64")
