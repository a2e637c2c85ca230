"""Set-Cookie headers and jars."""

from __future__ import annotations

import pytest

from runner.evidence import Response
from runner.exchanges.cookies import Jar, cookies_of
from runner.exchanges.json_text import ABSENT


def setting(*cookies: str) -> Response:
    return Response(200, "OK", tuple(("Set-Cookie", cookie) for cookie in cookies))


def test_a_cookie_is_taken_apart() -> None:
    (cookie,) = cookies_of(setting('sid="a=b"; Path=/api; HttpOnly; Max-Age=60; SameSite=Lax'))
    assert (cookie.name, cookie.value, cookie.path) == ("sid", "a=b", "/api")
    assert cookie.attribute("httponly") == ""
    assert cookie.attribute("max-age") == "60"
    assert cookie.attribute("secure") is ABSENT


def test_a_jar_sends_back_what_was_set_last() -> None:
    jar = Jar()
    jar.keep(setting("sid=1", "lang=en"))
    jar.keep(setting("sid=2"))
    assert jar.sent_to("/x?y=1") == {"sid": "2", "lang": "en"}


@pytest.mark.parametrize(
    "gone", ["sid=; Max-Age=0", "sid=; Max-Age=-1", "sid=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT"]
)
def test_a_deleted_cookie_is_not_sent(gone: str) -> None:
    jar = Jar()
    jar.keep(setting("sid=1"))
    jar.keep(setting(gone))
    assert jar.sent_to("/") == {}


@pytest.mark.parametrize(("target", "sent"), [("/api", True), ("/api/x", True), ("/apix", False), ("/", False)])
def test_a_cookie_goes_to_its_path_alone(target: str, *, sent: bool) -> None:
    jar = Jar()
    jar.keep(setting("sid=1; Path=/api"))
    assert bool(jar.sent_to(target)) is sent


@pytest.mark.parametrize("odd", ["", ";;;", "novalue", "a=b; Expires=never", "a=b; Max-Age=soon", "=x"])
def test_odd_cookies_are_no_trouble(odd: str) -> None:
    Jar().keep(setting(odd))
    assert len(cookies_of(setting(odd))) == 1
