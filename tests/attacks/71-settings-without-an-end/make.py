"""Link the settings to a device."""

import sys
from pathlib import Path

(Path(sys.argv[1]) / "workspace.yaml").symlink_to("/dev/zero")
