"""Every track's own stub starts, listens and answers 501, so that a first run fails by assertion and not by a crash."""

import http.client
import json
import os
import shutil
import subprocess
import sys

import pytest

from runner.errors import LaunchError
from runner.exchanges.load import load_checks
from runner.model import Limits, Sharing, Submission
from runner.server.building import build, planned
from runner.server.control import Launch, LocalControl
from runner.server.leftovers import registered_run
from runner.tracks.registry import TRACKS, stub_folder

SHARED = Sharing.SHARED


@pytest.fixture
def run_stub(tmp_path, root):
    controls = []

    def run(track):
        stub = tmp_path / track.slug
        shutil.copytree(stub_folder(track.slug), stub)
        (stub / "node_modules").symlink_to(root / "node_modules")
        plan = planned(Submission("any", stub, track.run, track.slug, track.build), tmp_path, None)
        build(plan, "token")
        launch = Launch(plan.startable.start, stub, (), tmp_path, Limits(start=60), token, track.slug)
        controls.append(LocalControl(launch))
        return controls[0].acquire(SHARED, SHARED, {})

    with registered_run(tmp_path) as token:
        yield run
        for control in controls:  # none where the language is missing
            control.close()


def answer(port, method, target):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, target)
    response = connection.getresponse()
    try:
        return response.status, response.headers.get_content_type(), response.read()
    finally:
        connection.close()


@pytest.mark.parametrize("track", TRACKS.values(), ids=TRACKS.keys())
def test_the_stub_answers_501_in_json_to_everything(run_stub, track, toolchain):
    toolchain(track)
    port = run_stub(track).port
    for method, target in (("GET", "/"), ("POST", "/a/b?c=d"), ("DELETE", "/x")):
        status, kind, body = answer(port, method, target)
        assert (status, kind) == (501, "application/json")
        assert "not implemented yet" in json.loads(body)["error"]
    assert answer(port, "HEAD", "/")[0] == 501


@pytest.mark.parametrize("track", ["go", "java", "php"])
def test_a_kata_of_the_wire_begins_with_plain_sockets(track, toolchain, root, tmp_path):
    toolchain(TRACKS[track])
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "COLUMNS": "100"}

    def kata(*words):
        command = [sys.executable, "-m", "runner", *words]
        options = {"capture_output": True, "text": True, "timeout": 110}
        return subprocess.run(command, cwd=tmp_path, env=environment, check=False, **options)

    assert kata("init", ".", "--track", track).returncode == 0
    opened = kata("next", "http-hello")
    tested = kata("test", "http-hello")

    assert opened.returncode == 0, opened.stderr
    assert (tmp_path / "http-hello" / TRACKS[track].entry).read_text() == (
        stub_folder(f"{track}-sockets") / TRACKS[track].entry
    ).read_text()
    assert tested.returncode == 1, tested.stdout + tested.stderr
    checks = len(load_checks(root / "katas/http-hello/suite/checks.yaml"))
    assert f"0 of {checks} checks pass" in tested.stdout


NODE_FAILURES = {
    "missing module": ("\nrequire('express');\n", "Cannot find module 'express'", "app.js:2", "npm install express"),
    "syntax": ("const x = ;\n", "SyntaxError", "app.js:1", "could not be read"),
    "thrown": ("function f() {\n  throw new Error('boom');\n}\nf();\n", "Error: boom", "app.js:2", "app.js:2"),
    "ends": ("console.log('bye')", "ended by itself", "bye", "server.listen"),
    "rejected": ("(async () => {\n  await null;\n  null.x;\n})();\n", "TypeError", "app.js:3", "app.js:3"),
}  # fmt: skip


@pytest.mark.skipif(not shutil.which("node"), reason="node is not on this machine")
@pytest.mark.parametrize("case", NODE_FAILURES.values(), ids=NODE_FAILURES.keys())
def test_what_node_says_is_understood(launched, case):
    program, what, where, fix = case
    control = launched("", command=("node", "app.js"), files={"app.js": program.encode()}, track="node")
    with pytest.raises(LaunchError) as raised:
        control.acquire(SHARED, SHARED, {})
    error = raised.value
    assert (what in error.what, where in error.where, fix in error.fix) == (True, True, True), vars(error)
