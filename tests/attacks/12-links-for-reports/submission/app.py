import os
import runpy

for name in ("report.json", "server.log", "log", "stdout", "results.json", "run.json"):
    for folder in (".", "..", "/tmp", os.environ["KATA_DATA"]):
        try:
            os.symlink("/tmp/kata-attack-written-through", os.path.join(folder, name))
        except OSError:
            pass

runpy.run_path("honest.py", run_name="__main__")
