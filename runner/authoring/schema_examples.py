"""An example or two for every key of the authors' files, as editors show them.

They stand apart from the models so that these stay readable; a test demands one for every key, and that it is valid.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Examples = Mapping[str, tuple[Any, ...]]

_WITHIN: Final = (5, 0.5)
_ENVIRONMENT: Final = ({"SECRET": "another", "LIMIT": None},)
_STEPS: Final = ([{"request": "GET /items", "expect": {"status": 200}}],)
_CAPTURE: Final = ({"id": "$.id"}, {"before": {"json": "$", "length": True}})
_EXPECT: Final = ({"status": 201, "json": {"name": "${word}"}},)

_CHECK: Final[Examples] = {
    "id": ("refuses-an-empty-order",),
    "rule": ("R3",),
    "title": ("An order with no items is refused",),
    "points": (2, 0),
    "visibility": ("shown", "hidden"),
    "depends_on": (["answers-health"],),
    "why": ("The API is the gatekeeper. Bad data must not reach the database.",),
    "hints": (["Look at what the body holds before you insert."],),
    "server": ("fresh",),
    "data": ("fresh",),
    "env": ({"GREETING": "Moin"},),
    "deadline": (20,),
    "steps": _STEPS,
    "python": ("test_orders.py::test_totals",),
}

_SENDING: Final[Examples] = {
    "request": ("GET /items", "POST /items/${id}/tags"),
    "headers": ({"Authorization": "Bearer ${token}"}, {"Accept": ["text/html", "*/*"], "User-Agent": None}),
    "cookies": ({"session": "${session}"},),
    "json": ({"name": "${word}", "count": "${int}"},),
    "form": ({"name": "${word}", "tag": ["a", "b"]},),
    "multipart": ([{"name": "photo", "filename": "cat.png", "type": "image/png", "fill": 1000}],),
    "text": ("hello",),
    "base64": ("AAEC",),
    "fill": (1000000,),
    "nested": ({"open": "[", "times": 100000, "close": "]"},),
    "type": ("text/csv",),
    "chunked": (True,),
    "follow": (True,),
    "to": ("copy",),
    "deadline": (10,),
}

_EXPECTATION: Final[Examples] = {
    "status": (201, "2xx", [200, 204], {"not": "5xx"}),
    "headers": ({"Location": {"matches": "^/items/"}}, {"Server": {"absent": True}}),
    "media_type": ("application/json",),
    "json": ({"id": {"type": "integer"}, "name": "${word}"}, {"length": "${before + 1}"}),
    "text": ("Hello, World!", {"contains": "hello"}),
    "body": ("empty", "sent", {"same_as": "first"}),
    "cookies": ({"session": {"http_only": True, "same_site": "Lax"}},),
    "elapsed": ({"under": 2.0},),
    "lacks": ("Traceback", ["${password}", "sqlite"]),
    "closed": (True,),
    "one_of": ([{"status": 413}, {"closed": True}],),
}

_MATCHERS: Final[Examples] = {
    "object": ({"type": "book", "title": "Emma"},),
    "only": ({"message": "Hello, World!"},),
    "equals": ({"type": "string"},),
    "type": ("integer", ["string", "null"]),
    "matches": ("^[0-9]{4}$",),
    "min": (1,),
    "max": (100, "${limit}"),
    "length": (3, {"min": 1}),
    "contains": ("café", {"id": "${id}"}),
    "excludes": ("password", {"id": "${id}"}),
    "unordered": (["a", "b"], "${urls}"),
    "each": ({"done": False},),
    "sorted": ("ascending", {"by": "$.price", "order": "descending"}),
    "distinct": (True, "$.id"),
    "one_of": (["open", "closed"],),
    "not": ("${old}", {"type": "null"}),
    "format": ("iso_date", "uuid"),
    "ignore_case": ("utf-8",),
    "absent": (True,),
    "present": (True,),
}

_RAW: Final[Examples] = {
    "raw": ("client",),
    "to": ("copy",),
    "send": ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "${word}\n"),
    "send_base64": ("AAEC/w==",),
    "send_fill": (1000,),
    "send_then": ("\n",),
    "segments": (3, "bytes"),
    "pause": (0.05,),
    "half_close": (True,),
    "expect": ({"line": "OK"}, {"response": {"status": 200}}),
    "capture": ({"answer": {"line": True}},),
    "close": (True, "reset"),
    "deadline": (2,),
}

_ARRIVING: Final[Examples] = {
    "line": ("OK", {"matches": "^ERROR"}),
    "lines": (["OK", "NONE"],),
    "line_bytes": ({"base64": "AAEC"}, {"prefix": "1000 ", "same_as_sent": True}),
    "starts_with": ("HTTP/1.1 200 ",),
    "text": ("bye\n", {"contains": "bye"}),
    "response": ({"status": 200, "text": "hello"},),
    "responses": ([{"status": 200}, {"status": 404}],),
    "silent_for": (0.2,),
    "closed": (True, False),
}

_SOURCES: Final[Examples] = {
    "json": ("$.id", "$.items[0].price"),
    "length": (True,),
    "header": ("Location",),
    "path": (True,),
    "cookie": ("session",),
    "regex": (r"id=(\d+)",),
    "status": (True,),
    "elapsed": (True,),
    "text": (True,),
    "bytes": (True,),
    "line": (True,),
    "value": (True,),
}

EXAMPLES: Final[Mapping[str, Examples]] = {
    "KatasFile": {
        "format": (1,),
        "stages": ([{"id": "wire", "title": "The wire", "katas": ["tcp-lines", "http-hello"]}],),
        "uses": ("bundled", "listed"),
        "hide": (["tcp-lines"],),
        "points": ({"todo-api": {"makes-a-todo": 3}},),
    },
    "StageModel": {
        "id": ("wire",),
        "title": ("The wire",),
        "katas": (["tcp-lines", "http-hello"],),
        "words": (["route", "endpoint", "JSON"],),
    },
    "KataFile": {
        "format": (1,),
        "title": ("Answer a request by hand",),
        "teaches": ("An HTTP request and its answer are text that anybody can write.",),
        "requires": (["tcp-lines"],),
        "rules": ({"R1": "`GET /` is answered with status 200.", "R2": "Any other path is answered with status 404."},),
        "hints": (["Look at the path.", "Print what arrives.", "Send the status line first."],),
        "limits": ({"start": 10, "check": 10, "suite": 120},),
        "sockets": (True,),
        "services": ([],),
        "env": ({"SECRET": "not-a-secret"},),
        "equivalent": ([{"was": "if size > 0:", "now": "if size >= 1:", "reason": "Sizes are whole numbers."}],),
    },
    "EquivalentModel": {
        "was": ("if size > 0:",),
        "now": ("if size >= 1:",),
        "reason": ("Sizes are whole numbers.",),
    },
    "LimitsModel": {"start": (10,), "check": (20,), "suite": (300,)},
    "WrongFile": {
        "format": (1,),
        "base": ("flask", "node"),
        "caught_by": (["keeps-notes-after-a-kill"], ["starts"]),
        "misconception": ("Keeps the notes in a list in memory.",),
        "hint": ("Where do your notes live while the program is not running?",),
        "change": ([{"file": "app.py", "from": "return note, 201", "to": "return note"}],),
    },
    "ChangeModel": {
        "file": ("app.py",),
        "from": ("return note, 201", "if size > LIMIT:\n    refuse(413)\n"),
        "to": ("return note", ""),
    },
    "SampleFile": {"format": (1,), "base": ("flask",), "score": (7,)},
    "ChecksFile": {
        "format": (1,),
        "checks": ([{"id": "greets", "rule": "R1", "title": "It greets", "why": "Manners.", "steps": _STEPS[0]}],),
    },
    "CheckModel": _CHECK,
    "Sending": _SENDING,
    "RequestStep": {"jar": ("telephone",), "keep_alive": ("line",), "expect": _EXPECT, "capture": _CAPTURE},
    "Together": {
        "request": ("POST /seats/${i}",),
        "clients": (20,),
        "requests": ([{"request": "GET /json"}, {"request": "GET /text"}],),
    },
    "TogetherStep": {
        "together": ({"clients": 20, "request": "POST /orders", "json": {"item": "${word}"}},),
        "expect": ({"counts": [{"of": {"status": 201}, "exactly": 1}]},),
        "capture": ({"ids": "$.id"},),
    },
    "Part": {
        "name": ("photo",),
        "text": ("hello",),
        "base64": ("AAEC",),
        "fill": (1000,),
        "filename": ("cat.png",),
        "type": ("image/png",),
    },
    "Nested": {"open": ("[",), "times": (100000,), "close": ("]",)},
    "RawStep": _RAW,
    "RawExpectation": _ARRIVING,
    "LinePrefix": {"prefix": ("1000 ",), "same_as_sent": (True,)},
    "Base64": {"base64": ("AAEC/w==",)},
    "Expectation": _EXPECTATION,
    "OtherStatus": {"not": (500, "5xx")},
    "SameBytes": {"same_as": ("first",)},
    "CookieExpectation": {
        "value": ("${session}", {"length": {"min": 20}}),
        "http_only": (True,),
        "secure": (True,),
        "same_site": ("Lax", {"one_of": ["Lax", "Strict"]}),
        "path": ("/",),
        "max_age": ({"min": 60},),
        "absent": (True,),
    },
    "Elapsed": {"under": (2.0, {"times": 5, "of": "${baseline}", "plus": 0.5})},
    "Budget": {"times": (5,), "of": ("${baseline}",), "plus": (0.5,)},
    "ExpectationAcross": {
        "each": ({"status": "2xx"},),
        "counts": ([{"of": {"status": 201}, "exactly": 1}],),
        "distinct": ("$.id",),
    },
    "CountOf": {"of": ({"status": 201},), "exactly": (1,), "at_least": (1,), "at_most": (5,)},
    "MatcherWords": _MATCHERS,
    "SortedBy": {"by": ("$.price",), "order": ("descending",)},
    "SourceKeys": _SOURCES,
    "RestartStep": {"restart": ("kill", "terminate")},
    "KillStep": {"kill": (True,)},
    "TerminateStep": {"terminate": ({"within": 5, "code": 0}, True)},
    "Termination": {"within": _WITHIN, "code": (0,)},
    "StartStep": {"start": (True,)},
    "StartWithStep": {"start_with": ({"env": {"GREETING": "Moin"}},)},
    "Start": {"env": _ENVIRONMENT},
    "RefusesToStartStep": {
        "refuses_to_start": ({"env": {"SECRET": None}, "within": 5, "log": {"contains": "SECRET"}},)
    },
    "Refusal": {"env": _ENVIRONMENT, "within": _WITHIN, "log": ({"contains": "SECRET"},)},
    "SecondStep": {"second": ("copy", {"name": "copy", "env": {"NAME": "b"}})},
    "Second": {"name": ("copy",), "env": _ENVIRONMENT},
    "StopStep": {"stop": ("copy",)},
    "SetStep": {"set": ({"title": "${sentence}", "count": 3},)},
    "WaitUntilStep": {"wait_until": ({"within": 5, "steps": _STEPS[0]},)},
    "WaitUntil": {"within": _WITHIN, "steps": _STEPS},
    "RepeatStep": {"repeat": ({"times": 3, "steps": _STEPS[0]},)},
    "Repeat": {"times": (3,), "over": (["", 17, None], "${ids}"), "as": ("name",), "steps": _STEPS},
    "PauseStep": {"pause": (0.2,)},
    "DataHoldsStep": {"data_holds": ("${email}",)},
    "DataLacksStep": {"data_lacks": ("${password}",)},
    "SqlStep": {"sql": ({"query": "SELECT count(*) FROM notes", "expect": [[1]]},)},
    "Query": {
        "query": ("SELECT name FROM items",),
        "file": ("*.db",),
        "expect": ([["tea"]],),
        "capture": ({"count": "$[0][0]"},),
    },
    "LogStep": {"log": ({"excludes": "${password}"},)},
    "OpenFilesStep": {"open_files": ({"expect": {"max": "${before + 5}"}},)},
    "OpenFiles": {"expect": ({"max": 20},), "capture": ({"before": {"value": True}},)},
}

# Models whose keys are also those of another one.
_ALSO: Final = {"RequestStep": "Sending", "Together": "Sending"}


def examples_of(model: str) -> Examples:
    """Return the examples for the keys of a model, by key."""
    return {**EXAMPLES.get(_ALSO.get(model, ""), {}), **EXAMPLES.get(model, {})}
