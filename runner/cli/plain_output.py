"""Standard output and errors in ASCII alone, whoever prints: nothing that goes through them can be forgotten."""

from __future__ import annotations

import codecs
import os
import sys

from runner.sanitise import readable_ascii

NAME = "kata-ascii"


def is_narrow(encoding: str | None) -> bool:
    """Tell whether a stream is to be written in ASCII: by its encoding, or by LC_ALL, which Python overrules for C."""
    is_chosen = "PYTHONIOENCODING" in os.environ or "PYTHONUTF8" in os.environ
    is_c = os.environ.get("LC_ALL") in {"C", "POSIX"} and not is_chosen
    return is_c or not (encoding or "").lower().startswith("utf")


def print_plainly(*, always: bool) -> None:
    """Let standard output and errors, if they are narrow or always, show every sign as one of ASCII."""
    codecs.register(_codec)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (always or is_narrow(getattr(stream, "encoding", None))):
            # By a name of our own: where a stream says that it is ASCII, click writes UTF-8 past it.
            reconfigure(encoding=NAME)


class _Encoder(codecs.IncrementalEncoder):
    def encode(self, text: str, final: bool = False) -> bytes:  # noqa: FBT001, FBT002  the signature is Python's
        return _encoded(text, self.errors)[0]


def _encoded(text: str, _errors: str = "") -> tuple[bytes, int]:
    return readable_ascii(text).encode("ascii", "backslashreplace"), len(text)


def _codec(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != NAME:
        return None
    return codecs.CodecInfo(_encoded, codecs.ascii_decode, incrementalencoder=_Encoder, name=NAME)
