"""Which check gets which process and which data."""

import socket
import sqlite3
import time
from itertools import pairwise
from pathlib import Path

import pytest

from runner.errors import LaunchError
from runner.evidence import Symptom
from runner.model import Sharing

SHARED, FRESH = Sharing.SHARED, Sharing.FRESH
PLAIN = (SHARED, SHARED, {})


def ask(endpoint, line="hello"):
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=5) as client:
        client.sendall(f"{line}\n".encode())
        return client.makefile().read()


@pytest.fixture
def control(launched, answers):
    return launched(f"{answers}\nserve()", env=(("COLOUR", "red"),))


def test_shared_checks_talk_to_one_process(control):
    assert ask(control.acquire(*PLAIN)) == ask(control.acquire(*PLAIN))


def test_the_prepared_server_serves_the_first_check_even_a_fresh_one(control):
    control.prepare()
    prepared = control._main()
    endpoint = control.acquire(FRESH, FRESH, {})
    assert (control._main(), endpoint.port) == (prepared, prepared.order.port)
    assert control.acquire(*PLAIN).data != endpoint.data


SPOILING = {
    "kill": lambda control: control.kill(),
    "terminate": lambda control: control.terminate(5),
    "restart": lambda control: control.restart("kill"),
    "second": lambda control: control.second("b"),
    "start": lambda control: (control.kill(), control.start()),
    "crash": lambda control: ask(control._main().endpoint, "crash"),
}


@pytest.mark.parametrize("spoil", SPOILING.values(), ids=SPOILING.keys())
def test_after_a_spoiling_check_comes_a_new_process_on_the_same_data(control, spoil):
    before = control.acquire(*PLAIN)
    spoil(control)
    control.ended()
    after = control.acquire(*PLAIN)
    assert after.port != before.port
    assert after.data == before.data
    assert ask(after).startswith("hello red")


def test_fresh_data_is_empty_and_shared_data_comes_back(control):
    first = control.acquire(*PLAIN)
    ask(first, "save")
    fresh = control.acquire(SHARED, FRESH, {})
    assert control.data_search(b"saved") == ()
    back = control.acquire(*PLAIN)
    assert (back.data, fresh.data != first.data) == (first.data, True)
    assert control.data_search(b"save") == ("saved.txt",)


def test_a_check_with_its_own_environment_has_it_alone(control):
    assert ask(control.acquire(SHARED, SHARED, {"COLOUR": "blue"})).startswith("hello blue")
    assert ask(control.restart("terminate")).startswith("hello blue")
    assert ask(control.restart("kill", {"COLOUR": None})).startswith("hello None")
    assert ask(control.acquire(*PLAIN)).startswith("hello red")


def test_no_port_is_used_twice(control):
    ports = [control.acquire(FRESH, SHARED, {}).port for _ in range(4)]
    assert all(one != other for one, other in pairwise(sorted(ports)))


def test_a_second_instance_shares_the_data_and_is_stopped_alone(control):
    main = control.acquire(*PLAIN)
    second = control.second("b", {"COLOUR": "green"})
    assert second.data == main.data
    assert ask(second).startswith("hello green")
    assert control.stop("b").code == -9
    assert ask(main).startswith("hello red")


def test_second_instances_end_with_their_check(control):
    control.acquire(*PLAIN)
    control.second("b")
    control.acquire(*PLAIN)
    with pytest.raises(ValueError, match="no server called 'b'"):
        control.ended("b")


@pytest.mark.parametrize("name", ["main", "b", "../b", ""])
def test_a_second_name_is_refused_when_it_is_taken_or_no_word(control, name):
    control.acquire(*PLAIN)
    control.second("b")
    with pytest.raises(ValueError, match="cannot be called"):
        control.second(name)


def test_refusing_to_start_is_told_by_code_and_output(launched, answers):
    refuse = "if 'SECRET' not in os.environ:\n    sys.exit('SECRET is missing')\nserve()"
    control = launched(f"{answers}\n{refuse}", env=(("SECRET", "x"),))
    control.acquire(*PLAIN)
    ending = control.refuses_to_start({"SECRET": None}, 5)
    assert (ending.code, ending.log) == (1, "SECRET is missing\n")
    assert control.refuses_to_start({}, 0.2).code is None
    assert control.ended() is None


