"""What needs an id that is of the right kind and belongs to nothing."""

from __future__ import annotations

from typing import Any

NO_SUCH = [400, 404, 422]  # no such id, or none at all: a program may look at its form first


def test_unknown_events_are_not_found(client: Any, fake: Any, expect: Any) -> None:
    event = client.post("/events", json={"name": fake.word(), "seats": 10})
    expect(event, status=201)
    known = event.json()["id"]
    unknown = like(known)

    for strange in (unknown, beyond(known)):
        expect(client.get(f"/events/{strange}"), status=404)
    for ids in ([unknown], [known, unknown], [unknown, known]):
        items = [{"event": each, "quantity": 2} for each in ids]
        expect(client.post("/bookings", json={"items": items}), status=404)
    for strange in (f"{known}x", f"{known}.5", "-1"):
        expect(client.get(f"/events/{strange}"), status=NO_SUCH)
    for no_id in (beyond(known), f"{known}x", True, None, [known], {"id": known}, *([known + 0.5] if isinstance(known, int) else [])):
        items = [{"event": known, "quantity": 2}, {"event": no_id, "quantity": 2}]
        expect(client.post("/bookings", json={"items": items}), status=NO_SUCH)
    expect(client.get(f"/events/{known}"), status=200, json={"free": 10})

    booking = client.post("/bookings", json={"items": [{"event": known, "quantity": 1}]})
    expect(booking, status=201)
    mine = booking.json()["id"]
    for strange in (like(mine), beyond(mine)):
        expect(client.get(f"/bookings/{strange}"), status=404)
        # Nothing is held under this id: said as of an unknown booking, or as of one that can no longer be confirmed.
        expect(client.post(f"/bookings/{strange}/confirm"), status=[404, 409, 410])
        expect(client.delete(f"/bookings/{strange}"), status=404)
    for strange in (f"{mine}x", f"{mine}.5", "-1"):
        expect(client.get(f"/bookings/{strange}"), status=NO_SUCH)
        expect(client.post(f"/bookings/{strange}/confirm"), status=[*NO_SUCH, 409, 410])
        expect(client.delete(f"/bookings/{strange}"), status=NO_SUCH)
    expect(client.get(f"/bookings/{mine}"), status=200, json={"id": mine, "status": "held"})
    expect(client.get(f"/events/{known}"), status=200, json={"free": 9})


def like(known: Any) -> Any:
    """Return an id of the same kind that nothing has."""
    if isinstance(known, int):
        return known + 1_000_000
    return str(int(known) + 1_000_000) if known.isdigit() else known[:-6] + ("000000" if known[-6:] != "000000" else "111111")


def beyond(known: Any) -> Any:
    """Return an id of the same kind that is larger than any number of a database."""
    return 10**30 if isinstance(known, int) else known + "0" * 30
