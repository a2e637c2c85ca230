"""What a check says of itself as a shell script, a .http file or a test."""

TEXTS = {
    "exports.pytest.about": (
        "The check `{check}` of the kata `{kata}`, by `kata replay --export pytest`. It is yours now: change "
        "it as you like.\nIt needs two packages. Start your program on empty data, since some requests can be made "
        "only once: delete .kata/data/{kata}\nin your workspace first. Then run the test:\n\n"
        "    pip install httpx pytest\n    {start}\n"
        "    BASE_URL=http://127.0.0.1:8000 pytest FILE"
    ),
    "exports.pytest.raw": "Send bytes as they are on the connection of that name; return what comes within a moment.",
    "exports.pytest.answers": "Read so many HTTP answers, one after the other.",
    "exports.pytest.release": "Make all calls at the same moment and return their answers.",
    "exports.curl.about": "# The check {check} of the kata {kata}, by `kata replay --export curl`.",
    "exports.curl.start": (
        "# Empty your program's data (delete .kata/data/{kata} in your workspace) and start it: {start}\n"
        "# Then:  PORT=8000 sh FILE"
    ),
    "exports.in-data": "# kata was at the files in KATA_DATA itself, which no request shows: do by hand what it did.",
    "exports.curl.port": ': "${{PORT:?Say where your server is: PORT=8000 sh FILE}}"',
    "exports.failed-expected": "# Here the check failed. Expected: {expected}",
    "exports.curl.by-hand": "kata did this, do it by hand: {label}",
    "exports.http.about": "# The check {check} of the kata {kata}, by `kata replay --export http`.",
    "exports.http.start": (
        "# Empty your program's data (delete .kata/data/{kata} in your workspace) and start it: {start}\n"
        "# Then send the requests in their order."
    ),
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
    "exports.pytest.cut-body": "Only the beginning of the body of {count:,} bytes was kept: write the whole body here.",
    "exports.pytest.derived": (
        "{number}: {value!r}... was made from what the server had answered. Make it anew here, from the answers above."
    ),
    "exports.pytest.cut-bytes": "Only the first {count:,} bytes that were sent here were kept: write all of them here.",
    "exports.pytest.tidies": "# httpx tidies such a path, so the target is given once more, as it is.",
    "exports.pytest.do-by-hand": (
        "{number}: kata did this here: {label}. Let the test do it, or do it by hand, and take this line out."
    ),
    "exports.pytest.in-data": (
        "kata was at the files in KATA_DATA itself (it put some there, or read yours), which no request shows. "
        "Let the test do the same, and take this line out."
    ),
    "exports.pytest.say-here": "Say here what is expected, with an assert in the place of this line: {expected}",
}
