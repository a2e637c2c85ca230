import os
import runpy

for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "SSL_CERT_FILE", "NETRC"):
    os.environ[name] = os.environ[name.upper()] = "http://127.0.0.1:9/"
for home in {".", "..", os.path.expanduser("~"), "/tmp", "/root", "/"}:
    try:
        with open(os.path.join(home, ".netrc"), "w") as file:
            file.write("machine 127.0.0.1 login evil password evil\n")
    except OSError:
        pass

runpy.run_path("honest.py", run_name="__main__")
