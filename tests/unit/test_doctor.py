"""Every finding says what, where and how to go on, in at most six lines."""

from dataclasses import replace
from pathlib import Path

import pytest

from runner import doctor
from runner.doctor import Evidence, Silence
from runner.evidence import Exchange, ExchangeKind, Outcome, Request, Response, Symptom
from runner.model import Status, Visibility
from runner.platforms.kinds import ListenSocket, Program

PORT = 53121


@pytest.fixture
def evidence(tmp_path):
    return Evidence(("/venv/bin/python", "app.py"), tmp_path, PORT, track="python")


def crash(evidence, log, code=1):
    return doctor.diagnose(replace(evidence, log=log, code=code))


LOGS = {
    "ModuleNotFoundError: No module named 'flask'": "/venv/bin/python -m pip install flask",
    "ModuleNotFoundError: No module named 'yaml.nodes'": "/venv/bin/python -m pip install pyyaml",
    "ModuleNotFoundError: No module named 'modles'": "Did you mean models?",
    "ModuleNotFoundError: No module named 'models.usr'": "models has no module models.usr",
    "ModuleNotFoundError: No module named 'http.servr'": "http has no module http.servr",
    "ModuleNotFoundError: No module named 'falsk'": "Did you mean flask?",
    "ModuleNotFoundError: No module named 'Flask'": "Did you mean flask?",
    "ModuleNotFoundError: No module named 'jsno'": "Did you mean json?",
    "ModuleNotFoundError: No module named 'reqeusts'": "Did you mean requests?",
    "ModuleNotFoundError: No module named 'httpx'": "/venv/bin/python -m pip install httpx",
    "Error: Cannot find module 'expres'": "Did you mean express?",
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'htttp' imported from /k/app.js": "Did you mean http?",
    "Error: Cannot find module 'left-pad'": "npm install left-pad",
    "Error: Cannot find module 'express'": "npm install express",
    "Error: Cannot find module './routes'": "no file ./routes",
    "KeyError: 'PROT'": "is called PORT",
    "TypeError: 'str' object cannot be interpreted as an integer": 'int(os.environ["PORT"])',
    "PermissionError: [Errno 13] Permission denied": "Ports below 1024",
    "Error: listen EACCES: permission denied 0.0.0.0:80": "Ports below 1024",
    "PermissionError: [Errno 13] Permission denied: '/etc/shadow'": "Read the last lines",
    "OSError: [Errno 99] Cannot assign requested address": 'host "127.0.0.1"',
    "Error: getaddrinfo ENOTFOUND myhost": 'host "127.0.0.1"',
    "EOFError: EOF when reading a line": "take input() away",
    "IndentationError: unexpected indent": "same column",
    "SyntaxError: invalid syntax": "missing bracket",
    "SyntaxError: Non-UTF-8 code starting with '\\xe9' in file /k/app.py on line 1": "save it as UTF-8",
    "ValueError: source code string cannot contain null bytes": "save it as UTF-8",
    "RuntimeError: anything else": "Read the last lines",
    "python: can't open file '/k/app.py': [Errno 2] No such file or directory": "There is no file app.py",
}


@pytest.mark.parametrize(("log", "fix"), LOGS.items())
def test_a_known_error_has_its_remedy(evidence, log, fix):
    (evidence.folder / "models.py").touch()
    finding = crash(evidence, log)
    assert finding.cause == "exited"
    assert fix in finding.fix


@pytest.mark.parametrize(
    ("code", "how"),
    [
        (1, "ended by itself with exit code 1"),
        (-9, "out of memory"),
        (-11, "SIGSEGV"),
        (-15, "SIGTERM"),
        (-99, "signal 99"),
    ],
)
def test_how_it_ended_is_said(evidence, code, how):
    assert how in crash(evidence, "", code).what


def test_an_end_without_error_asks_for_a_loop(evidence):
    finding = crash(evidence, "ready\n", 0)
    assert "keeps running" in finding.what
    assert "serve_forever" in finding.fix


@pytest.mark.parametrize(
    ("carets", "words"),
    [
        ("    ^", "    ^ (look at `(1,`)"),
        ("^", "^ (look at `x = (1,`)"),
        ("    ^^", "    ^ (look at `(1`)"),
        ("       ^", "       ^ (look at its end)"),
    ],
)
def test_a_syntax_error_says_where_its_caret_points(evidence, carets, words):
    (evidence.folder / "app.py").write_text("x = (1,\n")
    log = f'  File "{evidence.folder}/app.py", line 1\n    x = (1,\n    {carets}\nSyntaxError: never closed\n'
    caret, _, told = words.partition("^ ")
    assert crash(evidence, log).where == f"app.py:1: x = (1,  {told}\n{' ' * len('app.py:1: ')}{caret}^"


