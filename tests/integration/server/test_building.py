"""A program in a language that has to be built: own commands, what is kept of a build, and what a compiler says."""

import shutil

import pytest

from runner.errors import LaunchError
from runner.model import Submission
from runner.server.building import build, planned
from runner.workspace.submitting import digest

SERVER = r"""
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    const char *answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(getenv("PORT")))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    bind(listener, (struct sockaddr *)&address, sizeof address);
    listen(listener, 16);
    for (;;) {
        char buffer[4096];
        int client = accept(listener, NULL, NULL);
        if (read(client, buffer, sizeof buffer) > 0) write(client, answer, strlen(answer));
        close(client);
    }
}
"""
COUNTED = (("sh", "-c", "echo built >> ../count && cc -o ${BUILD}/server server.c"),)


@pytest.fixture
def program(tmp_path):
    folder = tmp_path / "hello"
    folder.mkdir()
    (folder / "server.c").write_text(SERVER)

    def submission(commands=COUNTED):
        return Submission("hello", folder, ("${BUILD}/server",), "", commands, digest(folder))

    return submission


@pytest.fixture
def built(tmp_path):
    def run(submission, cache=tmp_path / "cache"):
        plan = planned(submission, tmp_path / "scratch", cache)
        (tmp_path / "scratch").mkdir(exist_ok=True)
        build(plan, "token")
        return plan.startable

    return run


needs_cc = pytest.mark.skipif(not shutil.which("cc"), reason="there is no C compiler on this machine")


@needs_cc
def test_what_was_built_is_used_until_a_file_changes(program, built, tmp_path):
    first, second = built(program()), built(program())
    (tmp_path / "hello" / "server.c").write_text(SERVER + "\n// changed\n")
    third = built(program())

    assert (tmp_path / "count").read_text() == "built\nbuilt\n"
    assert first.start == second.start != third.start
    assert not list((tmp_path / "hello").glob("server"))


@needs_cc
def test_a_failed_build_leaves_nothing_that_would_be_used(program, built, tmp_path):
    (tmp_path / "hello" / "server.c").write_text(SERVER.replace("listen(", "lisn(").replace("client);", "clinet);"))
    for _ in range(2):
        with pytest.raises(LaunchError) as raised:
            built(program())

    assert raised.value.cause == "build_failed"
    assert raised.value.where.startswith("server.c:19: close(clinet);")
    assert "clinet" in raised.value.what  # the warning about lisn comes before it
    assert not list((tmp_path / "cache").glob("builds/*/*"))


@needs_cc
def test_without_a_cache_it_is_built_for_the_run(program, built, tmp_path):
    start = built(program(), cache=None).start

    assert start == (str(tmp_path / "scratch/build/server"),)


@pytest.mark.parametrize(
    ("command", "what"),
    [(("no-such-compiler",), "cannot be executed"), (("sh", "-c", "exit 3"), "ended with code 3")],
)
def test_a_command_that_says_nothing_is_named(program, built, command, what):
    with pytest.raises(LaunchError) as raised:
        built(program((command,)))

    assert what in raised.value.what
    assert "Run that command" in raised.value.fix
