"""POST /orders: check everything, say everything that is wrong, store nothing."""

import json
import os
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinLengthValidator, MinValueValidator
from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

settings.configure(
    SECRET_KEY="only-for-learning",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATA_UPLOAD_MAX_MEMORY_SIZE=1_000_000,  # request.body raises RequestDataTooBig for more
)


# --- The table of fields. Django's validators do the comparing; the codes are those of our contract. ---


class NotEmpty(MinLengthValidator):
    code = "empty"


class NotTooLong(MaxLengthValidator):
    code = "too_long"


class NotTooSmall(MinValueValidator):
    code = "range"


class NotTooLarge(MaxValueValidator):
    code = "range"


class Field(NamedTuple):
    kind: type
    validators: list
    required: bool = True
    fields: dict | None = None  # of each object in a list


ITEM = {
    "sku": Field(str, [NotEmpty(1), NotTooLong(40)]),
    "quantity": Field(int, [NotTooSmall(1), NotTooLarge(999)]),
}
ORDER = {
    "customer": Field(str, [NotEmpty(1), NotTooLong(100)]),
    "note": Field(str, [NotTooLong(200)], required=False),
    "items": Field(list, [NotEmpty(1)], fields=ITEM),
}


# --- Reading the table. Both functions yield (field, code) pairs, so that one mistake never hides another. ---


def object_mistakes(value, fields, prefix=""):
    for name in value.keys() - fields.keys():
        yield prefix + name, "unknown"
    for name, field in fields.items():
        if name in value:
            yield from value_mistakes(prefix + name, value[name], field)
        elif field.required:
            yield prefix + name, "required"


def value_mistakes(place, value, field):
    if type(value) is not field.kind:  # isinstance would take True for an int
        yield place, "type"
        return
    for validator in field.validators:
        try:
            validator(value)
        except ValidationError as error:
            yield place, error.code
    if field.fields:
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield from object_mistakes(item, field.fields, f"{place}[{index}].")
            else:
                yield f"{place}[{index}]", "type"


# --- The view ---


@require_POST
def orders(request):
    if request.content_type != "application/json":  # without parameters such as charset
        return problem(415, "An order is sent as application/json.")
    try:
        order = json.loads(request.body)
    except RequestDataTooBig:
        return problem(413, "An order has at most 1,000,000 bytes.")
    except (ValueError, RecursionError):  # broken; nested too deep
        return problem(400, "This is not JSON that can be read.")
    if not isinstance(order, dict):
        return problem(400, "An order is a JSON object.")
    errors = [{"field": place, "code": code} for place, code in object_mistakes(order, ORDER)]
    if errors:
        return problem(422, "The order is not valid", errors=errors)
    return JsonResponse({"valid": True})


def problem(status, title, **more):
    content = {"title": title, "status": status, **more}
    return JsonResponse(content, status=status, content_type="application/problem+json")


urlpatterns = [path("orders", orders)]


class Server(ThreadedWSGIServer):
    """One thread answers one request."""

    request_queue_size = 128


if __name__ == "__main__":
    server = Server(("127.0.0.1", int(os.environ["PORT"])), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    server.serve_forever()
