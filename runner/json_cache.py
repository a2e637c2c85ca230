"""Keep what was read from YAML as JSON, so that the next start need not load a YAML reader.

A cache is a convenience: when it is corrupt it is built anew, and where it cannot be written there is none.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any


def read_cache(file: Path, key: str) -> Any:
    """Return what was kept under this key, or None when there is nothing of use."""
    try:
        kept = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return kept.get("value") if isinstance(kept, dict) and kept.get("key") == key else None


def write_cache(file: Path, key: str, value: Any) -> None:
    """Keep a value under a key, whole or not at all; a cache that cannot be written is passed over."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    text = json.dumps({"key": key, "value": value}, separators=(",", ":"))
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_text(text, encoding="utf-8")
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
