"""What can wait, and what it may then run."""

from dataclasses import replace
from pathlib import Path

import pytest

from runner.parking.places import Expected, can_park
from runner.server.process import Order

ORDER = Order(
    name="main",
    command=("/usr/bin/python3", "app.py"),
    folder=Path("/work"),
    environment={"LANG": "C", "PORT": "4000", "KATA_DATA": "/data", "KATA_RUN": "ab.1"},
    port=4000,
    data=Path("/data"),
    log=Path("/log"),
    mark="ab.1",
    output_limit=1,
)
EXPECTED = Expected(ORDER.command, ORDER.folder, {"LANG": "C", "KATA_RUN": "ab.1"})


@pytest.mark.parametrize("command", [("${PYTHON}", "app.py"), ("node", "app.js")])
def test_one_program_of_an_interpreter_that_we_know_can_wait(command):
    assert can_park(command)


@pytest.mark.parametrize(
    "command",
    [
        ("./my_server",), ("${PYTHON}", "-m", "http.server"), ("${PYTHON}", "src/app.py"), ("python3", "app.py"),
        ("${PYTHON}", "app.js"), ("node", "--watch", "app.js"), ("node", "${PORT}.js"),
    ],
)  # fmt: skip
def test_the_learners_own_command_starts_cold(command):
    assert not can_park(command)


def test_port_and_data_folder_are_known_late():
    assert EXPECTED.matches(ORDER)


@pytest.mark.parametrize(
    "change",
    [
        {"environment": {**ORDER.environment, "TZ": "UTC"}},
        {"environment": {**ORDER.environment, "LANG": "de_DE"}},
        {"environment": {"PORT": "1", "KATA_RUN": "ab.1"}},
        {"environment": {**ORDER.environment, "KATA_RUN": "ab.2"}},
        {"folder": Path("/elsewhere")},
        {"command": ("/other/python3", "app.py")},
    ],
)
def test_anything_else_that_differs_makes_a_cold_start(change):
    assert not EXPECTED.matches(replace(ORDER, **change))
