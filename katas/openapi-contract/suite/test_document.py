"""Read the document that a server publishes about itself, and hold the server to every word of it."""

import json
import re
from urllib.parse import unquote

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
ONE = re.compile(r"/parcels/\{([^{}/]+)\}")
GOOD = {("get", "/parcels"): "200", ("post", "/parcels"): "201", ("get", ONE): "200", ("delete", ONE): "204"}
FIELDS = {"to", "grams", "fragile"}
KINDS = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: is_number(value) and value == int(value),
    "number": lambda value: is_number(value),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}
OTHER_KINDS = {"string": (7, True, [], {}), "integer": ("900", True, 2.5, []), "boolean": ("yes", 1, [])}
PARCEL = {"to": "Ada", "grams": 900, "fragile": False}


# --- the checks ---


def test_the_document_is_whole(client, expect):
    document = read(client, expect)
    for where, ref in refs_of(document, "the document"):
        assert lookup(document, ref) is not None, f"{where} refers to {ref}, which leads to a place in the document, but there is none"
    for template, method, operation in operations(document):
        responses = operation.get("responses")
        assert isinstance(responses, dict) and responses, f"{method} {template} has responses, at least one"
        for status, response in responses.items():
            whole = isinstance(response, dict) or str(status).startswith("x-")
            assert whole, f"the response {status} of {method} {template} is an object, and not {shown(response)}"


def test_every_operation_is_described(client, expect):
    document = read(client, expect)
    for (method, path), status in GOOD.items():
        template, operation = operation_of(document, method, path)
        responses = operation.get("responses", {})
        said = ", ".join(map(str, responses)) or "nothing"
        assert status in responses, f"{method} {template} names its good answer, {status}, among its responses; it names {said}"
        if status != "204":
            schema = schema_of(document, responses[status])
            wanted = items_of(document, schema) if (method, path) == ("get", "/parcels") else schema
            expect_fields(document, wanted, {*FIELDS, "id"}, f"the answer {status} of {method} {template}")
    expect_fields(document, request_schema(document), FIELDS, "the request body of post /parcels")


def test_every_operation_exists(client, fake, expect):
    document = read(client, expect)
    for template, method, _operation in operations(document):
        if ONE.fullmatch(template):
            target = f"/parcels/{made(client, fake, expect)}"
        elif "{" in template:
            continue  # nobody but its author knows what fits there
        else:
            target = template
        body = {"json": PARCEL} if method in ("post", "put", "patch") else {}
        expect(client.request(method.upper(), target, **body), status={"not": [404, 405, 501]})


def test_every_status_is_named(client, fake, expect):
    document = read(client, expect)
    for method, path, answer in asked(client, fake, expect):
        template, operation = operation_of(document, method, path)
        named = operation.get("responses", {})
        status = str(answer.status_code)
        known = status in named or f"{status[0]}XX" in {str(name).upper() for name in named}
        said = ", ".join(map(str, named))
        assert known, f"{method} {template} answers only with what its responses name ({said}), but here it was {status}"


def test_bodies_fit_their_schemas(client, fake, expect):
    document = read(client, expect)
    for method, path, answer in asked(client, fake, expect):
        template, operation = operation_of(document, method, path)
        response = followed(document, named_response(operation, answer.status_code))
        content = response.get("content") if isinstance(response, dict) else None
        if not content:
            continue
        where = f"the answer {answer.status_code} of {method} {template}"
        sent = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        kinds = {name.partition(";")[0].strip().lower(): media for name, media in content.items()}
        media = kinds.get(sent, kinds.get("*/*"))
        assert media is not None, f"{where} has one of the content types {', '.join(kinds)}, but it was {sent or 'missing'}"
        if "json" in sent and media.get("schema"):
            problem = misfit(document, media["schema"], answer.json(), "$")
            assert not problem, f"{where} fits its schema, but {problem}"


def test_what_fits_is_taken(client, fake, expect):
    document = read(client, expect)
    properties = properties_of(document, request_schema(document))
    required = required_of(document, request_schema(document))
    full = {name: PARCEL[name] for name in FIELDS}
    expect_taken(client, expect, {name: full[name] for name in FIELDS if name in required}, "only with what is required")
    for name in sorted(FIELDS):
        for value in fitting(plain(document, properties[name]), fake):
            expect_taken(client, expect, {**full, name: value}, f"with {name} = {shown(value)}")


