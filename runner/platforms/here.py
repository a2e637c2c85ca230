"""Choose the platform that this machine has."""

from __future__ import annotations

import sys

from runner.platforms.kinds import Platform

# Each can only be imported where it belongs.
if sys.platform == "linux":
    from runner.platforms.linux import Linux as _Here
else:
    from runner.platforms.other import Other as _Here

HERE: Platform = _Here()