@pytest.mark.parametrize("carets", ["^", "^" * 100], ids=["to the end", "as far as the carets"])
def test_a_piece_that_would_be_cut_is_not_shown(evidence, carets):
    line = "x = {'a': 'b" + "c" * 100
    (evidence.folder / "app.py").write_text(line)
    log = f'  File "{evidence.folder}/app.py", line 1\n    {line}\n        {carets}\nSyntaxError: never closed\n'
    assert crash(evidence, log).where == f"app.py:1: {line}\n{' ' * 14}^"


def test_the_wrong_port_is_named_with_the_line_that_chose_it(evidence):
    (evidence.folder / "app.py").write_text("import x\nrun(port=8000)\n")
    finding = doctor.diagnose(replace(evidence, sockets=(ListenSocket("127.0.0.1", 8000, 1),)))
    assert (finding.cause, finding.where) == ("wrong_port", "app.py:2: run(port=8000)")
    assert "port 8000, but PORT is 53121" in finding.what


@pytest.mark.parametrize(
    ("track", "command", "line"),
    [
        ("node", ("node", "app.js"), "process.env.PORT"),
        ("", ("ruby", "app.rb"), "ENV.fetch"),
        ("", ("./my_server",), "the environment variable PORT"),
    ],
)
def test_the_remedy_speaks_the_programs_language(evidence, track, command, line):
    sockets = (ListenSocket("127.0.0.1", 8000, 1),)
    assert line in doctor.diagnose(replace(evidence, sockets=sockets, track=track, command=command)).fix


@pytest.mark.parametrize("address", ["::1", "192.168.1.5"])
def test_the_wrong_address_is_named(evidence, address):
    finding = doctor.diagnose(replace(evidence, sockets=(ListenSocket(address, PORT, 1),)))
    assert finding.cause == "wrong_address"
    assert address in finding.what
    assert '"127.0.0.1"' in finding.fix


TAKEN = {
    "node": "Error: listen EADDRINUSE: address already in use :::4\n",
    "uvicorn": "ERROR: [Errno 98] error while attempting to bind on address ('127.0.0.1', 4): address already in use\n",
    "flask": "Address already in use\nPort 4 is in use by another program.\n",
    "python": "OSError: [Errno 98] Address already in use\n",
}


@pytest.mark.parametrize("log", TAKEN.values(), ids=TAKEN.keys())
def test_a_taken_port_is_told_from_other_ends(evidence, log):
    finding = crash(evidence, log)
    assert finding.cause == "port_held"
    assert f"now {PORT}" in finding.fix


@pytest.mark.parametrize(
    ("log", "port", "is_ours"),
    [
        (f"Error: listen EADDRINUSE: address already in use 127.0.0.1:{PORT}\n", PORT, True),
        ("Error: listen EADDRINUSE: address already in use 127.0.0.1:4999\n", 4999, False),
        (
            f"[Errno 98] error while attempting to bind on address ('127.0.0.1', {PORT}): address already in use",
            PORT,
            True,
        ),
        ("OSError: [Errno 98] Address already in use\n", 0, True),
    ],
)
def test_an_address_in_front_of_a_port_is_no_port(evidence, log, port, is_ours):
    finding = crash(evidence, log)
    assert finding.cause == "port_held"
    assert "port 127" not in finding.what
    assert not port or f"port {port}" in finding.what
    assert doctor.held_for_a_moment(replace(evidence, log=log, code=1)) is is_ours


def test_still_starting_says_for_how_long(evidence):
    finding = doctor.diagnose(replace(evidence, seconds=2.5, log="loading model\n"))
    assert (finding.cause, finding.where) == ("still_starting", "last line it printed: loading model")
    assert "after 2.5 seconds" in finding.what


