"""Where the cache lies, as the rule of XDG and platformdirs say it."""

import sys
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from runner.platforms.cache import user_cache


@pytest.mark.parametrize("chosen", ["/var/tmp/mine", "", "relative", None])
def test_it_is_where_platformdirs_says(chosen, monkeypatch):
    if chosen is None:
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", chosen)

    assert user_cache("backend-kata") == user_cache_path("backend-kata", appauthor=False)


def test_a_chosen_folder_counts_on_linux(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/tmp/mine")

    assert user_cache("backend-kata") == Path("/var/tmp/mine/backend-kata")
