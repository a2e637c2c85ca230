"""What programs print before they die, in their own words, and the learner's own line behind it."""

import pytest

from runner.tracks.complaints import clean_lines, first_complaint, numbers_in_source, read_complaint, source_place

PYTHON = """Traceback (most recent call last):
  File "{folder}/app.py", line 3, in <module>
    main()
  File "{folder}/app.py", line 2, in main
    json.loads("")
    ~~~~~~~~~~^^^^
  File "/usr/lib/python3.11/json/__init__.py", line 346, in loads
    return _default_decoder.decode(s)
json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)
"""
CHAINED = """Traceback (most recent call last):
  File "{folder}/app.py", line 1, in <module>
    a
KeyError: 'x'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "{folder}/app.py", line 3, in <module>
    b
ValueError: second
"""
SYNTAX = """  File "{folder}/app.py", line 2
    x = (1,
        ^
SyntaxError: '(' was never closed
"""
NODE = """{folder}/app.js:2
  throw new TypeError('bad');
  ^

TypeError: bad
    at main ({folder}/app.js:2:9)
    at node:internal/main/run_main_module:28:49

Node.js v20.0.0
"""
NODE_MODULE = """node:internal/modules/cjs/loader:1143
  throw err;
  ^

Error: Cannot find module 'express'
Require stack:
- {folder}/app.js
    at Module._resolveFilename (node:internal/modules/cjs/loader:1140:15)
    at Object.<anonymous> ({folder}/app.js:1:17) {{
  code: 'MODULE_NOT_FOUND',
"""
JAVA = """Exception in thread "main" java.net.BindException: Cannot assign
\tat App.open(App.java:3)
\tat App.main(App.java:2)
"""
JAVA_CAUGHT = "java.lang.IllegalStateException: no\n\tat java.base/X.y(X.java:1)\n\tat App.handle(App.java:3)\n"
GO = "panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t{folder}/app.go:3 +0x1d\nexit status 2\n"
PHP = "PHP Fatal error:  Uncaught Error in {folder}/index.php on line 3\n"
SHELL = "./run.sh: line 3: gunicorn: command not found\n"

CASES = {
    "python": (PYTHON, "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)", "app.py:2"),
    "python, the last of a chain": (CHAINED, "ValueError: second", "app.py:3"),
    "python syntax": (SYNTAX, "SyntaxError: '(' was never closed", "app.py:2"),
    "node": (NODE, "TypeError: bad", "app.js:2"),
    "node module": (NODE_MODULE, "Error: Cannot find module 'express'", "app.js:1"),
    "java": (JAVA, 'Exception in thread "main" java.net.BindException: Cannot assign', "App.java:3"),
    "java, caught and printed": (JAVA_CAUGHT, "java.lang.IllegalStateException: no", "App.java:3"),
    "go": (GO, "panic: boom", "app.go:3"),
    "php": (PHP, "PHP Fatal error:  Uncaught Error in {folder}/index.php on line 3", "index.php:3"),
    "shell": (SHELL, "./run.sh: line 3: gunicorn: command not found", "run.sh:3"),
}


@pytest.fixture
def folder(tmp_path):
    for name in ("app.py", "app.js", "App.java", "app.go", "index.php", "run.sh"):
        (tmp_path / name).write_text("one\ntwo\nthree\n")
    return tmp_path


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_error_and_its_place(folder, case):
    log, text, where = case
    found = read_complaint(log.format(folder=folder), folder)
    assert (found.text, found.where) == (text.format(folder=folder), where)


def test_a_file_that_is_no_text_is_named_in_the_error_itself(folder):
    log = (
        f"SyntaxError: Non-UTF-8 code starting with '\\xe9' in file {folder}/app.py on line 2, but no encoding declared"
    )
    found = read_complaint(log, folder)
    assert (found.kind, found.where, found.source) == ("SyntaxError", "app.py:2", ("two",))


def test_a_place_by_the_name_of_its_go_module(folder):
    (folder / "go.mod").write_text("module kata/app\n\ngo 1.22\n")
    log = "panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\tkata/app/app.go:3 +0x1d\n"
    assert read_complaint(log, folder).where == "app.go:3"


