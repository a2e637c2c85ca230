"""What is told of a check that is sent again."""

TEXTS = {
    "replays.no-such-value": (
        "{method} {target}: {value!r} came from {place} of request {number}, which has no such value now: "
        "sent as recorded"
    ),
    "replays.the-cookie": "the cookie {name}",
    "replays.the-header": "the header {name}",
    "replays.filled-up": (
        "{method} {target}: {kept:,} of {size:,} bytes of the body were kept; the rest is filled up with them"
    ),
    "replays.missing": "missing",
    "replays.no-answer": "no answer",
    "replays.bytes": "{count:,} bytes",
    "replays.no-such-header": "no such header",
    "replays.no-json": "no JSON",
    "replays.only-first": "{name}: only the first {count:,} bytes were kept and are sent",
    "replays.in-data": (
        "not repeated here: the check itself put files into KATA_DATA, or read those that are there "
        "(kata test --keep keeps them for you to look into)"
    ),
    "replays.not-repeated": "not repeated here: {label}",
    "replays.sent-as-recorded": "{method} {target}: its {name} is sent as recorded, since no earlier answer holds it",
}
