"""What a machine lacks is said, with the line that mends it; nothing is graded with less than was asked for."""

import json
import os
import sys
from pathlib import Path

import pytest

from runner.sandboxes.remedies import Surroundings, allowing_line, install_line, release_from

GRADES = """
import sys
from runner.app.isolating import grading_executor
from runner.app.place import here
from runner.errors import KataError
try:
    print(grading_executor(here(), accepted=sys.argv[1]).isolation)
except KataError as error:
    print(error.what, error.where, error.fix, sep="\\n")
    raise SystemExit(int(error.exit_code))
"""


def kata(run_as, identity, *words, env):
    return run_as(identity, sys.executable, "-m", "runner", *words, env=env)


def test_without_bubblewrap_grading_is_refused_with_the_line_that_installs_it(identity, run_as, without):
    ran = run_as(identity, sys.executable, "-c", GRADES, "full", env=without("bwrap"))

    assert ran.returncode == 5
    what, where, fix = ran.stdout.splitlines()
    assert "bubblewrap is not installed" in what
    assert "kata doctor --grade" in where
    assert fix == install_line("bubblewrap", surroundings(identity))


def test_the_doctor_shows_what_is_missing_and_ends_with_5(identity, run_as, without):
    ran = kata(run_as, identity, "doctor", "--grade", env=without("bwrap"))

    assert ran.returncode == 5
    assert ran.stdout.startswith("isolation: reduced (no cell, no memory, no filter)")
    assert install_line("bubblewrap", surroundings(identity)) in ran.stdout


def test_the_doctor_finds_full_isolation_here_and_tells_each_layer(identity, run_as):
    ran = kata(run_as, identity, "doctor", "--grade", "--json", env={})

    told = json.loads(ran.stdout)
    assert ran.returncode == 0, ran.stdout
    assert told["isolation"] == "full"
    assert {layer["name"] for layer in told["layers"]} == {
        "verdict", "user", "limits", "memory", "filter", "cell", "self-test",
    }  # fmt: skip


def test_without_a_way_to_limit_programs_not_even_reduced_isolation_is_claimed(identity, run_as, without):
    ran = run_as(identity, sys.executable, "-c", GRADES, "reduced", env=without("bwrap", "prlimit"))

    assert ran.returncode == 5
    assert "prlimit is not installed" in ran.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be in danger of running submissions as root")
def test_root_never_runs_a_submission_without_a_user_of_its_own(run_as, without):
    ran = run_as("root", sys.executable, "-c", GRADES, "none", env=without("bwrap", "setpriv"))

    assert ran.returncode == 5
    assert "nothing of a submission may run as root" in ran.stdout


def surroundings(identity):
    release = release_from(Path("/etc/os-release").read_text())
    return Surroundings(release, {}, is_root=identity == "root" and os.geteuid() == 0, is_container=False)


UBUNTU = {"ID": "ubuntu", "ID_LIKE": "debian"}


@pytest.mark.parametrize(
    ("release", "line"),
    [
        (UBUNTU, "sudo apt-get install -y bubblewrap"),
        ({"ID": "fedora"}, "sudo dnf install -y bubblewrap"),
        ({"ID": "alpine"}, "sudo apk add bubblewrap"),
        ({"ID": "opensuse-leap", "ID_LIKE": "suse opensuse"}, "sudo zypper --non-interactive install bubblewrap"),
        ({"ID": "unheard-of"}, "install the package bubblewrap with this system's package manager"),
    ],
)
def test_each_system_has_its_own_line(release, line):
    assert install_line("bubblewrap", Surroundings(release, {}, is_root=False, is_container=False)) == line


@pytest.mark.parametrize(
    ("knobs", "is_container", "part"),
    [
        ({"kernel.apparmor_restrict_unprivileged_userns": "1"}, False,
         "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
        ({"kernel.unprivileged_userns_clone": "0"}, False, "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
        ({"user.max_user_namespaces": "0"}, False, "sudo sysctl -w user.max_user_namespaces=15000"),
        ({"kernel.apparmor_restrict_unprivileged_userns": "0"}, True, "--security-opt seccomp=unconfined"),
        ({}, False, "setting up uid map"),
    ],
)  # fmt: skip
def test_what_forbids_a_cell_is_named_with_the_line_that_allows_it(knobs, is_container, part):
    around = Surroundings(UBUNTU, knobs, is_root=False, is_container=is_container)

    assert part in allowing_line("bwrap: setting up uid map: Permission denied", around)


def test_a_machine_on_which_the_kernel_allows_no_cell_is_refused(identity, run_as, without, room):
    """A bubblewrap that fails as it does on Ubuntu 24.04 stands first on the PATH."""
    fake = room / "forbidden"
    fake.mkdir(exist_ok=True)
    (fake / "bwrap").write_text(
        '#!/bin/sh\ncase "$1" in --version) echo "bubblewrap 0.9.0";; '
        '*) echo "bwrap: setting up uid map: Permission denied" >&2; exit 1;; esac\n'
    )
    (fake / "bwrap").chmod(0o755)
    env = {"PATH": f"{fake}{os.pathsep}{os.environ['PATH']}"}

    ran = run_as(identity, sys.executable, "-c", GRADES, "full", env=env)

    assert ran.returncode == 5
    assert "setting up uid map: Permission denied" in ran.stdout
