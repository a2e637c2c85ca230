"""Laravel, as Debian packages it: the framework without an installed application around it."""

from __future__ import annotations

from runner.model import Track
from runner.tracks import php

TRACK = Track(
    slug="laravel",
    title="Laravel",
    entry="index.php",
    run=php.TRACK.run,
    env=php.TRACK.env,
    marks=(r"use Illuminate\\",),
    needs=php.TRACK.needs,
    folders=("/usr/share/php/Illuminate",),
    setup="sudo apt install php-laravel-framework",
    base="php",
    formatter=php.TRACK.formatter,
)
