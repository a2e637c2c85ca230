"""Load in advance what every suite needs, for a process that waits before it is given its brief."""

from __future__ import annotations

import gc
import pkgutil
from importlib import import_module

from _pytest.config import default_plugins

# What only a cache miss or an author needs.
NOT_LOADED = "runner.exchanges.language"


def load_all() -> None:
    """Import pytest's plugins and the whole engine; a first import in the middle of a run would cost time there."""
    import_module("pytest_timeout")
    for name in default_plugins:
        import_module(f"_pytest.{name}")
    for package in ("runner.exchanges", "runner.exchanges.actions"):
        for found in pkgutil.iter_modules(import_module(package).__path__, f"{package}."):
            if not found.name.startswith(NOT_LOADED):
                import_module(found.name)
    # What is loaded stays: the collector need not look at it again and again in the middle of a run.
    gc.collect()
    gc.freeze()
