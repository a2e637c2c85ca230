import os

from flask import Flask, abort, jsonify, request

app = Flask(__name__)
items = {}


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/items")
def create():
    body = request.get_json()
    if not isinstance(body.get("name"), str) or not body["name"]:
        return {"error": "name"}, 422
    item = {"id": len(items) + 1, "name": body["name"], "kind": body.get("kind")}
    items[item["id"]] = item
    return item, 201


@app.get("/items")
def index():
    return jsonify(list(items.values()))


@app.get("/items/<int:number>")
def show(number):
    return items.get(number) or abort(404)


app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
