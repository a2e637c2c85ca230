"""The authors' commands, as typed."""

import os
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def caches(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def kata(caches):
    def run(*words, cwd, **env):
        environment = {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(caches), "HOME": str(caches)}
        command = [sys.executable, "-m", "runner", *words]
        options = {"capture_output": True, "text": True, "timeout": 100, "stdin": subprocess.DEVNULL}
        return subprocess.run(command, cwd=cwd, env=environment | env, check=False, **options)

    return run
