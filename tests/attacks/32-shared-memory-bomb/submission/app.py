import mmap
import time

for _ in range(64):
    piece = mmap.mmap(-1, 64 * 1024 * 1024)
    piece.write(bytes(len(piece)))
    globals()[f"piece_{_}"] = piece
time.sleep(600)
