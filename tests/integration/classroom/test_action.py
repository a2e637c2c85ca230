"""The steps of action.yml, run for real in a checkout."""

import re
import shutil

import pytest

from tests.unit.reporters.test_classroom import read


def obeyed(log):
    """Return the commands that a GitHub runner takes from a log: `::name` after blanks, `##[name]` anywhere."""
    stopped, commands = "", []
    for line in log.splitlines():
        command = re.match(r"\s*::([\w-]+)( [^:]*)?::(.*)", line)
        if stopped:
            stopped = "" if line.strip() == f"::{stopped}::" else stopped
        elif command and command[1] == "stop-commands":
            stopped = command[3]
        elif command or "##[" in line:
            commands.append(line)
    assert not stopped
    return commands


@pytest.fixture
def graded(job, pack, checkout, accepted):
    def run(**inputs):
        return job.step("Grade", checkout, {"accept-isolation": accepted, "pack": str(pack)} | inputs)

    return run


def test_a_right_submission_passes_the_job(graded, job, accepted):
    result = graded()
    assert result.returncode == 0, result.stdout + result.stderr
    assert job.outputs["status"] == "passed"
    assert (job.outputs["score"], job.outputs["max-score"]) == ("9", "9")
    assert accepted in ("none", job.outputs["isolation"])
    seen = read(job.outputs["result"])
    assert (seen["notice"], round(seen["table"]), seen["fails"]) == (9, 9, False)
    assert job.summary.startswith(f"`isolation: {job.outputs['isolation']}`\n")
    assert [line.split(" ")[0] for line in obeyed(result.stdout)] == ["::notice"]


def test_a_wrong_submission_fails_it_with_an_annotation_on_the_learners_line(graded, job, checkout, breaks):
    breaks(checkout, '"message": "hello"', '"message": 1 / 0')
    result = graded()
    assert result.returncode == 1
    assert job.outputs["status"] == "failed"
    assert read(job.outputs["result"])["fails"]
    [first, *_] = [line for line in obeyed(result.stdout) if line.startswith("::error")]
    line = (
        (checkout / "hello/app.py")
        .read_text()
        .splitlines()
        .index('            self.answer(200, json.dumps({"message": 1 / 0}).encode(), "application/json")')
    )
    assert f"file=hello/app.py,line={line + 1},title=GET /hello says hello" in first
    assert "ZeroDivisionError" in job.summary
    assert graded(fail="false").returncode == 0


def test_what_a_submission_prints_commands_nobody(graded, job, checkout, breaks):
    shout = r'print("::error::x\n  ::set-output name=score::100\nx ##[add-path]/tmp", flush=True)'
    breaks(checkout, "        self.send_response(status)", f"        {shout}\n        self.send_response(500)")
    result = graded()
    assert result.returncode == 1
    assert {line.split(" ")[0] for line in obeyed(result.stdout)} == {"::error", "::notice"}
    assert "##[" not in result.stdout + result.stderr + job.summary
    assert job.outputs["score"] == "0"


def test_what_hidden_checks_sent_is_in_nothing_that_a_learner_reads(graded, job, checkout, breaks):
    breaks(checkout, "self.answer(201, json", 'print("got", body, flush=True)\n        self.answer(200, json')
    result = graded()
    assert result.returncode == 1
    assert "POST &#47;echo gives the word back" in job.summary
    assert "got b" not in result.stdout + result.stderr + job.summary
    assert "nested" not in result.stdout + result.stderr + job.summary


def test_a_program_that_never_becomes_ready_is_the_learners_failure(graded, job, checkout):
    (checkout / "hello/app.py").write_text("import os\nimport flsk\n")
    result = graded()
    assert result.returncode == 1
    assert (job.outputs["status"], job.outputs["score"], job.outputs["max-score"]) == ("failed", "0", "9")
    assert any("file=hello/app.py,line=2," in line for line in obeyed(result.stdout))


def test_where_nothing_is_to_be_graded_the_job_says_so(graded, job, checkout):
    result = graded(path="nowhere")
    assert result.returncode == 2
    assert obeyed(result.stdout) == ["::error title=kata::Nothing was graded; the lines above say why."]
    assert "there is no folder nowhere" in result.stderr
    assert job.outputs == {}


def test_a_repository_without_the_kata_has_no_mark(graded, job, checkout):
    shutil.rmtree(checkout / "hello")
    result = graded()
    assert result.returncode == 1
    assert (job.outputs["status"], job.outputs["max-score"]) == ("errored", "0")
    assert any(line.startswith("::warning") for line in obeyed(result.stdout))


def test_an_input_is_a_name_and_never_a_command(graded, checkout):
    result = graded(path='"; touch pwned; $(touch pwned) `touch pwned`\n--help\nhello')
    assert not list(checkout.rglob("pwned"))
    assert result.returncode == 2


def test_the_sandbox_is_fetched_where_it_is_missing(job, tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "id"):
        (tools / name).symlink_to(shutil.which(name))
    for name in ("apt-get", "sudo", "sysctl"):
        (tools / name).write_text(f'#!/bin/bash\necho "{name} $*"\n')
        (tools / name).chmod(0o755)
    result = job.step("Install the sandbox", tmp_path, PATH=str(tools))
    assert result.returncode == 0, result.stderr
    assert "apt-get install -y -qq --no-install-recommends bubblewrap" in result.stdout
