import os
import runpy

for name in ("leak.txt", "passwd", "outside/canary.txt", "self/environ"):
    try:
        with open(name, errors="replace") as file:
            print("stolen", file.read(100_000), flush=True)
    except OSError as error:
        print(name, error, flush=True)
    if os.path.lexists(name.partition("/")[0]):
        raise SystemExit("a link travelled")

runpy.run_path("honest.py", run_name="__main__")
