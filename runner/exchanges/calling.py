"""What a step sends: its request with all values filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from runner.exchanges.bodies import body_of
from runner.exchanges.client import MOST_REDIRECTS, Call, local_target
from runner.exchanges.cookies import Jar
from runner.exchanges.faults import mismatch
from runner.exchanges.scene import Scene
from runner.words import say

DEADLINE: Final = 5.0  # seconds for one request
# Seconds: a stack that answers one after the other is as right as one that is fast.
DEADLINE_OF_MANY: Final = 15.0
BODY_KEYS: Final = ("json", "form", "multipart", "text", "base64", "fill", "nested")


def call_of(scene: Scene, step: Mapping[str, Any]) -> Call:
    """Return the call that a step describes, with all its values filled in."""
    method, target = target_of(scene, step["request"])
    described = {key: scene.values.fill(step[key]) for key in BODY_KEYS if key in step}
    body = body_of(described, scene.fake)
    media_type = scene.text(step, "type", body.media_type if body else "")
    return Call(
        method=method,
        target=target,
        headers=_headers(scene, step, target, media_type if body is None else ""),
        body=body.content if body else None,
        media_type=media_type,
        framing="chunked" if step.get("chunked") else "length",
        redirects=MOST_REDIRECTS if step.get("follow") else 0,
    )


def target_of(scene: Scene, written: str) -> tuple[str, str]:
    """Return method and target; a captured URL of the server under test becomes its path."""
    method, _, written_target = written.partition(" ")
    method = str(scene.values.fill(method))
    target = scene.values.fill_target(written_target.strip())
    if not (written_target.startswith("${") and "://" in target[:12]):
        return method, target
    port = scene.values.fill("${port}")
    local = local_target(target, port)
    if local is None:
        summary = say("answers.url-elsewhere", url=target[:100])
        raise mismatch(summary, where="url", expected=f"http://127.0.0.1:{port}/...", actual=target[:200])
    return method, local


def _headers(scene: Scene, step: Mapping[str, Any], target: str, bare_type: str) -> dict[str, Any]:
    """Return the headers of a step with its cookies; `bare_type` is for a request without a body."""
    headers: dict[str, Any] = {"Content-Type": bare_type} if bare_type else {}
    cookies: dict[str, Any] = jar_of(scene, step).sent_to(target) if "jar" in step else {}
    cookies |= scene.values.fill(step.get("cookies", {}))
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers |= scene.values.fill(step.get("headers", {}))
    return headers


def jar_of(scene: Scene, step: Mapping[str, Any]) -> Jar:
    """Return the cookie jar that a step names."""
    return scene.jars.setdefault(scene.text(step, "jar"), Jar())