SILENCES = {
    "nothing comes": (Symptom.SILENT, {}, "sent nothing back", "every path"),
    "one in line": (Symptom.SILENT, {"waiting": 1}, "1 connection waits", "Accept in a loop"),
    "many in line": (Symptom.SILENT, {"waiting": 3}, "3 connections wait", "Accept in a loop"),
    "closed at once": (Symptom.CLOSED, {}, "sent not one byte", "send an answer before you close"),
    "TLS that closes": (Symptom.CLOSED, {"speaks_tls": lambda: True}, "speaks TLS", "plain HTTP"),
    "TLS that answers": (Symptom.GARBLED, {"speaks_tls": lambda: True}, "speaks TLS", "plain HTTP"),
    "another protocol": (Symptom.GARBLED, {}, "", ""),
    "ended by itself": (Symptom.ENDED, {"code": 0}, "", "a loop that never ends"),
    "crashed": (Symptom.ENDED, {"code": 1}, "", ""),
}


@pytest.mark.parametrize(("symptom", "known", "what", "fix"), SILENCES.values(), ids=SILENCES)
def test_silence_is_explained(tmp_path, symptom, known, what, fix):
    told = doctor.explain(symptom, Silence(tmp_path, **known))
    assert (what in told.what, fix in told.fix) == (True, True)
    assert bool(told.what) == bool(what)
    assert bool(told.fix) == bool(fix)


@pytest.mark.parametrize("symptom", [Symptom.CLOSED, Symptom.ENDED])
def test_an_error_of_the_handler_is_named_by_its_line(tmp_path, symptom):
    (tmp_path / "app.py").write_text("x = {}\nx['a']\n")
    log = f"Traceback (most recent call last):\n  File \"{tmp_path}/app.py\", line 2, in do_GET\nKeyError: 'a'\n"
    assert doctor.explain(symptom, Silence(tmp_path, log, code=1)).where == "app.py:2"


DIED = "Traceback (most recent call last):\n  File \"{folder}/app.py\", line 2, in <module>\nKeyError: 'a'\n"


@pytest.mark.parametrize(
    ("log", "code", "is_told"),
    [
        (DIED, 1, True),
        (f"127.0.0.1 - - GET / 200\n{DIED}", 1, True),
        (f"{DIED}127.0.0.1 - - GET / 500\n", 7, False),
        (f"{DIED}{'-' * 40}\n", 7, False),
        (DIED, -9, False),
        (DIED, 0, False),
    ],
    ids=["its only words", "after other requests", "one that it survived", "one of a handler", "killed", "by itself"],
)
def test_what_a_program_died_of_before_the_request_is_told(evidence, log, code, is_told):
    (evidence.folder / "app.py").write_text("x = {}\nx['a']\n")
    log = log.replace("{folder}", str(evidence.folder))
    silence = Silence(evidence.folder, "", code=code, program=replace(evidence, log=log))
    told = doctor.explain(Symptom.ENDED, silence)
    assert (told.where, told.log) == (("app.py:2", log) if is_told else ("", ""))
    assert ("mend app.py:2" in told.fix) is is_told


def test_the_call_that_ends_a_program_during_a_request_is_named(evidence):
    (evidence.folder / "app.py").write_text("import os\nos._exit(7)\n")
    silence = Silence(evidence.folder, "", code=7, program=evidence)
    assert doctor.explain(Symptom.ENDED, silence).where == "app.py:2"


def test_who_holds_the_port_in_its_place_is_named(evidence):
    silence = Silence(evidence.folder, "", code=1, program=evidence, usurper=Program(7, "node app.js"))
    for symptom in (Symptom.ENDED, Symptom.SILENT):
        told = doctor.explain(symptom, silence)
        assert "node app.js (pid 7)" in told.what
        assert "another port" in told.fix


BARE = "ModuleNotFoundError: No module named 'flask'"


def test_an_environment_that_sleeps_beside_the_work_is_named(evidence):
    (evidence.folder / "venv").mkdir()
    (evidence.folder / "venv/pyvenv.cfg").touch()
    assert crash(replace(evidence, is_bare=True), BARE).fix.endswith("source venv/bin/activate")


@pytest.fixture
def managed(tmp_path):
    """Return a Python into which its system lets nobody install."""
    for name in ("bin/python3.11", "lib/python3.11/EXTERNALLY-MANAGED"):
        (tmp_path / "usr" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "usr" / name).touch(0o755)
    return str(tmp_path / "usr/bin/python3.11")


def environment_with(module, folder):
    """Return the Python of a virtual environment in which a module is installed."""
    (folder / f"lib/python3.11/site-packages/{module}").mkdir(parents=True)
    (folder / "bin").mkdir()
    (folder / "pyvenv.cfg").touch()
    return str(folder / "bin/python")


