"""What a learner can meet stands in runner/words, and nowhere else."""

import ast
import re
import string
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest

# Rooms whose words only an author or a developer meets, or that hold no words at all.
NOT_FOR_LEARNERS = (
    "authoring/",
    "catalog_",  # what is wrong with the files of a pack
    "cli/authoring.py",
    "cli/creating.py",
    "cli/grad",
    "cli/packs.py",
    "cli/previewing.py",
    "cli/proofs.py",
    "cli/reporting.py",
    "cli/schemas.py",
    "cli/verifying.py",
    "app/checking.py",
    "app/creating.py",
    "app/reporting.py",
    "app/grade_worker.py",
    "app/isolating.py",
    "app/grading",
    "app/packs.py",
    "app/proving.py",
    "executors/cell.py",  # a cell is only ever opened for an instructor
    "executors/errand.py",
    "executors/executable.py",
    "executors/forked_suite.py",
    "executors/inside.py",
    "executors/isolated.py",
    "executors/limited.py",
    "executors/prob",
    "executors/watchdog.py",
    "executors/workers.py",
    "sandboxes/",
    "grading/",
    "exchanges/language",  # the schema of checks.yaml, and what is wrong with one
    "marked_yaml.py",
    "reporters/json_schema.py",
    "sources/installed.py",
    "strict_models.py",
    "tracks/stubs/",
    "wire.py",  # a damaged report; no command for learners reads one of theirs aloud
    "words/",
    "yaml_words.py",
)

# Texts that read like language and are none, or that no translation may touch: where, what, why.
ALLOWED = (
    ("app/", r"(\{\} -m pip install|curl -i) .*", "a command"),
    ("app/examining.py", r"import .*", "Python"),
    ("app/examining.py", r"\{\}, Python \{\}, \{\}", "names and versions"),
    ("cli/bug.py", r"kata \{\}, Python .*", "names and versions"),
    ("cli/machine.py", r"isolation: \{\}", "a field of reports"),
    ("cli/workspace.py", r"cd \{\} && \{\}", "a command"),
    ("doctor/remedies.py", r"\{\} -m pip install \{\}", "a command"),
    ("doctor/remedies.py", r"'str' object cannot .*|must be int, not str", "what Python prints"),
    ("exchanges/", r"(header|json|cookie|byte) \{\}|header content-type|exit code", "a place that reporters read"),
    ("exchanges/", r"sql: \{\}", "a protocol and its step"),
    ("exchanges/", r".*(form-data|filename=|Content-|text/plain|HTTP/1).*", "HTTP"),
    ("exchanges/actions/process.py", r"(restart|start|kill)\b.*", "the name of a step, read again by kata replay"),
    (
        "exchanges/events.py",
        r"no \{\}|wait \{\} s|, in \{\} pieces|, then \{\}",
        "the name of a step, read again by kata replay",
    ),
    ("exchanges/answers.py", r"incomplete chunked", "what h11 says"),
    ("exchanges/expecting.py", r"[A-Z]\w+( [A-Z]\w+)+", "the names that RFC 9110 gives"),
    ("parking/imports.py", r"(import|from) .*", "Python"),
    ("platforms/", r"a forked process|socket diagnostics refused", "caught inside the room"),
    ("platforms/kinds.py", r"\{\} \(pid \{\}\)", "a name and a number"),
    (
        "replays/exports/",
        r".*[=$(|@].*|(import|from|assert|printf) .*|.*(; echo|\{base\}).*|the (cookie|header) ",
        "code",
    ),
    ("replays/exports/", r"(\[?\{0?\}|for|not)\S* .*|not in|, re\.IGNORECASE", "Python"),
    ("replays/templates.py", r"kata run --port 8000| --env \{\}", "a command"),
    ("replays/resending.py", r"(restart|start|kill)\b.*", "the name of a step, as the suite writes it"),
    ("replays/reuse.py", r"the (cookie|header) (\{\})?", "a place that exports read"),
    ("reporters/html/", r"<.*|default-src .*|verdict \{\}|\n:root .*", "HTML and CSS"),
    ("reporters/terminal/again.py", r"printf .*", "a command"),
    ("reporters/terminal/difference.py", r"\{\}, expected \{\}|is missing", "as the suite writes it, in English"),
    ("reporters/terminal/evidence.py", r"no answer", "as the suite writes it, in English"),
    ("tracks/tracebacks.py", r" in \{\}", "a frame as Python prints it"),
    ("server/process.py", r"log of \{\}", "the name of a thread"),
    ("suites/", r".*\bimport .*", "Python"),
    ("suites/", r"the supervisor went away|the suite asked for .*", "kata's own fault"),
    ("suites/plugin.py", r"the check .* no such test|check \{\}: \{\}", "the author's"),
    ("suites/plugin.py", r"the first failure is to be kept", "pytest's"),
    ("tracing/rows.py", r"SELECT .*", "SQL"),
    ("tracks/", r"(import|from|use) [\w\\]+", "code"),
    ("tracks/", r"(npm|npx|sudo|php|phpcbf|ruff|gofmt|google-java-format) .*", "a command"),
    ("tracks/advice.py", r".*\w(\(| = ).*", "code"),
    ("tracks/", r"Python \(standard library\)|Spring Boot", "the name of a track"),
    ("workspace/", r"(start|build|track|format): .*|.* merge=union .*", "what stands in a file"),
)