def test_what_does_not_fit_is_refused(client, fake, expect):
    document = read(client, expect)
    schema = request_schema(document)
    properties = properties_of(document, schema)
    full = {name: PARCEL[name] for name in FIELDS}
    for name in required_of(document, schema):
        expect_refused(client, expect, {key: full[key] for key in FIELDS if key != name}, f"without {name}, which is required")
    for name in sorted(FIELDS):
        inner = plain(document, properties[name])
        for value in misfits(inner):
            assert misfit(document, inner, value, "$"), f"the schema of {name} says of which type it is"
            expect_refused(client, expect, {**full, name: value}, f"with {name} = {shown(value)}")


def test_parameters_are_true(client, fake, expect):
    document = read(client, expect)
    for template, method, operation in operations(document):
        declared = {(one.get("in"), one.get("name")): one for one in parameters(document, template, operation)}
        for name in re.findall(r"\{([^{}]+)\}", template):
            one = declared.get(("path", name))
            assert one and one.get("required") is True, f"{method} {template} describes its parameter {name}: in path, required"
    template, operation = operation_of(document, "get", "/parcels")
    limit = next((one for one in parameters(document, template, operation) if one.get("name") == "limit"), None)
    assert limit and limit.get("in") == "query", "get /parcels describes its parameter limit: in query"
    schema = plain(document, limit.get("schema", {}))
    assert "integer" in types_of(schema), f"limit is of the type integer, but its schema is {shown(schema)}"
    for edge, beyond in ((schema.get("minimum"), -1), (schema.get("maximum"), 1)):
        assert is_number(edge), f"the schema of limit has a minimum and a maximum, but it is {shown(schema)}"
        expect(client.get(f"/parcels?limit={int(edge)}"), status=200)
        expect(client.get(f"/parcels?limit={int(edge) + beyond}"), status="4xx")


# --- asking ---


def asked(client, fake, expect):
    """Yield what the four operations answer to input of many kinds: method, path, answer."""
    json_type = {"Content-Type": "application/json"}
    bodies = [PARCEL, {"to": fake.sentence(), "grams": fake.int(1, 30_000)}, {}, [], None, "Ada", 7]
    bodies += [{**PARCEL, "grams": value} for value in (0, 30_001, "900", True, None, 1.5, 10**30)]
    bodies += [{**PARCEL, "to": value} for value in ("", "a" * 81, 7, None, "\u0000")]
    bodies += [{**PARCEL, "fragile": value} for value in (None, "yes", [])]
    written = [json.dumps(body).encode() for body in bodies]
    for body in (*written, b'{"to": "Ada"', b"{'to': 'Ada'}", b"to=Ada&grams=900"):
        yield "post", "/parcels", client.post("/parcels", content=body, headers=json_type)
    whole = json.dumps(PARCEL).encode()
    for media_type in ("text/plain", "application/x-www-form-urlencoded"):
        yield "post", "/parcels", client.post("/parcels", content=whole, headers={"Content-Type": media_type})
    for _ in range(21):  # more than a list without a limit holds
        made(client, fake, expect)
    for query in ("", "?limit=1", "?limit=100", "?limit=0", "?limit=101", "?limit=abc", "?limit=", "?limit=-1", f"?{fake.word()}=1"):
        yield "get", "/parcels", client.get(f"/parcels{query}")
    for parcel in ("999999999", f"no-{fake.word()}", fake.uuid(), "9" * 30):
        yield "get", ONE, client.get(f"/parcels/{parcel}")
        yield "delete", ONE, client.delete(f"/parcels/{parcel}")
    parcel = made(client, fake, expect)
    yield "get", ONE, client.get(f"/parcels/{parcel}")
    yield "delete", ONE, client.delete(f"/parcels/{parcel}")
    yield "delete", ONE, client.delete(f"/parcels/{parcel}")


def made(client, fake, expect):
    answer = client.post("/parcels", json={**PARCEL, "to": fake.word()})
    expect(answer, status=201, json={"id": {"type": ["integer", "string"]}})
    return answer.json()["id"]


