"""Node.js with nothing but its own modules."""

from __future__ import annotations

from runner.model import Tool, Track
from runner.words import say

INSTALL = say("tracks.install.node")

TRACK = Track(
    slug="node",
    title="Node.js",
    entry="app.js",
    run=("node", "app.js"),
    needs=(Tool("node", ("node", "--version"), INSTALL),),
    formatter="npx prettier --write app.js",
)
