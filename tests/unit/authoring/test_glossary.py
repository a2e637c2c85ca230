from runner.authoring.glossary import PLACE, glossary_text, words_of
from runner.catalog import load_syllabus

# The words that a beginner meets and cannot do without.
MET = {
    "server", "client", "connection", "port", "HTTP", "request", "response", "header", "status code", "path", "method",
    "body", "JSON", "route", "endpoint", "query", "API", "validation", "payload", "schema", "database", "SQL",
    "transaction", "migration", "authentication", "authorization", "hash", "salt", "session", "cookie", "token",
}  # fmt: skip


def test_the_page_is_what_the_katas_say(root, record):
    text = glossary_text(load_syllabus(root))
    if record:
        (root / PLACE).write_text(text, "utf-8")

    assert (root / PLACE).read_text("utf-8") == text, "stale: pytest tests/unit/authoring/test_glossary.py --record"


def test_every_word_is_said_once(root):
    said = [word for kata in load_syllabus(root).katas for word, _ in words_of(kata)]

    assert len(said) == len(set(said))
    assert set(said) >= MET
