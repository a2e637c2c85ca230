"""Parcels, and a document that says everything about them. What it says and what is checked are the same schemas."""

import os
import re
import uuid

from flask import Flask, abort, jsonify, request
from werkzeug.exceptions import HTTPException

app = Flask(__name__)

parcels = {}

# --- the schemas: published below, and asked by `fits` ---

LIMIT = {"type": "integer", "minimum": 1, "maximum": 100}
NEW_PARCEL = {
    "type": "object",
    "required": ["to", "grams"],
    "properties": {
        "to": {"type": "string", "minLength": 1, "maxLength": 80},
        "grams": {"type": "integer", "minimum": 1, "maximum": 30000},
        "fragile": {"type": "boolean"},
    },
}
PARCEL = {
    "type": "object",
    "required": ["id", "to", "grams", "fragile"],
    "properties": {"id": {"type": "string"}, **NEW_PARCEL["properties"]},
}
PROBLEM = {
    "type": "object",
    "required": ["title", "status"],
    "properties": {"title": {"type": "string"}, "status": {"type": "integer"}},
}
KINDS = {"object": dict, "string": str, "integer": int, "boolean": bool}


def fits(value, schema):
    """Say whether a value fits a schema; as much of JSON Schema as the ones above need."""
    if type(value) is not KINDS[schema["type"]]:  # isinstance would let True pass for an integer
        return False
    if isinstance(value, dict):
        known = {name: inner for name, inner in schema["properties"].items() if name in value}
        return all(name in value for name in schema["required"]) and all(fits(value[n], known[n]) for n in known)
    if isinstance(value, str):
        return schema["minLength"] <= len(value) <= schema["maxLength"]
    return isinstance(value, bool) or schema["minimum"] <= value <= schema["maximum"]


# --- what the API does ---


@app.post("/parcels")
def create_parcel():
    sent = json_body()
    if not fits(sent, NEW_PARCEL):
        abort(422, "This is no parcel; /openapi.json says what one is.")
    parcel = {
        "id": uuid.uuid4().hex,
        "to": sent["to"],
        "grams": sent["grams"],
        "fragile": sent.get("fragile", False),
    }
    parcels[parcel["id"]] = parcel
    return parcel, 201


@app.get("/parcels")
def list_parcels():
    text = request.args.get("limit", "20")
    limit = int(text) if re.fullmatch("-?[0-9]{1,9}", text) else None
    if not fits(limit, LIMIT):
        abort(422, "limit is a whole number; /openapi.json says which.")
    return list(parcels.values())[:limit]


@app.get("/parcels/<parcel_id>")
def read_parcel(parcel_id):
    if parcel_id not in parcels:
        abort(404, "There is no such parcel.")
    return parcels[parcel_id]


@app.delete("/parcels/<parcel_id>")
def delete_parcel(parcel_id):
    if parcels.pop(parcel_id, None) is None:
        abort(404, "There is no such parcel.")
    return "", 204


def json_body():
    try:
        return request.get_json()  # answers 415 when it is not declared as JSON, 400 when it is broken
    except RecursionError:
        return None  # nested too deeply, so it is no parcel either


@app.errorhandler(HTTPException)
def error_as_problem(error):
    response = error.get_response()  # keeps the status and headers such as Allow
    response.data = jsonify(title=error.description, status=error.code).data
    response.content_type = "application/problem+json"
    return response


# --- what the document says ---


def answer(description, schema):
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def problem(description):
    return {"description": description, "content": {"application/problem+json": {"schema": PROBLEM}}}


PARCEL_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Parcels", "version": "1.0.0"},
    "paths": {
        "/parcels": {
            "get": {
                "parameters": [{"name": "limit", "in": "query", "schema": {**LIMIT, "default": 20}}],
                "responses": {
                    "200": answer("The first parcels", {"type": "array", "items": PARCEL}),
                    "422": problem("limit is out of range"),
                },
            },
            "post": {
                "requestBody": {"required": True, "content": {"application/json": {"schema": NEW_PARCEL}}},
                "responses": {
                    "201": answer("The new parcel", PARCEL),
                    "400": problem("The body is not JSON"),
                    "415": problem("The body is not declared as JSON"),
                    "422": problem("The body is no parcel"),
                },
            },
        },
        "/parcels/{id}": {
            "parameters": [PARCEL_ID],
            "get": {"responses": {"200": answer("The parcel", PARCEL), "404": problem("There is no such parcel")}},
            "delete": {"responses": {"204": {"description": "It is gone"}, "404": problem("There is no such parcel")}},
        },
    },
}


@app.get("/openapi.json")
def document():
    return DOCUMENT


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
