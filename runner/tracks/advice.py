"""How a beginner mends the usual things, in the language of the program; chosen by the kind of file that is run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from runner.words import say


@dataclass(frozen=True, slots=True)
class Advice:
    """The lines of one language that doctor quotes."""

    read_port: str
    listen: str


_PYTHON = Advice('port = int(os.environ["PORT"])', "server.serve_forever()")
_FLASK = Advice(_PYTHON.read_port, 'app.run(host="127.0.0.1", port=int(os.environ["PORT"]))')
_FASTAPI = Advice(_PYTHON.read_port, 'uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))')
_NODE = Advice("const port = Number(process.env.PORT)", "server.listen(Number(process.env.PORT), '127.0.0.1')")
_EXPRESS = Advice(_NODE.read_port, "app.listen(Number(process.env.PORT), '127.0.0.1')")
_GO = Advice('port := os.Getenv("PORT")', 'http.ListenAndServe("127.0.0.1:"+port, nil)')
_JAVA = Advice('int port = Integer.parseInt(System.getenv("PORT"))', "server.start()")
_SPRING = Advice(say("tracks.advice.spring"), "SpringApplication.run(App.class, arguments)")
_PHP = Advice(say("tracks.advice.php"), "php -S 127.0.0.1:${PORT} index.php")
_ANY = Advice(say("tracks.advice.read-port"), say("tracks.advice.listen"))

_BY_TRACK: Mapping[str, Advice] = {
    "python": _PYTHON, "flask": _FLASK, "fastapi": _FASTAPI, "django": _PYTHON, "node": _NODE,
    "express": _EXPRESS, "go": _GO, "java": _JAVA, "spring": _SPRING, "php": _PHP, "laravel": _PHP,
}  # fmt: skip
_BY_SUFFIX: Mapping[str, Advice] = {
    ".py": _PYTHON, ".js": _NODE, ".mjs": _NODE, ".cjs": _NODE, ".ts": _NODE,
    ".go": _GO, ".java": _JAVA,
    ".rb": Advice('port = ENV.fetch("PORT").to_i', "server.start"),
    ".php": _PHP,
}  # fmt: skip


def advice_for(track: str, command: tuple[str, ...]) -> Advice:
    """Return the lines for a track, else for the language of the file that the command runs."""
    if track in _BY_TRACK:
        return _BY_TRACK[track]
    found = (_BY_SUFFIX[suffix] for word in command for suffix in _BY_SUFFIX if word.endswith(suffix))
    return next(found, _ANY)
