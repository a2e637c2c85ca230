import json


def hello():
    return {"message": "Hello, World!"


def echo(word):
    return json.dumps({"word": word})