# Calls whose first text is a pattern or a query.
READ_BY_MACHINES = frozenset({"compile", "search", "match", "fullmatch", "sub", "finditer", "findall", "execute"})

# Errors that only a mistake in a kata or in kata itself raises; a learner is told that it is not theirs.
READ_BY_AUTHORS = frozenset({"SuiteError", "PackError", "PathError", "Mistake", "TypeError"})

COMMAND = re.compile(r"kata [a-z]+( --?[a-z-]+ [\w-]+| --?[a-z-]+| [A-Z]+| \{\})*")
WORD = re.compile(r"[^\W\d_][^\W\d_']+")
FORM = re.compile(r"\.(one|many)$")


class Found(NamedTuple):
    """A text in a source file; what is filled in shows as {}."""

    line: int
    text: str


class Use(NamedTuple):
    """One id that is looked up, with the names of what fills it."""

    line: int
    identity: str
    names: frozenset[str]
    is_counted: bool


def reads_like_language(text: str) -> bool:
    """Tell whether a text holds two words, or a word beside something that is filled in."""
    words = WORD.findall(text.replace("{}", " "))
    parts = len(words) + text.count("{}")
    return bool(words) and parts > 1 and " " in text.strip() and not COMMAND.fullmatch(text.strip())


def loose_words(source: str) -> Iterator[Found]:
    """Yield the texts of a module that read like language and stand in no catalogue."""
    tree = ast.parse(source)
    skipped = set(chain(docstrings(tree), machine_texts(tree)))
    yield from (found for found in texts(tree, skipped) if reads_like_language(found.text))


