import os
import runpy

written = 0
try:
    for number in range(100_000):
        with open(os.path.join(os.environ["KATA_DATA"], f"kata-attack-{number}"), "wb") as file:
            for _ in range(100):
                written += file.write(bytes(1024 * 1024))
except OSError as error:
    print("stopped:", error.strerror)
if written > 1024**3:
    print("it had a gigabyte")

runpy.run_path("honest.py", run_name="__main__")