def test_a_python_of_the_system_is_not_installed_into(evidence, managed):
    fix = crash(replace(evidence, command=(managed, "app.py"), python=managed, is_bare=True), BARE).fix
    assert f"{managed} -m venv .venv && .venv/bin/python -m pip install flask" in fix


@pytest.mark.parametrize("module", ["flask", "django"])
def test_instead_of_the_systems_python_one_that_has_the_module_is_named(evidence, managed, tmp_path, module):
    other = environment_with(module, tmp_path / "other")
    fix = crash(replace(evidence, command=(managed, "app.py"), python=other), BARE).fix
    assert 'start: ["${PYTHON}", app.py]' in fix
    assert (f"{other} has flask" in fix) is (module == "flask")
    assert ("-m venv .venv" in fix) is (module == "django")


def test_a_module_that_is_installed_is_what_a_close_name_means(evidence, tmp_path):
    python = environment_with("kartoffel", tmp_path / "other")
    told = "ModuleNotFoundError: No module named 'kartofel'"
    assert "Did you mean kartoffel?" in crash(replace(evidence, command=(python, "app.py")), told).fix


def test_what_a_script_runs_is_installed_into_the_chosen_python(evidence):
    fix = crash(replace(evidence, command=("./start.sh",), python="/venv/bin/python"), BARE).fix
    assert "/venv/bin/python -m pip install flask" in fix


ENDING_CALLS = {
    "Python": ("app.py", "import sys\nsys.exit(3)\n", "app.py:2: sys.exit(3)"),
    "the one with that code": ("app.py", "def f(): exit(0)\ndef g(): exit(f())\nquit(3)\n", "app.py:3: quit(3)"),
    "a computed code": ("app.py", "sys.exit(0)\nsys.exit(main())\n", "app.py:2: sys.exit(main())"),
    "raised": ("app.py", "raise SystemExit(3)\n", "app.py:1: raise SystemExit(3)"),
    "at once": ("app.py", "os._exit(3)\n", "app.py:1: os._exit(3)"),
    "Node": ("app.js", "process.exit(3)\n", "app.js:1: process.exit(3)"),
    "Go": ("main.go", "\tos.Exit(3)\n", "main.go:1: os.Exit(3)"),
    "Java": ("App.java", "System.exit(3);\n", "App.java:1: System.exit(3);"),
    "PHP": ("index.php", "<?php exit(3);\n", "index.php:1: <?php exit(3);"),
    "a script": ("start.sh", "#!/bin/sh\nexit 3\n", "start.sh:2: exit 3"),
    "in a comment": ("app.py", "# sys.exit(3)\n", ""),
    "a method of another": ("app.py", "pool.exit(3)\n", ""),
    "another code": ("app.py", "sys.exit(4)\n", ""),
}


@pytest.mark.parametrize(("name", "source", "place"), ENDING_CALLS.values(), ids=ENDING_CALLS)
def test_the_call_that_ends_a_silent_program_is_named(evidence, name, source, place):
    (evidence.folder / name).write_text(source)
    finding = crash(evidence, "", 3)
    assert finding.what == "Your program ended by itself with exit code 3 before it listened."
    assert finding.where == place
    assert "kata run" not in finding.fix


LACKING = {
    "dash": ("exec phyton app.py", "./start.sh: 2: exec: phyton: not found"),
    "bash": ("phyton app.py", "./start.sh: line 2: phyton: command not found"),
    "env": ("/usr/bin/env phyton app.py", "/usr/bin/env: \u2018phyton\u2019: No such file or directory"),
}


@pytest.mark.parametrize(("line", "told"), LACKING.values(), ids=LACKING)
def test_a_program_that_a_script_misspells_is_named_with_its_line(evidence, tmp_path, line, told):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python3").touch(0o755)
    (evidence.folder / "start.sh").write_text(f"#!/bin/sh\n{line}\n")
    finding = crash(replace(evidence, command=("./start.sh",), path=str(tmp_path / "bin")), f"{told}\n", 127)
    assert finding.where == f"start.sh:2: {line}"
    assert "Did you mean python3?" in finding.fix


