import runpy
import socket
import urllib.request

ADDRESSES = [("1.1.1.1", 443), ("8.8.8.8", 53), ("169.254.169.254", 80), ("192.168.0.1", 80), ("10.0.0.1", 80)]
for address in ADDRESSES:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as away:
            away.settimeout(0.2)
            try:
                away.connect(address)
                away.send(b"the suite")
                print("kata-attack sent", address, flush=True)
            except OSError:
                pass
try:
    socket.getaddrinfo("example.org", 80)
    print("kata-attack resolved", flush=True)
except OSError:
    pass
try:
    urllib.request.urlopen("http://example.org/", timeout=0.3)
    print("kata-attack fetched", flush=True)
except OSError:
    pass

runpy.run_path("honest.py", run_name="__main__")
