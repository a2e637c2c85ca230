"""Where a system keeps what can always be made anew."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def user_cache(name: str) -> Path:
    """Return the folder of this name among the user's caches, there or not; RuntimeError for a user without a home."""
    if sys.platform == "linux":
        # The rule of XDG by hand: platformdirs loads a tenth of all that `kata next` needs.
        chosen = Path(os.environ.get("XDG_CACHE_HOME", ""))
        return (chosen if chosen.is_absolute() else Path.home() / ".cache") / name
    from platformdirs import user_cache_path

    return user_cache_path(name, appauthor=False)
