"""A server is ready when its own process tree listens where 127.0.0.1 reaches it; nobody knocks to find out."""

import socket
import time

import pytest

from runner.errors import MachineError
from runner.model import Sharing
from runner.server.free_port import PortChooser

SHARED = Sharing.SHARED

ADDRESSES = {
    "loopback": "serve()",
    "every address": 'serve("0.0.0.0")',
    "dual stack": 'serve("::", socket.AF_INET6, True)',
    "mapped IPv4": 'serve("::ffff:127.0.0.1", socket.AF_INET6, True)',
}

# The listening socket belongs to a process that the started one left behind.
WRAPPED = {
    "forked child": "import time\nif os.fork():\n    time.sleep(100)\nserve()",
    "double-forked daemon": "if os.fork():\n    os._exit(0)\nos.setsid()\nif os.fork():\n    os._exit(0)\nserve()",
    "handed over by exec": "if os.environ.get('AGAIN'):\n    serve()\n"
    "os.environ['AGAIN'] = '1'\nos.execv(sys.executable, [sys.executable, '-S', '-E', *sys.argv])",
}


def ask(endpoint, line="hello"):
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=5) as client:
        client.sendall(f"{line}\n".encode())
        return client.makefile().read()


@pytest.mark.parametrize("how", [*ADDRESSES.values(), *WRAPPED.values()], ids=[*ADDRESSES, *WRAPPED])
def test_is_ready_and_answers(launched, answers, how):
    endpoint = launched(f"{answers}\n{how}").acquire(SHARED, SHARED, {})
    assert ask(endpoint).startswith("hello")


def test_nobody_connects_before_the_first_client(launched, answers):
    control = launched(f"{answers}\nserve()")
    ask(control.acquire(SHARED, SHARED, {}))
    assert control.log().split() == ["listening", "accepted"]


def test_readiness_is_known_soon_after_it_is_true(launched, waited):
    program = (
        "import os, socket, time\ns = socket.create_server(('127.0.0.1', int(os.environ['PORT'])))\n"
        "print(time.monotonic(), flush=True)\ntime.sleep(100)"
    )
    control = launched(program)
    lags = []
    # One start of many that was not held up by whatever else the machine does.
    while min(lags, default=1) > 0.01:
        assert len(lags) < 50, lags
        since = control.log_size() if lags else 0
        control.acquire(Sharing.FRESH, SHARED, {})
        known_at = time.monotonic()
        # It may be known before the program could say it.
        lags.append(known_at - float(waited(lambda since=since: control.log(since).strip())))


def test_a_stranger_on_the_port_is_never_taken_for_the_server(launched):
    control = launched("import time\ntime.sleep(100)", start=0.4)
    control.prepare()
    port = control._main().order.port
    with socket.create_server(("127.0.0.1", port)), pytest.raises(Exception, match="does not listen on any port"):
        control.acquire(SHARED, SHARED, {})


def test_a_port_that_a_stranger_took_is_changed_for_another(launched, answers):
    control = launched(f"import time\ntime.sleep(0.1)\n{answers}\nserve()")
    control.prepare()
    with socket.create_server(("127.0.0.1", control._main().order.port)) as stranger:
        endpoint = control.acquire(SHARED, SHARED, {})
        assert endpoint.port != stranger.getsockname()[1]
        assert ask(endpoint).startswith("hello")


@pytest.mark.parametrize(
    "words",
    ["listen EADDRINUSE: address already in use 127.0.0.1:{port}", "OSError: [Errno 98] Address already in use"],
)
def test_a_port_that_a_stranger_had_for_a_moment_is_changed_for_another(launched, answers, words):
    refused = f"sys.exit({words!r}.format(port=os.environ['PORT']))"
    first = (
        f"mark = os.environ['KATA_DATA'] + '/mark'\nif not os.path.exists(mark):\n    open(mark, 'w')\n    {refused}"
    )
    endpoint = launched(f"import os, sys\n{first}\n{answers}\nserve()").acquire(SHARED, SHARED, {})
    assert ask(endpoint).startswith("hello")


def test_a_port_that_is_held_on_any_address_is_not_given():
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        with pytest.raises(MachineError, match="no free port"):
            PortChooser(range(port, port + 1)).choose()