def expect_taken(client, expect, parcel, how):
    answer = client.post("/parcels", json=parcel)
    assert answer.status_code == 201, f"the document allows a parcel {how}, so it is answered with 201, not {answer.status_code}"


def expect_refused(client, expect, parcel, how):
    answer = client.post("/parcels", json=parcel)
    refused = 400 <= answer.status_code < 500
    assert refused, f"the document does not allow a parcel {how}, so it is answered with a 4xx, not {answer.status_code}"


# --- reading the document ---


def read(client, expect):
    answer = client.get("/openapi.json")
    expect(answer, status=200, json={"type": "object"})
    document = answer.json()
    version = document.get("openapi")
    assert isinstance(version, str) and version.startswith("3."), f"openapi is a version 3, such as 3.0.3, and not {shown(version)}"
    about = document.get("info")
    for name in ("title", "version"):
        assert isinstance(about, dict) and isinstance(about.get(name), str), f"info has a text called {name}"
    paths = document.get("paths")
    assert isinstance(paths, dict) and paths, "paths is an object with the paths of the API"
    return document


def operations(document):
    for template, item in document["paths"].items():
        for method, operation in followed(document, item).items():
            if method in METHODS and isinstance(operation, dict):
                yield template, method, operation


def operation_of(document, wanted, path):
    for template, method, operation in operations(document):
        if method == wanted and (template == path if isinstance(path, str) else path.fullmatch(template)):
            return template, operation
    where = path if isinstance(path, str) else "/parcels/{id}"
    raise AssertionError(f"the document has the operation {wanted} of {where}, but it is missing")


def parameters(document, template, operation):
    given = [*followed(document, document["paths"][template]).get("parameters", []), *operation.get("parameters", [])]
    return [followed(document, one) for one in given]


def named_response(operation, status):
    named = {str(name).upper(): response for name, response in operation.get("responses", {}).items()}
    return named.get(str(status)) or named.get(f"{str(status)[0]}XX") or {}


def request_schema(document):
    _template, operation = operation_of(document, "post", "/parcels")
    return schema_of(document, operation.get("requestBody"))


def schema_of(document, holder):
    """Return the schema that a response or a request body gives for JSON, or {}."""
    content = followed(document, holder).get("content", {}) if isinstance(holder, dict) else {}
    media = next((one for name, one in content.items() if name.partition(";")[0].strip() == "application/json"), {})
    return media.get("schema", {})


def items_of(document, schema):
    return joined(document, schema).get("items", {})


def expect_fields(document, schema, wanted, where):
    there = properties_of(document, schema)
    missing = sorted(wanted - set(there))
    assert not missing, f"{where} has a schema for application/json with the properties {', '.join(sorted(wanted))}; there is no {missing[0]}"


