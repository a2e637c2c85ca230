"""A mirror for requests: it answers with what it was sent, and with what it was asked to answer."""

import os
import re
from http import HTTPStatus

from flask import Flask, Response, abort, jsonify, request

app = Flask(__name__)

REDIRECTS = {"301", "302", "303", "307", "308"}
HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
HEADER_VALUE = re.compile(r"[ -~]*")  # what can be seen in ASCII, and so no line end


@app.route("/anything", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def anything():
    return {
        "method": request.method,
        "args": flat(request.args),
        "headers": dict(request.headers),  # the values of a repeated one come joined by commas
        "form": flat(request.form),
        "json": request.get_json(silent=True),
        # Empty when the body was a form: then it has been read already.
        "data": request.get_data(as_text=True),
    }


@app.get("/headers")
def headers():
    return {"headers": dict(request.headers)}


@app.get("/status/<code>")
def status(code):
    if not re.fullmatch("[2-5][0-9][0-9]", code):
        abort(HTTPStatus.BAD_REQUEST, "This is no status.")
    return Response(status=int(code))


@app.get("/redirect-to")
def redirect_to():
    url, code = request.args.get("url", ""), request.args.get("status_code", "302")
    if code not in REDIRECTS or not HEADER_VALUE.fullmatch(url):
        abort(HTTPStatus.BAD_REQUEST, "That is nowhere to go.")
    return Response(status=int(code), headers={"Location": url})


@app.get("/response-headers")
def response_headers():
    response = jsonify(flat(request.args))
    for name, value in request.args.items(multi=True):
        if not HEADER_NAME.fullmatch(name) or not HEADER_VALUE.fullmatch(value):
            abort(HTTPStatus.BAD_REQUEST, "This cannot stand in a header.")
        response.headers.add(name, value)
    return response


def flat(pairs):
    """Turn Flask's lists of values into a text where there is one, and a list where there are several."""
    return {name: pairs[name] if len(values) == 1 else values for name, values in pairs.lists()}


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
