"""Say what was uploaded: the name, the type and the size of a file."""

import os

from flask import Flask, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1_500_000  # of the whole body; Flask answers 413 to a larger one


@app.post("/api/fileanalyse")
def analyse():
    file = request.files.get("upfile")
    if file is None:
        return {"error": "Send a file in the field upfile."}, 400
    return {"name": base_name(file.filename), "type": file.mimetype, "size": size_of(file.stream)}


def base_name(path):
    """Return what comes after the last slash; the rest would be a path, and of somebody else's choice."""
    return path.rpartition("/")[2]


def size_of(stream):
    """Count the bytes without reading them: the end of a stream is as far from its beginning as it is long."""
    return stream.seek(0, os.SEEK_END)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
