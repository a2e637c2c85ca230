"""kata replay: the failing request again, and the check taken along."""

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from runner.platforms.here import HERE
from runner.server.free_port import PORTS
from tests.integration.flow.conftest import RIGHT

FAR = "http://192.0.2.1:8000"


def replayed(kata, work, *words):
    result = kata("replay", *words, "--json", cwd=work)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def targets(found):
    return [one["request"]["target"] for one in found["answered"] if one and one["request"]]


def statuses(found):
    return [one["response"]["status"] for one in found["answered"] if one and one["response"]]


def test_the_first_failure_is_sent_again_beside_what_was_expected(answers_200, kata):
    kata("test", cwd=answers_200)

    result = kata("replay", cwd=answers_200)

    assert result.returncode == 0
    assert "status: expected    201 Created" in result.stdout
    assert "now         200 OK  (as in the test)" in result.stdout
    assert "storing milk" in result.stdout


def test_a_mended_program_shows_the_new_answer(answers_200, kata):
    kata("test", cwd=answers_200)
    shutil.copy(RIGHT, answers_200 / "notes/app.py")

    result = kata("replay", cwd=answers_200)

    assert "in the test 200 OK" in result.stdout
    assert "now         201 Created\n" in result.stdout


def test_what_came_before_is_done_first_with_ids_of_this_time(broken, kata):
    work = broken('"DELETE FROM notes WHERE id = ?", ', '"SELECT ?", ')
    (work / "notes/app.py").write_text(
        (work / "notes/app.py").read_text().replace("self.answer(204)", "self.answer(500)")
    )
    kata("test", cwd=work)

    found = replayed(kata, work)

    recorded = [one["request"]["target"] for one in found["recorded"] if one["request"]]
    assert recorded == ["/notes", "/notes/2", "/notes/2", "/notes/2"]
    assert targets(found) == ["/notes", "/notes/1", "/notes/1", "/notes/1"]
    assert statuses(found) == [201, 200, 200, 500]


def test_a_token_is_the_one_of_this_time(work, kata):
    kata("test", cwd=work)

    found = replayed(kata, work, "knows")

    login, me = found["answered"]
    token = json.loads(login["response"]["body"])["token"]
    assert ["Authorization", f"Bearer {token}"] in me["request"]["headers"]
    assert statuses(found) == [200, 200]


def test_requests_at_once_are_sent_at_once(work, kata):
    kata("test", cwd=work)

    found = replayed(kata, work, "gives")

    assert sorted(statuses(found)) == [201, 409, 409, 409, 409, 409]
    assert sorted(one["client"] for one in found["answered"]) == list(range(6))


def test_bytes_on_a_connection_are_sent_again(work, kata):
    kata("test", cwd=work)

    found = replayed(kata, work, "speaks")

    assert "404" in str(found["answered"][0]["received"])


@pytest.mark.parametrize("words", [("keeps",), ("keeps", "--export", "curl")])
def test_hidden_checks_are_neither_sent_nor_exported(work, kata, words):
    kata("test", cwd=work)

    result = kata("replay", *words, cwd=work)

    assert result.returncode == 2
    assert "is hidden" in result.stderr
    assert "secret-path" not in result.stdout + result.stderr


def test_a_run_without_a_server_says_so(work, kata):
    (work / "notes/app.py").write_text("import nothing_like_it\n")
    kata("test", cwd=work)

    assert "never became ready" in kata("replay", cwd=work).stderr


def test_a_hidden_failure_says_so(broken, kata):
    start = "    def do_GET(self):\n"
    work = broken(start, f'{start}        if "secret" in self.path:\n            return self.answer(200)\n')
    kata("test", cwd=work)

    result = kata("replay", cwd=work)

    assert result.returncode == 2
    assert "what fails is hidden" in result.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("stores", "--to", FAR), "not on this machine"),
        (("stores", "--to", "abc"), "is not a port"),
        (("stores", "--to", "1"), "nothing listens on port 1"),
        (("nothing-like-it",), "choose from"),
        (("stores", "--output", "x"), "--export"),
        ((), "nothing failed"),
    ],
)
def test_a_wrong_turn_is_told(work, kata, words, told):
    kata("test", cwd=work)
    check = () if (words and not words[0].startswith("-")) or not words else ("stores",)

    result = kata("replay", *check, *words, cwd=work)

    assert result.returncode == 2
    assert told in result.stderr


def test_without_a_run_it_says_what_to_type(work, kata):
    result = kata("replay", cwd=work)

    assert result.returncode == 1
    assert "kata test" in result.stderr


def test_an_export_never_writes_over_a_file(work, kata):
    kata("test", cwd=work)
    (work / "mine.http").write_text("mine")

    result = kata("replay", "stores", "--export", "http", "-o", "mine.http", cwd=work)

    assert result.returncode == 1
    assert (work / "mine.http").read_text() == "mine"