def test_a_program_that_is_spelt_well_and_missing_is_no_misspelt_one(evidence, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/code").touch(0o755)
    (evidence.folder / "start.sh").write_text("node app.js\n")
    evidence = replace(evidence, command=("./start.sh",), path=str(tmp_path / "bin"))
    finding = crash(evidence, "./start.sh: 1: node: not found\n", 127)
    assert finding.where == "start.sh:1: node app.js"
    assert "install node" in finding.fix


def test_words_of_a_program_are_no_words_of_a_shell(evidence):
    (evidence.folder / "app.py").write_text("config = {}\n")
    assert crash(evidence, "error: config: not found\n").what.endswith("error: config: not found")


def test_without_any_environment_both_ways_are_named(evidence):
    fix = crash(replace(evidence, is_bare=True), BARE).fix
    assert "activate it" in fix
    assert "pip install flask" in fix


SCRIPTS = {
    "CRLF": ("start.sh", b"#!/bin/sh\r\n", "Windows line ends"),
    "CRLF without #!": ("start.sh", b"cd .\r\n", "Windows line ends"),
    "BOM": ("start", b"\xef\xbb\xbf#!/bin/sh\n", "BOM"),
}


@pytest.mark.parametrize(("name", "content", "words"), SCRIPTS.values(), ids=SCRIPTS)
def test_a_script_that_windows_saved_is_named_when_it_fails(evidence, name, content, words):
    (evidence.folder / name).write_bytes(content)
    for code, is_named in ((127, True), (0, False)):
        finding = doctor.diagnose(replace(evidence, command=("sh", name), code=code, log="not found\n"))
        assert (words in finding.what) is is_named


@pytest.mark.parametrize("content", [b"#!/bin/sh\n", b"print('a')\r\n", b""])
def test_other_files_are_no_spoilt_scripts(evidence, content):
    (evidence.folder / "app.py").write_bytes(content)
    assert "line ends" not in crash(evidence, "ValueError: x").what


def test_every_address_is_worth_a_remark():
    sockets = [ListenSocket(address, PORT, 1) for address in ("127.0.0.1", "0.0.0.0")]
    assert doctor.on_addresses(sockets[:1], PORT) == ""
    assert doctor.on_addresses(sockets, PORT + 1) == ""
    assert "(0.0.0.0)" in doctor.on_addresses(sockets, PORT)


def outcome(*statuses, status=Status.FAILED):
    exchanges = tuple(
        Exchange(ExchangeKind.HTTP, "", request=Request("GET", "/todos?page=1", ()), response=Response(code, "", ()))
        for code in statuses
    )
    return Outcome("a", "A", "R1", 1, Visibility.SHOWN, status, exchanges=exchanges)


SOURCES = {
    "a longer path": ('@app.get("/api/todos")', "In app.py:1 it is /api/todos."),
    "a prefix": ("Blueprint('todos', __name__, url_prefix='/api/v1')", "In app.py:1 there is the prefix /api/v1."),
    "nothing like it": ('@app.get("/items")', "Is there a prefix"),
}


@pytest.mark.parametrize(("source", "words"), SOURCES.values(), ids=SOURCES)
def test_nothing_but_404_is_told_once(tmp_path, source, words):
    (tmp_path / "app.py").write_text(source)
    told = doctor.on_paths([outcome(404, 404), outcome(404, status=Status.PASSED)], tmp_path)
    assert "(/todos)" in told
    assert words in told


@pytest.mark.parametrize("seen", [(outcome(404, 200),), (outcome(404, status=Status.PASSED),), (outcome(),), ()])
def test_other_answers_are_no_wrong_base_path(tmp_path, seen):
    assert doctor.on_paths(seen, tmp_path) == ""


def all_findings(evidence):
    crowd = "Traceback (most recent call last):\n" + "x" * 5000 + "\nValueError: " + "y" * 5000 + "\n"
    yield from (crash(evidence, log) for log in [*LOGS, *TAKEN.values(), crowd, "\x1b[2J\0\xff" * 100])
    yield crash(evidence, "", 0)
    yield doctor.diagnose(evidence)
    yield doctor.diagnose(replace(evidence, is_flooded=True, log="x\n" * 9))
    yield doctor.diagnose(replace(evidence, sockets=(ListenSocket("::1", PORT, 1),)))
    yield doctor.cannot_execute((), Path("/nowhere"), OSError())


def test_every_finding_is_whole_and_short(evidence):
    for finding in all_findings(evidence):
        assert finding.what
        assert finding.fix
        lines = f"{finding.what}\n{finding.where}\n{finding.fix}".splitlines()
        assert sum(-(-max(1, len(line)) // 80) for line in lines) <= 6, finding
