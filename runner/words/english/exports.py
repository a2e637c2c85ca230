"""What a check says of itself as a shell script, a .http file or a test."""

TEXTS = {
    "exports.pytest.about": (
        "The check `{check}` of the kata `{kata}`, by `kata replay --export pytest`. It is yours now: change "
        "it as you like.\nStart your program on empty data (some requests can be made only once), then run "
        "the test:\n\n    kata run --port 8000\n    BASE_URL=http://127.0.0.1:8000 pytest FILE"
    ),
    "exports.pytest.raw": "Send bytes as they are and return what comes back within a moment.",
    "exports.curl.about": "# The check {check} of the kata {kata}, by `kata replay --export curl`.",
    "exports.curl.start": "# Start your program with `kata run`, then:  PORT=8000 sh FILE",
    "exports.curl.port": ': "${{PORT:?Say where your server is: PORT=8000 sh FILE}}"',
    "exports.failed-expected": "# Here the check failed. Expected: {expected}",
    "exports.curl.by-hand": "kata did this, do it by hand: {label}",
    "exports.http.about": "# The check {check} of the kata {kata}, by `kata replay --export http`.",
    "exports.http.start": "# Start your program with `kata run --port 8000`, then send the requests in their order.",
    "exports.http.filled-in": (
        "# {{{{step1.response...}}}} is filled in by the REST Client of VS Code; elsewhere write it by hand."
    ),
    "exports.http.raw": "bytes on a connection, which a .http file cannot say",
    "exports.http.by-hand": "by hand",
    "exports.http.in-the-test": "# In the test: {answer}",
    "exports.http.no-body": "# Its body of {count:,} bytes cannot be written here.",
    "exports.pytest.by-hand": "# {number}: {label}: kata did this. Do it by hand, or leave it out.",
    "exports.pytest.at-once": "# {count} clients at once",
    "exports.failed": "# Here the check failed: {summary}",
    "exports.pytest.cut-body": "# Only the beginning of its body of {count:,} bytes was kept.",
    "exports.pytest.tidies": "# httpx tidies this path before it sends it: curl --path-as-is does not.",
    "exports.pytest.expected": "# Expected: {expected}. Say it as an assert of your own:",
}
