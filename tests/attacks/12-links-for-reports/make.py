"""Make links where a report might be written."""

import os
import sys

for name in ("report.xml", "marks.csv", "junit.xml", ".kata"):
    os.symlink("/tmp/kata-attack-written-through", os.path.join(sys.argv[1], name))
