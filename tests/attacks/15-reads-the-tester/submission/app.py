import os
import runpy

for name in os.listdir("/proc"):
    if not name.isdigit() or int(name) == os.getpid():
        continue
    for part in ("environ", "cmdline"):
        try:
            told = open(f"/proc/{name}/{part}", "rb").read()
        except OSError:
            continue
        if any(word in told for word in (b"checks", b"pytest", b"nonce", b"KATA_CANARY", b"suite")):
            print("kata-attack found", part, flush=True)
    try:
        for descriptor in os.listdir(f"/proc/{name}/fd"):
            place = os.readlink(f"/proc/{name}/fd/{descriptor}")
            if "suite" in place or "checks" in place:
                print("kata-attack found", place, flush=True)
    except OSError:
        pass

runpy.run_path("honest.py", run_name="__main__")
