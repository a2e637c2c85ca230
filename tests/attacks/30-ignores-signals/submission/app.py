import runpy
import signal

for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)

runpy.run_path("honest.py", run_name="__main__")
