"""How entities may lie over and within each other: the order that Telegram brings them into.

After `fix_entities` in tdlib's MessageEntity.cpp. Bold, italic and the like are cut where others begin
or end and joined where they touch; inside `pre` and `code` they vanish. Links, code and mentions never
overlap: the first one stays. Quotes don't nest, and what crosses the edge of a quote is dropped.
"""

from collections.abc import Iterable
from itertools import pairwise

from bot.local.botapi.entities import PRE, QUOTES, SPLITTABLE, Entity


def nested(given: Iterable[Entity], detected: Iterable[Entity] = ()) -> list[Entity]:
    """Return entities that lie rightly; `detected` ones give way to the `given`."""
    entities = sorted(given, key=Entity.order)
    splittable = [entity for entity in entities if entity.type in SPLITTABLE]
    quotes = _first_of_overlapping(e for e in entities if e.type in QUOTES)
    whole = _first_of_overlapping(
        e for e in entities if e.type not in SPLITTABLE and e.type not in QUOTES
    )
    whole += [entity for entity in detected if not any(_overlap(entity, e) for e in whole)]
    others = quotes + [entity for entity in whole if not any(_cross(entity, q) for q in quotes)]
    others.sort(key=Entity.order)
    return sorted(others + _split(splittable, others), key=Entity.order)


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end


def _cross(entity: Entity, quote: Entity) -> bool:
    """Return whether the entity lies partly in the quote and partly outside of it."""
    is_within = quote.offset <= entity.offset and entity.end <= quote.end
    return _overlap(entity, quote) and not is_within


def _first_of_overlapping(entities: Iterable[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _split(splittable: list[Entity], others: list[Entity]) -> list[Entity]:
    joined = _joined(splittable)
    cuts = {entity.offset for entity in joined}
    cuts.update(offset for entity in others for offset in (entity.offset, entity.end))
    opaque = [entity for entity in others if entity.type in PRE]
    pieces = [piece for entity in joined for piece in _cut(entity, cuts)]
    return [piece for piece in pieces if not any(_overlap(piece, e) for e in opaque)]


def _joined(entities: list[Entity]) -> list[Entity]:
    """Join entities of one kind that overlap or touch."""
    last: dict[str, Entity] = {}
    done: list[Entity] = []
    for entity in entities:
        before = last.get(entity.type)
        if before is None or entity.offset > before.end:
            done.extend([before] if before else [])
            last[entity.type] = entity
        elif entity.end > before.end:
            last[entity.type] = before.over(before.offset, entity.end)
    return [*done, *last.values()]


def _cut(entity: Entity, cuts: set[int]) -> list[Entity]:
    inner = sorted(offset for offset in cuts if entity.offset < offset < entity.end)
    edges = [entity.offset, *inner, entity.end]
    return [entity.over(begin, end) for begin, end in pairwise(edges)]