def test_a_folder_with_the_name_of_the_module_is_a_folder(folder):
    (folder / "go.mod").write_text("module server\n")
    (folder / "server").mkdir()
    (folder / "server" / "h.go").write_text("package main\n")
    assert first_complaint("server/h.go:1:2: undefined: x\n", folder).where == "server/h.go:1"


HOSTILE = ["a" * 300 + ".py:3: no\n", "app.py:" + "1" * 5000 + ": no\n", "a" * 1_000_000, "x/" * 500_000]


@pytest.mark.parametrize("log", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_log_is_read_in_time_and_without_an_error(folder, log):
    read_complaint(log, folder)
    assert first_complaint(log, folder) is None


def test_a_syntax_error_keeps_its_caret(folder):
    assert read_complaint(SYNTAX.format(folder=folder), folder).source == ("x = (1,", "    ^")


def test_a_line_of_the_file_is_quoted_where_none_was_printed(folder):
    assert read_complaint(NODE_MODULE.format(folder=folder), folder).source == ("one",)


COMPILERS = {
    "javac": (
        "App.java:2: error: cannot find symbol\n  two\n  ^\n  symbol:   class Mapp\n  location: class App\n1 error\n",
        "error: cannot find symbol: class Mapp",
        "App.java:2",
    ),
    "maven": (
        "[ERROR] COMPILATION ERROR : \n[ERROR] {folder}/App.java:[3,2] cannot find symbol\n  symbol: class Mapp\n",
        "cannot find symbol: class Mapp",
        "App.java:3",
    ),
    "what follows is not about it": (
        "{folder}/App.java:[1,2] ';' expected\n{folder}/App.java:[3,2] cannot find symbol\n  symbol: class A\n",
        "';' expected",
        "App.java:1",
    ),
    "go": ("# kata\n./app.go:2:5: undefined: x\n", "undefined: x", "app.go:2"),
}


@pytest.mark.parametrize("case", COMPILERS.values(), ids=COMPILERS.keys())
def test_the_first_word_of_a_compiler_and_its_place(folder, case):
    log, text, where = case
    found = first_complaint(log.format(folder=folder), folder)
    assert (found.text, found.where) == (text, where)


@pytest.mark.parametrize("log", ["", "\n\n", "   \n"])
def test_nothing_printed_is_no_complaint(folder, log):
    assert read_complaint(log, folder) is None


def test_packages_are_not_the_learners_own(folder):
    foreign = folder / ".venv" / "site-packages"
    foreign.mkdir(parents=True)
    (foreign / "lib.py").write_text("x\n")
    log = f'Traceback (most recent call last):\n  File "{foreign}/lib.py", line 1, in f\n    x\nValueError: x\n'
    assert read_complaint(log, folder).where == ""


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\0b"])
def test_a_place_outside_the_folder_is_never_quoted(folder, name):
    log = f'Traceback (most recent call last):\n  File "{name}", line 1, in f\n    x\nValueError: x\n'
    assert read_complaint(log, folder).where == ""


def test_terminal_codes_are_taken_away():
    assert clean_lines("\x1b[31mred\x1b[0m\x07 \x1b]0;title\x07end") == ("red end",)


def test_a_word_is_found_in_the_source_but_not_in_comments(folder):
    (folder / "app.py").write_text("# 8000\nx = 18000\nrun(port=8000)\n")
    assert source_place(folder, "8000") == "app.py:3: run(port=8000)"
    assert source_place(folder, "9999") == ""


def test_numbers_that_may_be_ports(folder):
    (folder / "app.py").write_text("a = 5\nb = 8000\nc = 99999\nd = 8000\n")
    assert numbers_in_source(folder) == (8000,)


def test_a_huge_log_is_read_quickly(folder):
    found = read_complaint("File a line 3 " * 5_000 + "\n" + "noise\n" * 100_000 + "ValueError: last\n", folder)
    assert found.text == "ValueError: last"
