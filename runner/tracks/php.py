"""PHP with its built-in server."""

from __future__ import annotations

from runner.model import Tool, Track
from runner.words import say

INSTALL = say("tracks.install.php")

TRACK = Track(
    slug="php",
    title="PHP",
    entry="index.php",
    run=("php", "-S", "127.0.0.1:${PORT}", "index.php"),
    # One worker answers one request at a time.
    env=(("PHP_CLI_SERVER_WORKERS", "16"),),
    needs=(Tool("php", ("php", "--version"), INSTALL),),
    formatter="phpcbf --standard=PSR12 index.php",
)
