"""Which exchanges of a check were made at the same time (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from runner.evidence import Exchange, ExchangeKind


def groups_of(exchanges: Sequence[Exchange]) -> tuple[tuple[int, ...], ...]:
    """Return the indices of the exchanges in order, those together that ran at the same time."""
    groups: list[list[int]] = []
    end = -1.0
    for index, exchange in enumerate(exchanges):
        if (
            groups
            and exchange.kind is ExchangeKind.HTTP
            and (exchange.started_ms < end or _is_one_more(exchange, [exchanges[each] for each in groups[-1]]))
        ):
            groups[-1].append(index)
        else:
            groups.append([index])
        end = max(end, exchange.ended_ms)
    return tuple(map(tuple, groups))


def _is_one_more(exchange: Exchange, group: Sequence[Exchange]) -> bool:
    """Tell whether an exchange is that of one more client of many, which came after the others had their answers."""
    return group[-1].client > 0 and exchange.client not in {each.client for each in group}
