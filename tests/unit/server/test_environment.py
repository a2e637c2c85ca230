"""What a program is given, and what it is not."""

from pathlib import Path

import pytest

from runner.server.environment import build_environment, own_variables, put_first_on_path, substitute

OWN = own_variables(5000, Path("/data"), "token.1")


@pytest.mark.parametrize("name", ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "JAVA_HOME", "SystemRoot"])
def test_what_programs_need_is_kept(name):
    assert build_environment({name: "x"}, (), {}, OWN)[name] == "x"


@pytest.mark.parametrize("name", ["GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "PYTHONPATH", "NODE_OPTIONS", "KATA_HOME"])
def test_everything_else_stays_behind(name):
    assert name not in build_environment({name: "x"}, (), {}, OWN)


def test_the_check_overrides_the_kata_and_can_take_away():
    environment = build_environment({}, (("A", "kata"), ("B", "kata")), {"A": "check", "B": None, "C": None}, OWN)
    assert (environment["A"], "B" in environment, "C" in environment) == ("check", False, False)


def test_nobody_overrides_our_own():
    environment = build_environment({}, (("PORT", "1"),), {"KATA_RUN": None, "KATA_DATA": "/etc"}, OWN)
    assert environment | OWN == environment


def test_python_prints_at_once():
    assert build_environment({}, (), {}, OWN)["PYTHONUNBUFFERED"] == "1"


def test_variables_of_ours_alone_are_filled_in():
    command = ("${PYTHON}", "--port=${PORT}", "${KATA_DATA}/x", "$PORT", "${HOME}")
    filled = substitute(command, 5000, Path("/data"), "/usr/bin/python3")
    assert filled == ("/usr/bin/python3", "--port=5000", "/data/x", "$PORT", "${HOME}")


def test_a_virtual_environment_comes_first_on_the_path(tmp_path):
    (tmp_path / "pyvenv.cfg").touch()
    environment = {"PATH": "/usr/bin"}
    put_first_on_path(environment, str(tmp_path / "bin" / "python"))
    assert environment["PATH"].startswith(str(tmp_path / "bin"))


def test_a_system_python_hides_no_other_program():
    environment = {"PATH": "/home/me/node/bin:/usr/bin"}
    put_first_on_path(environment, "/usr/bin/python3")
    assert environment["PATH"] == "/home/me/node/bin:/usr/bin"
