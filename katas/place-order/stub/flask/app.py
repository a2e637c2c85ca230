"""Place an order: your server starts, but it takes no orders yet. Read README.md, then fill it in."""

import os

from flask import Flask

app = Flask(__name__)

DATA = os.environ["KATA_DATA"]  # the folder whose files are still there after a restart
MENU = {"margherita": 895, "ramen": 1295, "gyoza": 435, "mochi": 535, "tea": 205}  # prices in cents


@app.post("/orders")
def place_order():
    # 1. The server receives the order.             TODO R10
    # 2. The API validates it.                      TODO R8, R9
    # 3. The server works out the total.            TODO R3, R4
    # 4. The server saves it in the database.       TODO R11, R12
    # 5. The API sends confirmation back.           TODO R2
    return {"error": "not written yet"}, 501


# TODO: add GET /menu, GET /orders and GET /orders/<id> (R1, R5, R6, R7).


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
