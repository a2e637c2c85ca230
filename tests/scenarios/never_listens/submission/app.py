import time

print("starting soon")
time.sleep(60)
