"""Express, the small framework of Node.js."""

from __future__ import annotations

from runner.model import Libraries, Track
from runner.tracks import node

TRACK = Track(
    slug="express",
    title="Express",
    entry="app.js",
    run=node.TRACK.run,
    marks=(r"(?:const|let|var|import)\b.*['\"]express['\"]",),
    needs=node.TRACK.needs,
    folders=("node_modules/express",),
    setup="npm install express@5 libsql@0.5",
    base="node",
    libraries=(Libraries("node_modules", "/kata/node_modules"),),
    formatter=node.TRACK.formatter,
)
