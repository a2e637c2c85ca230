"""Reading the kernel's answers: layouts are fixed, so bytes as the kernel writes them are the input."""

import socket
import struct
import subprocess
import sys

import pytest

if sys.platform != "linux":
    pytest.skip("Linux alone", allow_module_level=True)

from runner.platforms import linux, netlink, proc
from runner.platforms.linux import Linux, LinuxSocketWatch, _closure
from runner.platforms.proc import ProcessRow


def message(family, address, attributes=b""):
    identity = struct.pack("!HH", 8000, 0) + address.ljust(16, b"\0") + bytes(28)
    body = bytes([family, 10, 0, 0]) + identity + struct.pack("=IIIII", 0, 3, 5, 1000, 4711)
    return struct.pack("=IHHII", 16 + len(body) + len(attributes), 20, 2, 1, 0) + body + attributes


def test_an_ipv4_message_is_read():
    found = netlink._socket(message(socket.AF_INET, bytes([127, 0, 0, 1])), socket.AF_INET)
    assert (found.address, found.port, found.key, found.waiting, found.ipv6_only) == ("127.0.0.1", 8000, 4711, 3, False)


@pytest.mark.parametrize("flag", [0, 1])
def test_an_ipv6_message_tells_whether_it_takes_ipv4_too(flag):
    other = struct.pack("=HHI", 8, 15, 9)
    attribute = struct.pack("=HHBxxx", 5, 11, flag)
    found = netlink._socket(message(socket.AF_INET6, bytes(16), other + attribute), socket.AF_INET6)
    assert (found.address, found.ipv6_only) == ("::", bool(flag))


def test_an_attribute_of_no_length_does_not_hang():
    assert not netlink._is_v6_only(message(socket.AF_INET6, bytes(16), bytes(8)))


@pytest.mark.parametrize(
    ("written", "family", "address"),
    [
        ("0100007F", socket.AF_INET, "127.0.0.1"),
        ("00000000000000000000000001000000", socket.AF_INET6, "::1"),
        ("0000000000000000FFFF00000100007F", socket.AF_INET6, "::ffff:127.0.0.1"),
    ],
)
def test_the_slow_table_is_read(written, family, address):
    if sys.byteorder == "little":
        assert proc._address(written, family) == address


def test_descendants_are_found_without_hanging_on_a_loop():
    rows = [(1, 0), (2, 1), (3, 2), (4, 9), (5, 5)]
    table = {pid: ProcessRow(pid, parent, 0, "", "S") for pid, parent in rows}
    assert _closure(table, {1, 5}) == {1, 2, 3, 5}


def test_while_one_port_is_awaited_the_sockets_of_others_cost_one_look(monkeypatch):
    looks = []
    listing = proc.process_listing
    monkeypatch.setattr(proc, "process_listing", lambda: looks.append(None) or listing())
    monkeypatch.setattr(linux, "_UNAWAITED_SECONDS", 60)
    platform = Linux()
    watch = LinuxSocketWatch(platform)
    with (
        subprocess.Popen([sys.executable, "-S", "-c", "input()"], stdin=subprocess.PIPE) as program,
        socket.create_server(("127.0.0.1", 0)),
        socket.socket() as late,
        socket.socket() as later,
    ):
        family = platform.enrol(program.pid, "a mark")
        late.bind(("127.0.0.1", 0))
        awaited = late.getsockname()[1]

        def look(port):
            before = len(looks)
            assert watch.look(family, port) == ()
            return len(looks) > before

        assert look(awaited)  # the stranger is news
        later.bind(("127.0.0.1", 0))
        later.listen()
        assert not look(awaited)  # this one can wait
        late.listen()
        assert look(awaited)
        assert watch.look(family) == ()  # who awaits no port is told of all
        program.communicate(timeout=10)


# It looks at one byte of every two megabytes: each of them costs a page of tables and no memory of its own.
LOOKS_AROUND = """
import ctypes, sys
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
room = int(sys.argv[1]) * 512
at = libc.mmap(None, room, 1, 0x4022, -1, 0)  # PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
libc.madvise(at, room, 15)  # MADV_NOHUGEPAGE
for offset in range(0, room, 2 << 20):
    ctypes.c_char.from_address(at + offset).value
print("looked", flush=True)
sys.stdin.read()
"""


def test_tables_of_pages_are_memory_too():
    tables = 64 << 20
    words = [sys.executable, "-S", "-c", LOOKS_AROUND, str(tables)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"looked\n"
        usage, share = proc.usage_of(process.pid), proc.own_share(process.pid)
    assert min(usage.resident, share) > tables


def test_a_python_without_handles_on_processes_does_without(monkeypatch):
    monkeypatch.delattr("os.pidfd_open")
    Linux().await_end(1, 10)


def test_an_end_is_noticed_in_its_moment_and_a_life_for_so_long():
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    Linux().await_end(process.pid, 0.01)
    assert process.poll() is None

    process.stdin.close()
    Linux().await_end(process.pid, 10)
    assert process.poll() == 1

    Linux().await_end(process.pid, 10)  # nobody knows it any more