def test_what_refuses_its_data_is_told_on_the_data_that_is_there(launched, answers):
    refuse = "if os.listdir(os.environ['KATA_DATA']):\n    sys.exit('what is this?')\nserve()"
    control = launched(f"{answers}\n{refuse}")
    ask(control.acquire(*PLAIN), "save")
    assert control.refuses_to_start({}, 5, SHARED).log == "what is this?\n"
    assert control.refuses_to_start({}, 0.2).code is None


def test_two_are_started_in_the_same_moment(launched, answers):
    # Each waits for the other: started one after the other, neither would ever listen.
    meet = """
import time
folder = os.environ["KATA_DATA"]
open(f"{folder}/{os.getpid()}", "w").close()
while os.path.exists(f"{folder}/saved.txt") and len(os.listdir(folder)) < 4:
    time.sleep(0.005)
serve()"""
    control = launched(answers + meet)
    first = control.acquire(*PLAIN)
    ask(first, "save")
    control.kill()
    main, other = control.start_twice("b")
    assert (main.data, other.data, other.name) == (first.data, first.data, "b")
    assert ask(main) != ask(other)
    assert control.stop("b").code == -9
    assert ask(main).startswith("hello")


CHANGING = """
import time
with open(os.environ["KATA_DATA"] + "/steps.txt", "a") as steps:
    for step in range({steps}):
        print(step, file=steps, flush=True)
        time.sleep(0.05)
serve()"""


def test_a_start_is_broken_off_while_it_changes_its_data(launched, answers):
    control = launched(answers + CHANGING.format(steps=20))
    folder = Path(control.acquire(*PLAIN).data)
    control.kill()
    before = (folder / "steps.txt").read_text().splitlines()
    assert control.break_off_start(0.1).code == -9
    written = (folder / "steps.txt").read_text().splitlines()[len(before) :]
    assert 1 <= len(written) < 20
    assert ask(control.start()).startswith("hello")


def test_a_start_that_changes_nothing_is_broken_off_when_it_listens(control):
    control.acquire(*PLAIN)
    control.kill()
    assert control.break_off_start(5).code == -9
    assert ask(control.acquire(*PLAIN)).startswith("hello")


def test_a_crash_is_known_with_its_last_words(control):
    endpoint = control.acquire(*PLAIN)
    assert control.ended() is None
    assert ask(endpoint, "crash") == ""
    ending = control.ended()
    assert (ending.code, ending.log.endswith("boom\n")) == (1, True)


def test_the_log_goes_on_over_a_restart(control):
    control.acquire(*PLAIN)
    since = control.log_size()
    ask(control.restart("kill"))
    assert control.log(since).split() == ["listening", "accepted"]


def test_a_restart_that_fails_is_a_launch_error_and_the_next_check_has_a_server(launched, answers):
    refuse = "if os.listdir(os.environ['KATA_DATA']):\n    sys.exit('cannot read my data')"
    control = launched(f"{answers}\n{refuse}\nserve()")
    ask(control.acquire(SHARED, FRESH, {}), "save")
    with pytest.raises(LaunchError, match="cannot read my data"):
        control.restart("kill")
    assert control.ended() is not None
    assert ask(control.acquire(*PLAIN)).startswith("hello")


def test_open_files_grow_with_what_is_left_open(launched):
    hoard = (
        "import os, socket\ns = socket.create_server(('127.0.0.1', int(os.environ['PORT'])))\nkept = []\n"
        "while True:\n    kept.append(s.accept()[0])\n    kept[-1].send(b'x')"
    )
    control = launched(hoard)
    endpoint = control.acquire(*PLAIN)
    before = control.open_files()
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", endpoint.port)) as client:
            client.recv(1)
    assert control.open_files() == before + 5


def test_the_environment_holds_no_secret_of_ours(launched, answers):
    tell = "print(sorted(os.environ), flush=True)\nserve()"
    control = launched(f"{answers}\n{tell}", env=(("COLOUR", "red"),))
    control.acquire(*PLAIN)
    names = control.log()
    assert "'PORT'" in names
    assert "'COLOUR'" in names
    assert "PYTEST" not in names


