import runpy

runpy.run_path("honest.py", run_name="__main__")
