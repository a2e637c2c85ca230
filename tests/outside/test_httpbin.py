"""httpbin, of which echo-inspect is a part, through our suite: the real one must get full marks."""

import json
import os
import subprocess
import sys

START = [sys.executable, "-m", "gunicorn", "--preload", "--threads", "8", "--bind", "127.0.0.1:${PORT}", "httpbin:app"]


def test_httpbin_passes_echo_inspect(tmp_path):
    workspace = tmp_path / "work"
    run("init", str(workspace), "--track", "python", cwd=tmp_path)
    run("next", "echo-inspect", cwd=workspace)
    (workspace / "echo-inspect/workspace.yaml").write_text(f"format: 1\nstart: {json.dumps(START)}\n")

    tested = run("test", "echo-inspect", "--json", cwd=workspace)

    report = json.loads(tested.stdout)
    assert [outcome["check"] for outcome in report["outcomes"] if outcome["status"] != "passed"] == []
    assert report["verdict"]["status"] == "passed"


def run(*words, cwd):
    environment = {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(cwd), "HOME": str(cwd), "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "runner", *words]
    options = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True, "timeout": 100}
    return subprocess.run(command, cwd=cwd, env=environment, check=False, **options)