def test_the_commands_variables_are_filled_in(launched):
    # It speaks before it listens: what is ready has spoken.
    program = (
        "import sys, socket, time\nprint(sys.argv[2:], flush=True)\n"
        "s = socket.create_server(('127.0.0.1', int(sys.argv[1])))\ntime.sleep(100)"
    )
    control = launched(program, command=("${PYTHON}", "-S", "app.py", "${PORT}", "${KATA_DATA}/x", "$HOME", ";ls"))
    endpoint = control.acquire(*PLAIN)
    assert control.log().strip() == f"['{endpoint.data}/x', '$HOME', ';ls']"


def test_sql_reads_what_a_running_server_committed(control):
    endpoint = control.acquire(*PLAIN)
    with sqlite3.connect(f"{endpoint.data}/notes.db") as database:
        database.execute("CREATE TABLE notes (text)")
        database.execute("INSERT INTO notes VALUES ('one')")
    assert control.sql("SELECT * FROM notes") == [["one"]]


def test_nothing_can_be_asked_before_a_server_was_started(control):
    with pytest.raises(ValueError, match="no server was started yet"):
        control.restart("kill")


def test_silence_tells_whether_connections_are_taken(launched):
    deaf = "import os, socket, time\ns = socket.create_server(('127.0.0.1', int(os.environ['PORT'])))\ntime.sleep(99)"
    control = launched(deaf)
    endpoint = control.acquire(*PLAIN)
    with socket.create_connection(("127.0.0.1", endpoint.port)):
        explanation = control.explain(Symptom.SILENT)
    assert "does not take the connection (1 connection waits in line)" in explanation.what


LAST_WORDS = """
if os.fork():
    serve()
parent = os.getppid()
while os.getppid() == parent:
    time.sleep(0.01)
print("last words", flush=True)
"""


def test_what_is_told_of_an_end_is_read_when_nobody_writes_any_more(launched, answers):
    control = launched(f"import time\n{answers}{LAST_WORDS}")
    ask(control.acquire(*PLAIN), "crash")
    assert "boom" in control.ended().log
    assert "last words" in control.ended().log


def test_what_it_died_of_is_told_although_it_was_printed_before_the_request(launched):
    control = launched(
        "import atexit, os, socket\n"
        "server = socket.create_server(('127.0.0.1', int(os.environ['PORT'])))\n"
        "atexit.register(server.accept)\n"
        "raise ValueError('no colour')"
    )
    endpoint = control.acquire(*PLAIN)
    wait_for_words(control, "no colour")
    size = control.log_size()
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=5):
        pass
    assert control.ended().code == 1
    told = control.explain(Symptom.ENDED, size)
    assert told.where == "app.py:4"
    assert "ValueError: no colour" in told.log


def wait_for_words(control, words):
    deadline = time.monotonic() + 10
    while words not in control.log():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


CHILD = """
def child():
    if os.fork() == 0:
        serve()
    while not is_up():
        time.sleep(0.005)
def is_up():
    try:
        socket.create_connection(("127.0.0.1", int(os.environ["PORT"]))).close()
    except OSError:
        return False
    return True
"""
LISTEN = "s = socket.create_server(('127.0.0.1', int(os.environ['PORT'])))"
SHARES = {
    "the child took the port first": (f"child()\n{LISTEN}", True),
    "told, and running on": ("child()\nprint('Address already in use', flush=True)\ntime.sleep(99)", True),
    "a reloader": ("child()\ntime.sleep(99)", False),
    "a daemon": ("child()", False),
    "workers that share it": (
        f"{LISTEN}\nos.fork()\nprint('Address already in use', flush=True)\ntime.sleep(99)",
        False,
    ),
}


@pytest.mark.parametrize(("program", "is_usurped"), SHARES.values(), ids=SHARES)
def test_only_a_child_that_took_the_port_away_is_told_of(launched, answers, program, is_usurped):
    control = launched(f"import time\n{answers}{CHILD}{program}", start=20)
    control.acquire(*PLAIN)
    if "in use" in program or is_usurped:
        wait_for_words(control, "already in use")
    if is_usurped and "print" not in program:
        control.ended()
    assert (control.usurper() is not None) is is_usurped
    told = control.explain(Symptom.SILENT)
    assert ("holds the port" in told.what) is is_usurped
