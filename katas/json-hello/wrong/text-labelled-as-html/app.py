import os

from flask import Flask, jsonify

app = Flask(__name__)


@app.route("/json")
def hello_json():
    return jsonify(message="Hello, World!")


@app.route("/plaintext")
def hello_plaintext():
    return "Hello, World!"


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
