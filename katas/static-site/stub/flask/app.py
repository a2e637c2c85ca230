"""Serve a folder of files: your server starts, but it serves nothing yet. Read README.md, then fill it in."""

import os

from flask import Flask

app = Flask(__name__)

PUBLIC = os.path.join(os.environ["KATA_DATA"], "public")


@app.get("/", defaults={"path": ""})
@app.get("/<path:path>")
def serve(path):
    # path is decoded already, and has no slash in front.
    # TODO R10 to R12: find out which file this path leads to, and whether everybody may see it.
    # TODO R1 to R4: send its bytes with the right type, or 404.
    # TODO R5 to R9: HEAD, 304 and ranges. Look at what flask.send_file does.
    return "not written yet", 501


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
