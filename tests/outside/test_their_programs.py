"""Programs by others through our suites: each gets the verdict that it deserves, no better and no worse."""


def test_learnyounode_tells_local_time_and_falls_over_a_reset(failing, node_modules):
    program = node_modules / "learnyounode" / "exercises" / "time_server" / "solution" / "solution.js"
    assert failing("time-server", ["node", str(program), "${PORT}"]) == {
        "speaks-utc-everywhere": "failed",  # its exercise asks for local time
        "survives-who-leaves-at-once": "failed",  # nobody listens to the socket's error event
    }


def test_httpbin_has_500_for_a_header_beyond_ascii(failing):
    start = ["${PYTHON}", "-m", "flask", "--app", "httpbin", "run", "--host", "127.0.0.1", "--port", "${PORT}"]
    assert failing("basic-auth", start) == {"stays-calm": "failed"}
