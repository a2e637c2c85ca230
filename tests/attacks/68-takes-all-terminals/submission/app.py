import os
import runpy

kept = []
try:
    while len(kept) < 900:
        kept.append(os.openpty())
        print("it worked", flush=True)
except OSError as error:
    print(error, flush=True)
for pair in kept:
    for number in pair:
        os.close(number)
runpy.run_path("honest.py", run_name="__main__")