@contextmanager
def serving(program, environment, folder):
    """Run a program on empty data; gives its port."""
    port = PORTS.choose()
    folder.mkdir(exist_ok=True)
    settings = environment | {"PORT": str(port), "KATA_DATA": str(folder)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, str(program)], env=settings, **quiet)
    try:
        until = time.monotonic() + 30
        while not HERE.is_listening(port):
            assert time.monotonic() < until
            time.sleep(0.02)
        yield port
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def up(work, environment, tmp_path):
    """The right program on empty data; returns its port."""
    with serving(RIGHT, environment, tmp_path) as port:
        yield port


def run_exported(work, port):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_mine.py"]
    environment = os.environ | {"BASE_URL": f"http://127.0.0.1:{port}"}
    return subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("check", ["changes-a-note", "knows-who-asks", "gives-one-seat", "speaks-raw"])
def test_an_exported_test_passes_on_a_right_program(work, kata, up, check):
    kata("test", cwd=work)
    assert kata("replay", check, "--export", "pytest", "-o", "test_mine.py", cwd=work).returncode == 0

    result = run_exported(work, up)

    assert result.returncode == 0, result.stdout


MISTAKES = {
    "stores-a-note": ('"text": sent["text"]})', '"text": sent})'),
    "knows-who-asks": ('{"name": rows[0][0]}', '{"nick": rows[0][0]}'),
    "gives-one-seat": ("INSERT INTO seats VALUES (1)", "INSERT INTO seats VALUES (NULL)"),
    "speaks-raw": ("if rows else self.answer(404)", "if rows else self.answer(400)"),
}


@pytest.mark.parametrize("check", MISTAKES)
def test_an_exported_test_fails_on_the_program_that_failed_and_passes_when_it_is_mended(
    broken, kata, environment, tmp_path, check
):
    work = broken(*MISTAKES[check])
    kata("test", "--only", check, cwd=work)
    assert kata("replay", check, "--export", "pytest", "-o", "test_mine.py", cwd=work).returncode == 0

    with serving(work / "notes/app.py", environment, tmp_path / "wrong") as port:
        on_wrong = run_exported(work, port)
    with serving(RIGHT, environment, tmp_path / "right") as port:
        on_right = run_exported(work, port)

    assert on_wrong.returncode == 1, on_wrong.stdout
    assert on_right.returncode == 0, on_right.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_exported_curl_lines_work_with_the_values_of_this_time(work, kata, up):
    kata("test", cwd=work)
    texts = [kata("replay", check, "--export", "curl", cwd=work).stdout for check in ("changes", "knows")]

    environment = os.environ | {"PORT": str(up)}
    printed = [
        subprocess.run(["sh"], input=text, env=environment, capture_output=True, text=True, check=False).stdout
        for text in texts
    ]

    assert [line.split()[1] for line in printed[0].splitlines() if line.startswith("HTTP/")] == [
        "201",
        "200",
        "200",
        "204",
    ]
    assert '{"name": "ada"}' in printed[1]


@pytest.fixture
def changed(kata, root, tmp_path):
    """Put a bundled kata's solution with one mistake into a workspace of its own."""

    def put(slug, track, was, now):
        assert kata("init", ".", "--track", track, cwd=tmp_path).returncode == 0
        solution = (root / f"solutions/{slug}/{track}/app.py").read_text()
        assert was in solution
        (tmp_path / slug).mkdir()
        (tmp_path / slug / "app.py").write_text(solution.replace(was, now))

    return put


def test_a_restart_is_repeated_with_its_variables(kata, changed, tmp_path):
    changed("exercise-log", "flask", "datetime.now(UTC).date()", "datetime.now().date()")
    kata("test", "exercise-log", "--only", "ignores-the-time-zone", cwd=tmp_path)

    result = kata("replay", cwd=tmp_path / "exercise-log")

    assert result.returncode == 0, result.stderr
    assert "restart after kill -9, with TZ=" in result.stdout
    assert "(as in the test)" in result.stdout
    assert "not repeated" not in result.stdout


def test_what_a_server_says_first_is_read_by_whoever_reads_it(kata, changed, tmp_path):
    changed("time-server", "python", "datetime.now(UTC)", "datetime.now()")
    kata("test", "time-server", "--only", "speaks-utc-everywhere", cwd=tmp_path)

    result = kata("replay", cwd=tmp_path / "time-server")

    assert "17 bytes  (as in the test)" in result.stdout
    assert "received  nothing" not in result.stdout
    assert "the check   with TZ=" in result.stdout


def test_files_that_a_check_lays_itself_are_told(kata, changed, tmp_path):
    changed("static-site", "flask", "is_relative_to(PUBLIC)", "is_relative_to('/')")
    kata("test", "static-site", "--only", "follows-no-link-outside", cwd=tmp_path)

    again = kata("replay", cwd=tmp_path / "static-site")
    exported = kata("replay", "--export", "pytest", cwd=tmp_path / "static-site")

    assert "the check itself put files into KATA_DATA" in again.stdout, again.stderr
    assert "pytest.fail('kata was at the files in KATA_DATA itself" in exported.stdout
