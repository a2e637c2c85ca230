import os
import runpy

if os.stat("become").st_mode & 0o6000 or not os.access("become", os.X_OK):
    raise SystemExit("the mode travelled, or execution did not")
os.chmod("become", 0o6755)
if os.spawnl(os.P_WAIT, "become", "become"):
    raise SystemExit("it became somebody else")

runpy.run_path("honest.py", run_name="__main__")
