"""Which commands there are, and the page that lists them; loads nothing else, since help has to be there at once."""

from __future__ import annotations

from runner.cli.fitting import fitted, terminal_width
from runner.words import say

# Section, command, where it is, what it does in one line.
COMMANDS = (
    ("commands.learn", "init", "workspace", "commands.init"),
    ("commands.learn", "next", "workspace", "commands.next"),
    ("commands.learn", "test", "testing", "commands.test"),
    ("commands.learn", "watch", "watching", "commands.watch"),
    ("commands.learn", "hint", "learning", "commands.hint"),
    ("commands.learn", "run", "testing", "commands.run"),
    ("commands.learn", "replay", "replaying", "commands.replay"),
    ("commands.learn", "trace", "tracing", "commands.trace"),
    ("commands.learn", "show", "learning", "commands.show"),
    ("commands.learn", "list", "learning", "commands.list"),
    ("commands.learn", "progress", "learning", "commands.progress"),
    ("commands.learn", "skip", "workspace", "commands.skip"),
    ("commands.learn", "solution", "learning", "commands.solution"),
    ("commands.learn", "reset", "workspace", "commands.reset"),
    ("commands.learn", "track", "workspace", "commands.track"),
    ("commands.teach", "new", "creating", "commands.new"),
    ("commands.teach", "check", "authoring", "commands.check"),
    ("commands.teach", "preview", "previewing", "commands.preview"),
    ("commands.teach", "verify", "verifying", "commands.verify"),
    ("commands.teach", "schema", "schemas", "commands.schema"),
    ("commands.teach", "packs", "packs", "commands.packs"),
    ("commands.grading", "grade", "grading", "commands.grade"),
    ("commands.grading", "report", "reporting", "commands.report"),
    ("commands.help", "doctor", "machine", "commands.doctor"),
    ("commands.help", "completion", "machine", "commands.completion"),
)

OPTIONS = (
    ("--version", "commands.option.version"),
    ("--ascii", "commands.option.ascii"),
    ("--no-color", "commands.option.no-color"),
    ("-h, --help", "commands.option.help"),
)


def help_text() -> str:
    """Return the page of `kata --help`: the commands in their sections, as wide as the terminal."""
    sections = {
        section: [(name, text) for group, name, _, text in COMMANDS if group == section] for section in SECTIONS
    }
    width = max(len(name) for name, _ in (*OPTIONS, *(row for rows in sections.values() for row in rows)))
    lines = [say("commands.beginning")]
    for title, rows in ({"commands.options": list(OPTIONS)} | sections).items():
        lines += [f"{say(title)}:", *(f"  {name:<{width}}  {say(text)}" for name, text in rows), ""]
    return fitted("\n".join(lines).rstrip(), terminal_width())


SECTIONS = tuple(dict.fromkeys(row[0] for row in COMMANDS))
