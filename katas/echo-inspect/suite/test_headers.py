"""Headers of a request, under random names, in whatever case the mirror shows them."""


def test_headers_are_shown(client, fake, expect):
    name, value = f"X-Kata-{fake.word().title()}", f"{fake.sentence()}: {fake.word()}=1; q=0.5"
    agent = f"{fake.word()}/1.0 (kata)"
    own = {name: value, f"{name}-{fake.int()}": "", "User-Agent": agent}
    body = fake.sentence()
    # The headers of a body are headers like all others; some interfaces of servers keep them in another place.
    with_body = {**own, "Content-Type": "text/plain", "Content-Length": str(len(body))}
    for method, target, sent, content in (
        ("GET", "/headers", own, None),
        ("GET", "/anything", own, None),
        ("POST", "/anything", with_body, body),
    ):
        answer = client.request(method, target, headers=sent, content=content)
        expect(answer, status=200, media_type="application/json", json={"headers": {"type": "object"}})
        shown = by_small_name(answer)
        for header, wanted in sent.items():
            assert header.lower() in shown, f"{target} shows the header {header}, which was sent"
            there = shown[header.lower()]
            assert there in (wanted, [wanted]), f"{target} shows {header} as it was sent ({wanted!r}), not {there!r}"


def test_repeated_headers_are_kept(client, fake, expect):
    name, values = f"X-Kata-{fake.word()}", [fake.word() for _ in range(3)]
    for target in ("/headers", "/anything"):
        answer = client.get(target, headers=[(name, value) for value in values])
        expect(answer, status=200, json={"headers": {"type": "object"}})
        shown = by_small_name(answer).get(name.lower(), "")
        parts = shown if isinstance(shown, list) else [part.strip() for part in str(shown).split(",")]
        assert parts == values, f"{target} shows all values of {name} ({', '.join(values)}), not {shown!r}"


def by_small_name(answer):
    """Return the headers that an answer shows, by their names in small letters."""
    return {name.lower(): value for name, value in answer.json()["headers"].items()}
