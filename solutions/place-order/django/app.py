"""Validate, save, confirm: orders in SQLite, by way of Django's ORM."""

import json
import os
from typing import NamedTuple

import django
from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinLengthValidator, MinValueValidator
from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views import View
from django.views.decorators.http import require_GET

settings.configure(
    SECRET_KEY="only-for-learning",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[__name__],  # this file is an app, with models
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.path.join(os.environ["KATA_DATA"], "orders.db"),
            "OPTIONS": {
                "timeout": 30,  # seconds to wait for another request that is writing
                "transaction_mode": "IMMEDIATE",  # who will write takes the turn at the beginning, not in the middle
                "init_command": "PRAGMA journal_mode = WAL",  # readers and the one writer do not wait for each other
            },
        }
    },
)
django.setup()

MENU = {"margherita": 895, "ramen": 1295, "gyoza": 435, "mochi": 535, "tea": 205}  # prices in cents


# --- What is saved ---


class Order(models.Model):
    customer = models.TextField()

    class Meta:
        db_table = "orders"

    def __str__(self):
        return f"order {self.pk} of {self.customer}"

    def shown(self):
        items = [{"dish": item.dish, "quantity": item.quantity, "price": item.price} for item in self.items.all()]
        total = sum(item["price"] * item["quantity"] for item in items)
        return {"id": self.pk, "customer": self.customer, "items": items, "total": total}


class Item(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="items")
    dish = models.TextField()
    quantity = models.IntegerField()
    price = models.IntegerField()  # of the day on which it was ordered, in cents

    class Meta:
        db_table = "items"
        ordering = ("pk",)  # the sequence in which they were saved

    def __str__(self):
        return f"{self.quantity} {self.dish}"


def save(customer, items):
    """Save an order with all its items, each at today's price: all of it, or nothing."""
    with transaction.atomic():
        order = Order.objects.create(customer=customer)
        Item.objects.bulk_create(
            Item(order=order, dish=item["dish"], quantity=item["quantity"], price=MENU[item["dish"]]) for item in items
        )
    return order


# --- The views ---


@require_GET
def menu(request):
    return JsonResponse([{"dish": dish, "price": price} for dish, price in MENU.items()], safe=False)


class Orders(View):
    def get(self, request):
        # The items of 500 orders in one query: without prefetch_related it would be one query for each order.
        every = Order.objects.order_by("pk").prefetch_related("items").iterator(chunk_size=500)
        return JsonResponse([order.shown() for order in every], safe=False)

    def post(self, request):
        sent = sent_object(request)  # received
        errors = [{"field": place, "code": code} for place, code in object_mistakes(sent, ORDER)]  # validated
        if errors:
            return problem(422, "The order is not valid", errors=errors)
        order = save(sent["customer"], sent["items"])  # saved
        order.refresh_from_db()
        return JsonResponse(order.shown(), status=201)  # confirmed: with what was saved


@require_GET
def one_order(request, order_id):
    return JsonResponse(get_object_or_404(Order, pk=order_id).shown())


urlpatterns = [path("menu", menu), path("orders", Orders.as_view()), path("orders/<int:order_id>", one_order)]


def handler400(request, exception):
    """Answer BadRequest, which any view may raise, as a problem. Django finds these two functions by their names."""
    return problem(400, str(exception))


def handler404(request, exception):
    return problem(404, "There is nothing at this path.")


def problem(status, title, **more):
    content = {"title": title, "status": status, **more}
    return JsonResponse(content, status=status, content_type="application/problem+json")


def sent_object(request):
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):  # broken; nested too deep
        raise BadRequest("This is not JSON that can be read.") from None
    if not isinstance(sent, dict):
        raise BadRequest("An order is a JSON object.")
    return sent


# --- What an order may be. Django's validators do the comparing; the codes are those of our contract. ---


class NotEmpty(MinLengthValidator):
    code = "empty"


class NotTooLong(MaxLengthValidator):
    code = "too_long"


class NotTooSmall(MinValueValidator):
    code = "range"


class NotTooLarge(MaxValueValidator):
    code = "range"


def can_be_saved(text):
    """Refuse half an emoji: JSON can spell it, UTF-8 and so the database cannot hold it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValidationError("this is no text", code="type") from None


def is_on_menu(dish):
    if dish not in MENU:
        raise ValidationError("this is no dish of ours", code="not_on_menu")


class Field(NamedTuple):
    kind: type
    validators: list
    fields: dict | None = None  # of each object in a list


ITEM = {
    "dish": Field(str, [is_on_menu]),
    "quantity": Field(int, [NotTooSmall(1), NotTooLarge(99)]),
}
ORDER = {
    "customer": Field(str, [NotEmpty(1), NotTooLong(100), can_be_saved]),
    "items": Field(list, [NotEmpty(1)], fields=ITEM),
}

# Both functions yield (field, code) pairs, so that one mistake never hides another.


def object_mistakes(value, fields, prefix=""):
    for name, field in fields.items():
        if name in value:
            yield from value_mistakes(prefix + name, value[name], field)
        else:
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
            return  # each place is named once
    if field.fields:
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield from object_mistakes(item, field.fields, f"{place}[{index}].")
            else:
                yield f"{place}[{index}]", "type"


def make_tables(*models_of_ours):
    """Make the tables that are not there yet: all of them, or none if we are killed in the middle."""
    there = connection.introspection.installed_models(connection.introspection.table_names())
    with connection.schema_editor() as editor:
        for model in models_of_ours:
            if model not in there:
                editor.create_model(model)


class Server(ThreadedWSGIServer):
    """One thread answers one request."""

    request_queue_size = 128


if __name__ == "__main__":
    make_tables(Order, Item)
    server = Server(("127.0.0.1", int(os.environ["PORT"])), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    server.serve_forever()
