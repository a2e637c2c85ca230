"""Which modules a program could have meant: those of its language, of its tracks, and what is installed for it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from runner.tracks.registry import TRACKS

# Whoever asks for one of these means it, however close its name is to another's.
_KNOWN_PYTHON = frozenset(
    {
        "PIL", "aiofiles", "aiohttp", "aiosqlite", "anyio", "argon2", "asyncpg", "attr", "attrs", "bcrypt", "bottle",
        "bs4", "celery", "click", "cryptography", "dateutil", "dotenv", "falcon", "flask_cors", "flask_sqlalchemy",
        "gevent", "gunicorn", "h11", "httptools", "httpx", "hypercorn", "itsdangerous", "jinja2", "jose", "jwt", "lxml",
        "markupsafe", "marshmallow", "msgpack", "multipart", "numpy", "orjson", "pandas", "passlib", "peewee",
        "psutil", "psycopg", "psycopg2", "pydantic", "pymongo", "pymysql", "pytest", "python_multipart", "pytz",
        "quart", "redis", "regex", "requests", "rich", "sanic", "simplejson", "socketio", "sqlalchemy", "sqlmodel",
        "starlette", "toml", "tomli", "tornado", "trio", "typer", "typing_extensions", "tzdata", "ujson", "urllib3",
        "uvloop", "waitress", "watchdog", "websocket", "websockets", "werkzeug", "yaml", "zmq",
    }
)  # fmt: skip
_KNOWN_NODE = frozenset(
    {
        "axios", "bcrypt", "bcryptjs", "better-sqlite3", "body-parser", "chalk", "cookie-parser", "cors", "dayjs",
        "dotenv", "ejs", "express-session", "express-validator", "fastify", "got", "hapi", "helmet", "hono", "joi",
        "jsonwebtoken", "knex", "koa", "lodash", "mongodb", "mongoose", "morgan", "multer", "mysql2", "nanoid",
        "node-fetch", "nodemon", "passport", "pg", "pino", "prisma", "redis", "sequelize", "socket.io", "sqlite3",
        "undici", "uuid", "winston", "ws", "yup", "zod",
    }
)  # fmt: skip
_NODE_ITSELF = frozenset(
    {
        "assert", "async_hooks", "buffer", "child_process", "cluster", "console", "crypto", "dgram", "dns", "events",
        "fs", "http", "http2", "https", "module", "net", "os", "path", "perf_hooks", "process", "querystring",
        "readline", "stream", "string_decoder", "timers", "tls", "tty", "url", "util", "v8", "vm", "worker_threads",
        "zlib",
    }
)  # fmt: skip
_CLOSE = 0.75
_SHORT = 3  # such a name, perhaps of a file that is missing, is close to too many
_MOST_NAMES = 5000
_VERSION = re.compile(r"@[^@/]+$")


def meant_python_module(name: str, python: str) -> str:
    """Return the module that a misspelt name of a Python program stands for; empty where it may be right."""
    if is_known_to_python(name):
        return ""
    return _closest(name, _of_tracks() | _KNOWN_PYTHON | sys.stdlib_module_names | set(_installed(Path(python))))


def is_known_to_python(name: str) -> bool:
    """Tell whether a name is that of a module which many programs use, wherever it is installed."""
    return name in _KNOWN_PYTHON or name in _of_tracks()


def is_python_module(name: str, python: str) -> bool:
    """Tell whether Python itself has a module, or it is installed for this one."""
    return name in sys.stdlib_module_names or name in set(_installed(Path(python)))


def meant_node_package(name: str, folder: Path) -> str:
    """Return the package that a misspelt name of a Node.js program stands for; empty where it may be right."""
    own = {_VERSION.sub("", word) for track in TRACKS.values() if track.folders for word in track.setup.split()[2:]}
    if name in own | _KNOWN_NODE:
        return ""
    return _closest(name, own | _KNOWN_NODE | _NODE_ITSELF | set(_packages(folder)))


def _of_tracks() -> frozenset[str]:
    return frozenset(module for track in TRACKS.values() for module in track.modules)


def _closest(name: str, candidates: set[str] | frozenset[str]) -> str:
    by_lower_case = {candidate.lower(): candidate for candidate in sorted(candidates) if not candidate.startswith("_")}
    near = get_close_matches(name.lower(), by_lower_case, n=1, cutoff=_CLOSE) if len(name) > _SHORT else []
    return by_lower_case[near[0]] if near and by_lower_case[near[0]] != name else ""


def _installed(python: Path) -> Iterator[str]:
    """Yield what lies where this Python's packages do: it is looked at, not asked, since it may be the learner's."""
    prefix = python.parent.parent
    prefixes = (prefix,) if (prefix / "pyvenv.cfg").is_file() else (prefix, python.resolve().parent.parent)
    for each in prefixes:
        for place in ("lib/python3*/site-packages", "lib/python3*/dist-packages", "Lib/site-packages"):
            for folder in each.glob(place):
                yield from (path.name.partition(".")[0] for path in _listed(folder) if "-" not in path.name)


def _packages(folder: Path) -> Iterator[str]:
    for each in (folder, *folder.parents):
        yield from (path.name for path in _listed(each / "node_modules"))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())[:_MOST_NAMES]
    except OSError:
        return []