def properties_of(document, schema):
    schema = followed(document, schema)
    found = dict(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        found |= properties_of(document, part)
    return found


def joined(document, schema):
    """Return a schema with those of its allOf put into it."""
    schema = followed(document, schema)
    for part in schema.get("allOf", []):
        schema = {**joined(document, part), **schema}
    return schema


def required_of(document, schema):
    """Return the fields that a request must have: what is readOnly counts in answers alone."""
    schema, known = followed(document, schema), properties_of(document, schema)
    named = [name for part in schema.get("allOf", []) for name in required_of(document, part)]
    named += [name for name in schema.get("required", []) if not followed(document, known.get(name)).get("readOnly")]
    return list(dict.fromkeys(named))


def followed(document, part):
    """Follow $ref until something else stands there."""
    for _ in range(20):
        if not isinstance(part, dict) or "$ref" not in part:
            break
        part = lookup(document, part["$ref"])
    return part if isinstance(part, dict) else {}


def plain(document, schema):
    """Return the schema itself, or the one that is not null among its choices."""
    schema = joined(document, schema)
    choices = [followed(document, one) for one in schema.get("anyOf", schema.get("oneOf", []))]
    others = [one for one in choices if one.get("type") != "null"]
    return plain(document, others[0]) if len(others) == 1 else schema


def lookup(document, ref):
    if not isinstance(ref, str) or not ref.startswith("#/"):
        return None
    place = document
    for step in ref[2:].split("/"):
        name = unquote(step).replace("~1", "/").replace("~0", "~")
        place = place.get(name) if isinstance(place, dict) else None
    return place


def refs_of(part, where):
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield where, part["$ref"]
        for name, inner in part.items():
            if name not in ("example", "examples", "default", "enum", "const"):
                yield from refs_of(inner, name)
    elif isinstance(part, list):
        for inner in part:
            yield from refs_of(inner, where)


# --- schemas: the part of them that such documents use ---


def misfit(document, schema, value, where):
    """Say why a value does not fit a schema, or return nothing."""
    if schema is True or not followed(document, schema):
        return "" if schema is not False else f"{where} may not be there"
    schema = followed(document, schema)
    if value is None and schema.get("nullable") is True:
        return ""
    for part in schema.get("allOf", []):
        if problem := misfit(document, part, value, where):
            return problem
    choices = schema.get("anyOf") or schema.get("oneOf") or []
    if choices and all(misfit(document, one, value, where) for one in choices):
        return f"{where} ({shown(value)}) fits none of its choices"
    types = types_of(schema)
    if types and not any(KINDS.get(kind, lambda _value: True)(value) for kind in types):
        return f"{where} ({shown(value)}) is not of the type {' or '.join(types)}"
    return limits(schema, value, where) or parts(document, schema, value, where)


def limits(schema, value, where):
    if "enum" in schema and value not in schema["enum"]:
        return f"{where} ({shown(value)}) is none of {shown(schema['enum'])}"
    size = len(value) if isinstance(value, str) else value if is_number(value) else None
    low, high = edges(schema, value)
    if size is not None and low is not None and size < low:
        return f"{where} ({shown(value)}) is below {low}"
    if size is not None and high is not None and size > high:
        return f"{where} ({shown(value)}) is above {high}"
    return ""


def parts(document, schema, value, where):
    if isinstance(value, dict):
        missing = [name for name in schema.get("required", []) if name not in value]
        if missing:
            return f"{where} has no {missing[0]}, which is required"
        for name, inner in schema.get("properties", {}).items():
            if name in value and (problem := misfit(document, inner, value[name], f"{where}.{name}")):
                return problem
        unknown = [name for name in value if name not in schema.get("properties", {})]
        if unknown and schema.get("additionalProperties") is False:
            return f"{where} has a field {unknown[0]}, and no others are allowed"
    if isinstance(value, list) and not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        return f"{where} has {len(value)} elements, which its minItems and maxItems do not allow"
    if isinstance(value, list) and "items" in schema:
        problems = (misfit(document, schema["items"], one, f"{where}[{at}]") for at, one in enumerate(value))
        return next((problem for problem in problems if problem), "")
    return ""


def edges(schema, value):
    """Return the lowest and the highest whole number, or length, that a schema allows."""
    if isinstance(value, str):
        return schema.get("minLength"), schema.get("maxLength")
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if above is True or is_number(above):  # a flag in OpenAPI 3.0, a number in 3.1
        low = (low if above is True else above) + 1
    if below is True or is_number(below):
        high = (high if below is True else below) - 1
    return low, high


def fitting(schema, fake):
    """Return values at the edges of what a schema allows; where it names no edge, far out."""
    types = types_of(schema)
    if "boolean" in types:
        return [True, False]
    if "string" in types:
        low, high = edges(schema, "")
        return ["a" * length for length in (low or 0, high if high is not None else 5_000)]
    low, high = edges(schema, 0)
    low, high = low if low is not None else -1_000_000, high if high is not None else 1_000_000_000
    return [int(low), fake.int(int(low), int(high)), int(high)]


def misfits(schema):
    """Return values that a schema does not allow."""
    types = types_of(schema)
    kind = next((name for name in OTHER_KINDS if name in types), "string")
    values = list(OTHER_KINDS[kind])
    sample = "" if kind == "string" else 0
    low, high = edges(schema, sample) if kind != "boolean" else (None, None)
    for edge, beyond in ((low, -1), (high, 1)):
        if edge is not None and (kind != "string" or edge + beyond >= 0):
            values.append("a" * (edge + beyond) if kind == "string" else int(edge) + beyond)
    return values


def types_of(schema):
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def shown(value):
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:50]}... ({len(text)} characters)"
