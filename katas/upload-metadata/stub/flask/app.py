"""What did you upload? Your server starts, but it looks at no file yet. Read README.md, then fill it in."""

import os

from flask import Flask

app = Flask(__name__)


@app.post("/api/fileanalyse")
def analyse():
    # TODO R1 to R3: find the file in the field upfile; answer with its name, type and size.
    # TODO R4 to R6: take care of the name.
    # TODO R7: no file is a 4xx.
    # TODO R8: a body that is too large is a 413.
    return {"error": "not written yet"}, 501


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
