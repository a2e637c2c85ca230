"""Steps that look behind the wire: the data folder, the SQLite file, the log, the open files."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from runner.exchanges.bodies import decoded
from runner.exchanges.capturing import capture_value
from runner.exchanges.deadlines import Deadline
from runner.exchanges.differences import Difference
from runner.exchanges.json_text import as_text, show
from runner.exchanges.matching import match
from runner.exchanges.scene import Evidence, Scene
from runner.words import say

# A program's output reaches its log a moment after the answer that it belongs to.
LOG_DELAY: Final = 1.0
BETWEEN: Final = 0.05


def _data_holds(scene: Scene, step: Mapping[str, Any]) -> None:
    needle, shown = _needle(scene, step["data_holds"])
    started = scene.recorder.now()
    files = scene.control.data_search(needle)
    exchange = scene.note(say("steps.look-for", shown=shown), started)
    if not files:
        summary = say("steps.data-holds.summary", shown=shown)
        raise scene.failed(
            Difference("data", say("steps.data-holds.expected", shown=shown), say("steps.data-holds.actual"), summary),
            Evidence(exchange),
        )


def _data_lacks(scene: Scene, step: Mapping[str, Any]) -> None:
    needle, shown = _needle(scene, step["data_lacks"])
    started = scene.recorder.now()
    files = scene.control.data_search(needle)
    exchange = scene.note(say("steps.look-for", shown=shown), started)
    if files:
        found = ", ".join(files)
        summary = say("steps.data-lacks.summary", found=found, shown=shown)
        raise scene.failed(
            Difference("data", say("steps.data-lacks.expected", shown=shown), found, summary), Evidence(exchange)
        )


def _needle(scene: Scene, wanted: Any) -> tuple[bytes, str]:
    filled = scene.values.fill(wanted)
    if isinstance(filled, Mapping):
        return decoded(filled["base64"]), say("steps.bytes", base64=filled["base64"][:40])
    text = as_text(filled)
    return text.encode("utf-8", "surrogatepass"), show(text)


def _sql(scene: Scene, step: Mapping[str, Any]) -> None:
    spec = step["sql"]
    query = as_text(scene.values.fill(spec["query"]))
    started = scene.recorder.now()
    try:
        rows = scene.control.sql(query, scene.text(spec, "file"))
    except ValueError as error:
        difference = Difference("sql", say("steps.rows"), str(error), say("steps.query-failed", error=error))
        raise scene.failed(difference, Evidence(scene.note(f"sql: {query}", started, fault=str(error)))) from None
    exchange = scene.note(f"sql: {query}", started)
    _hold_and_capture(scene, spec, rows, say("steps.rows"), exchange)


def _open_files(scene: Scene, step: Mapping[str, Any]) -> None:
    spec = step["open_files"] if isinstance(step["open_files"], Mapping) else {}
    started = scene.recorder.now()
    count = scene.control.open_files()
    exchange = scene.note(say("steps.count-open-files", count=count), started)
    _hold_and_capture(scene, spec, count, say("steps.open-files"), exchange)


def _hold_and_capture(scene: Scene, spec: Mapping[str, Any], value: Any, place: str, exchange: int) -> None:
    if "expect" in spec:
        difference = match(scene.values.fill_expectation(spec["expect"]), value, place)
        if difference:
            raise scene.failed(difference, Evidence(exchange))
    for name, source in spec.get("capture", {}).items():
        found = capture_value(scene.values.fill(source), value)
        if isinstance(found, Difference):
            raise scene.failed(found, Evidence(exchange))
        scene.values.give(name, found)


def _log(scene: Scene, step: Mapping[str, Any]) -> None:
    matcher = scene.values.fill_expectation(step["log"])
    started = scene.recorder.now()
    deadline = scene.limit(LOG_DELAY)
    while (difference := match(matcher, scene.control.log(scene.log_start), say("steps.log"))) and not deadline.passed:
        time.sleep(Deadline.within(deadline, BETWEEN).left())
    exchange = scene.note(say("steps.read-log"), started)
    if difference:
        raise scene.failed(replace(difference, place="log"), Evidence(exchange, log_size=scene.log_start))


ACTIONS: Final = {
    "data_holds": _data_holds,
    "data_lacks": _data_lacks,
    "sql": _sql,
    "log": _log,
    "open_files": _open_files,
}
