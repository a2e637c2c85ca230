import os

line = b"kata-attack " * 5000 + bytes([10])
while True:
    os.write(1, line)
