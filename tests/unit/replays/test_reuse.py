"""Which values of a request came from an earlier answer."""

import json
from dataclasses import replace

import pytest

from runner.evidence import Exchange, ExchangeKind, Request, Response
from runner.replays.reuse import refilled, reuses_of, unexplained

TOKEN = "82ce6185ec63eaf171ae6f1b"


def exchange(request, came=None, headers=()):
    body = json.dumps(came).encode() if came is not None else b""
    return Exchange(ExchangeKind.HTTP, "", request=request, response=Response(200, "OK", headers, body, len(body)))


def get(target="/", headers=()):
    return Request("GET", target, headers)


def post(sent, target="/"):
    body = json.dumps(sent).encode()
    return Request("POST", target, (("Content-Length", str(len(body))),), body, len(body))


def sent_again(first, then, now):
    """Return the second request as it is sent when the first is answered by `now`."""
    reuses = reuses_of([first, exchange(then)])
    request, remarks = refilled(then, reuses, {0: now.response})
    return request, remarks


@pytest.mark.parametrize(
    ("then", "wanted"),
    [
        ("/notes/7", "/notes/1"),
        ("/notes/7/items?page=7", "/notes/1/items?page=7"),
        ("/notes?note_id=7", "/notes?note_id=1"),
        ("/notes/77", "/notes/77"),
    ],
)
def test_an_id_in_the_path_is_that_of_the_new_answer(then, wanted):
    request, remarks = sent_again(exchange(post({}), {"id": 7}), get(then), exchange(post({}), {"id": 1}))

    assert (request.target, remarks) == (wanted, [])


def test_a_token_in_a_header_is_the_new_one():
    bearer = (("Authorization", f"Bearer {TOKEN}"),)
    request, _ = sent_again(exchange(get(), {"token": TOKEN}), get(headers=bearer), exchange(get(), {"token": "new"}))

    assert request.headers == (("Authorization", "Bearer new"),)


def test_a_cookie_is_the_new_one():
    first, now = (exchange(get(), headers=(("Set-Cookie", f"sid={value}; HttpOnly"),)) for value in (TOKEN, "new"))

    request, _ = sent_again(first, get(headers=(("Cookie", f"a=1; sid={TOKEN}"),)), now)

    assert request.headers == (("Cookie", "a=1; sid=new"),)


def test_an_etag_stays_quoted():
    first, now = (exchange(get(), headers=(("ETag", value),)) for value in ('"aaaaaaaa"', '"bb"'))

    request, _ = sent_again(first, get(headers=(("If-Match", '"aaaaaaaa"'),)), now)

    assert request.headers == (("If-Match", '"bb"'),)


def test_where_location_leads_is_followed():
    first, now = (
        exchange(get(), headers=(("Location", value),)) for value in ("/notes/7", "http://127.0.0.1:1/notes/3")
    )

    assert sent_again(first, get("/notes/7"), now)[0].target == "/notes/3"


def test_an_id_in_json_keeps_its_kind_and_the_length_is_right():
    request, _ = sent_again(
        exchange(post({}), {"id": 7}), post({"note_id": 7, "count": 7}), exchange(post({}), {"id": 123})
    )

    assert json.loads(request.body) == {"note_id": 123, "count": 7}
    assert request.headers == (("Content-Length", str(len(request.body))),)


def made(target, number):
    return exchange(post({}, target), {"id": number})


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        ({"event": 12}, {"event": 1}),
        ({"events": [12, 13]}, {"events": [1, 13]}),
        ({"eventId": 12, "event_ids": [12]}, {"eventId": 1, "event_ids": [1]}),
        ({"items": [{"event": "12", "quantity": 12}]}, {"items": [{"event": 1, "quantity": 12}]}),
        ({"from": 12, "to": 13, "amount": 12}, {"from": 1, "to": 13, "amount": 12}),
        ({"price": 12, "count": 12, "": 12}, {"price": 12, "count": 12, "": 12}),
    ],
)
def test_an_id_under_the_name_of_its_collection_is_the_new_one_and_a_quantity_is_none(sent, wanted):
    request, _ = sent_again(made("/events", 12), post(sent, "/bookings"), made("/events", 1))

    assert json.loads(request.body) == wanted


def test_of_two_things_with_one_number_the_name_tells_which():
    then = [made("/events", 3), made("/bookings", 3), exchange(get("/bookings/3")), exchange(post({"event": 3}))]

    assert [reuse.sources[0].exchange for reuse in reuses_of(then)] == [1, 0]


def test_where_a_url_in_the_answer_leads_is_followed():
    first, now = (exchange(post({}), {"url": f"http://127.0.0.1:1/todos/{number}"}) for number in (77, 3))

    assert sent_again(first, get("/todos/77"), now)[0].target == "/todos/3"


def test_clients_at_once_do_not_know_one_anothers_answers():
    together = [replace(made("/seats", number), started_ms=0, ended_ms=9, client=number) for number in (0, 1)]
    together[1] = replace(together[1], request=post({"seat": 0}))

    assert reuses_of(together) == ()


def test_what_the_client_wrote_itself_is_not_taken_for_the_servers():
    word = "zifemudiro"

    reuses = reuses_of([exchange(post({"name": word}), {"name": word}), exchange(get(f"/search?q={word}"))])

    assert not reuses


def test_a_value_that_the_new_answer_lacks_is_sent_as_recorded_and_said():
    request, remarks = sent_again(exchange(post({}), {"id": 7}), get("/notes/7"), exchange(post({}), {"error": "full"}))

    assert request.target == "/notes/7"
    assert remarks == ["GET /notes/7: '7' came from $.id of request 1, which has no such value now: sent as recorded"]


def test_a_secret_of_unknown_origin_is_said():
    request = get("/me", (("Authorization", f"Bearer {TOKEN}"),))

    assert "Authorization is sent as recorded" in unexplained(request, ())[0]
    assert not unexplained(get("/me", (("Authorization", "Basic dXNlcjpwYXNzd29yZA=="),)), ())


@pytest.mark.parametrize("body", [b"[" * 100_000, b"\xff\xfe", b'{"a": ' * 3000, b"null"])
def test_odd_bodies_do_no_harm(body):
    odd = Exchange(
        ExchangeKind.HTTP, "", request=Request("GET", "/a//?=&x", (), body), response=Response(200, "", (), body)
    )

    assert reuses_of([odd, odd]) == ()