def texts(node: ast.AST, skipped: set[ast.AST]) -> Iterator[Found]:
    """Yield every text constant below a node; the parts of an f-string as one."""
    if node in skipped:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield Found(node.lineno, node.value)
    elif isinstance(node, ast.JoinedStr):
        yield Found(
            node.lineno, "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        )
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from texts(part.value, skipped)
    else:
        for child in ast.iter_child_nodes(node):
            yield from texts(child, skipped)


def docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the constants that document a module, a class or a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def machine_texts(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the patterns and queries that a machine reads, what an author is told, and the names of types."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
            if name in READ_BY_MACHINES:
                yield from node.args[:1]
            elif name in READ_BY_AUTHORS:
                yield node
        elif isinstance(node, ast.AnnAssign):
            yield node.annotation


def undescribed_commands(source: str) -> Iterator[Found]:
    """Yield the commands of click that would show their docstring: it is for developers."""
    for node in ast.walk(ast.parse(source)):
        for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            is_command = isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "click.command"
            if is_command and not any(keyword.arg == "help" for keyword in decorator.keywords):
                yield Found(node.lineno, f"the command {node.name} has no help=say(...)")


def uses(source: str) -> Iterator[Use]:
    """Yield the ids that a module looks up; one that is chosen between two is both."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"say", "say_many"}:
            is_counted = node.func.id == "say_many"
            names = frozenset(keyword.arg or "**" for keyword in node.keywords)
            for identity in chosen(node.args[0]):
                yield Use(node.lineno, identity, names, is_counted)


def chosen(node: ast.expr) -> Iterator[str]:
    """Yield the ids that an expression can be; an empty one for what only a run can tell."""
    if isinstance(node, ast.IfExp):
        yield from chosen(node.body)
        yield from chosen(node.orelse)
    else:
        yield node.value if isinstance(node, ast.Constant) else ""


def placeholders(text: str) -> frozenset[str]:
    """Return the names that a text of the catalogue wants filled."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def wrong_uses(source: str, catalogue: dict[str, str]) -> Iterator[Found]:
    """Yield the look-ups that the catalogue does not answer, or whose placeholders are not those of its text."""
    for use in uses(source):
        forms = [f"{use.identity}.one", f"{use.identity}.many"] if use.is_counted else [use.identity]
        if not use.identity:
            if use.names:
                yield Found(use.line, "only a text without placeholders can be looked up by an id from a table")
        elif missing := [form for form in forms if form not in catalogue]:
            yield Found(use.line, f"there is no {', '.join(missing)}")
        else:
            wanted = frozenset().union(*(placeholders(catalogue[form]) for form in forms))
            if unfit(wanted, use):
                yield Found(use.line, f"{use.identity} wants {sorted(wanted)} and is given {sorted(use.names)}")


def unfit(wanted: frozenset[str], use: Use) -> bool:
    """Tell whether what fills a text is not exactly what it wants."""
    return wanted - {"count"} != use.names - {"count"} if use.is_counted else wanted != use.names


def sources(root: Path) -> dict[str, str]:
    """Return the text of every module of ours but the catalogue, by its place in `runner/`."""
    folder = root / "runner"
    found = {path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*.py"))}
    return {room: source for room, source in found.items() if not room.startswith("words/")}


def catalogue_of(language: str, root: Path) -> dict[str, str]:
    """Return all texts of a language, each under the room that its id begins with."""
    found: dict[str, str] = {}
    for path in sorted((root / "runner" / "words" / language).glob("*.py")):
        texts_of_room = getattr(import_module(f"runner.words.{language}.{path.stem}"), "TEXTS", {})
        assert [each for each in texts_of_room if not each.startswith(f"{path.stem}.")] == [], path
        found |= texts_of_room
    return found


def is_allowed(room: str, found: Found, allowance: tuple[str, str, str]) -> bool:
    """Tell whether a text is one of those that may stand where they are."""
    place, pattern, _ = allowance
    return room.startswith(place) and re.fullmatch(pattern, found.text, re.DOTALL) is not None


def told(room: str, found: Found) -> str:
    return f"runner/{room}:{found.line}: {found.text!r}"


@pytest.fixture(scope="module")
def english(root):
    return catalogue_of("english", root)


@pytest.fixture(scope="module")
def modules(root):
    return sources(root)


@pytest.fixture(scope="module")
def loose(modules):
    """Return every text that stands outside the catalogue in a room whose words a learner can meet."""
    return [
        (room, found)
        for room, source in modules.items()
        if not room.startswith(NOT_FOR_LEARNERS)
        for found in chain(loose_words(source), undescribed_commands(source))
    ]


def test_words_for_learners_stand_in_the_catalogue(loose):
    wrong = [told(*each) for each in loose if not any(is_allowed(*each, allowance) for allowance in ALLOWED)]

    assert wrong == [], "\n".join(["say them by an id of runner/words:", *wrong])


def test_every_allowance_is_still_needed(loose):
    unused = [allowance for allowance in ALLOWED if not any(is_allowed(*each, allowance) for each in loose)]

    assert unused == []


def test_every_lookup_is_answered_with_exactly_its_placeholders(modules, english):
    wrong = [told(room, found) for room, source in modules.items() for found in wrong_uses(source, english)]

    assert wrong == []


def test_every_text_of_the_catalogue_is_used(modules, english):
    constants = {
        node.value
        for source in modules.values()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert [each for each in english if each not in constants and FORM.sub("", each) not in constants] == []


def test_other_languages_have_the_same_ids_and_placeholders(root, english):
    languages = {path.parent.name for path in (root / "runner" / "words").glob("*/__init__.py")} - {"english"}
    for language in languages:
        for identity, text in catalogue_of(language, root).items():
            one_of = [each for each in english if each == identity or FORM.sub("", each) == identity.rpartition(".")[0]]
            assert one_of, f"{language}: there is no {identity}"
            assert placeholders(text) <= frozenset().union(*(placeholders(english[each]) for each in one_of))


SAMPLE = '''
"""A docstring that may say anything."""
import re
import click
PATTERN = re.compile("two words")
KEY = "status"
HOW = "kata test --only {}"
NAMED: "int or None" = None

@click.command("go")
def go(name):
    """Go there."""
    what = f"there is no {name} here"
    raise PackError(f"the check {name} is broken", fix="mend it")

def of(count):
    return {"shown": f"{count} checks", "id": f"{count}-{count}"}[f"{'left' if count else 'nothing is left'}"]
'''


def test_the_finder_finds_loose_words():
    assert list(loose_words(SAMPLE)) == [
        Found(13, "there is no {} here"),
        Found(17, "{} checks"),
        Found(17, "nothing is left"),
    ]


def test_the_finder_finds_a_command_that_shows_its_docstring():
    assert [found.line for found in undescribed_commands(SAMPLE)] == [11]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('say("a.gone")', "there is no a.gone"),
        ('say("a.port", port=1, host=2)', "a.port wants ['port'] and is given ['host', 'port']"),
        ('say("a.port")', "a.port wants ['port'] and is given []"),
        ('say("a.plain" if x else "a.port")', "a.port wants ['port'] and is given []"),
        ("say(table[x], port=1)", "only a text without placeholders can be looked up by an id from a table"),
        ('say_many("a.left", 2)', "a.left wants ['count', 'name'] and is given []"),
        ('say_many("a.port", 2)', "there is no a.port.one, a.port.many"),
    ],
)
def test_the_finder_finds_wrong_lookups(line, problem):
    catalogue = {
        "a.port": "on {port}", "a.plain": "so", "a.left.one": "one left of {name}", "a.left.many": "{count} of {name}"
    }  # fmt: skip

    assert [found.text for found in wrong_uses(line, catalogue)] == [problem]
    assert not list(wrong_uses('say("a.port", port=1); say_many("a.left", 2, name=3); say(table[x])', catalogue))
