"""Go: built once for each change, then started as what it is, a program of the machine."""

from __future__ import annotations

import os

from runner.model import Libraries, Tool, Track
from runner.words import say

INSTALL = say("tracks.install.go")

TRACK = Track(
    slug="go",
    title="Go",
    entry="main.go",
    build=(("go", "build", "-o", "${BUILD}/server", "."),),
    run=("${BUILD}/server",),
    needs=(Tool("go", ("go", "version"), INSTALL),),
    libraries=(
        Libraries("~/go/pkg/mod", "/libraries/go", "GOMODCACHE", (("GOMODCACHE", "/libraries/go"), ("GOPROXY", "off"))),
        # Not the cache of whoever grades: that may hold what was built of the reference solutions.
        Libraries(
            "${CACHE}/go-build",
            "/libraries/go-build",
            # Nothing in it may depend on where modules lie: here they lie elsewhere than in a cell.
            env=(("GOCACHE", "/libraries/go-build"), ("GOFLAGS", "-trimpath"), ("GODEBUG", "goindex=0")),
            made_by=(("go", "build", "std"), ("go", "build", "-o", os.devnull, ".")),
        ),
    ),
    formatter="gofmt -w .",
)
