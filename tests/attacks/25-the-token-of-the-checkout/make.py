"""Leave a token as a checkout does."""

import os
import sys
from pathlib import Path

folder = Path(sys.argv[1]) / ".git"
folder.mkdir()
token = os.environ["KATA_CANARY"]
(folder / "config").write_text(f'[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic {token}\n')
