"""The limits that the kernel sets for this process. POSIX only."""

from __future__ import annotations

import resource

_LIMITS = {"nproc": "RLIMIT_NPROC", "nofile": "RLIMIT_NOFILE", "fsize": "RLIMIT_FSIZE", "data": "RLIMIT_DATA"}


def hard_limits() -> dict[str, int]:
    """Return the limits that no program of ours can raise, by the names that prlimit gives them."""
    found = {name: resource.getrlimit(getattr(resource, constant))[1] for name, constant in _LIMITS.items()}
    return {name: limit for name, limit in found.items() if limit != resource.RLIM_INFINITY}
