"""A delivery as its row has it."""

import sqlite3

from newsroom import Delivery, DeliveryKind, DeliveryState, Hold, Place
from storage.notices import news_of
from storage.shut_outs import shut_out_of

COLUMNS = """
    id, chat_id, thread_id, kind, state, due_at, article_id,
    coalesce(body, (SELECT html FROM broadcasts WHERE broadcasts.id = broadcast_id)) AS body,
    (SELECT preview_url FROM broadcasts WHERE broadcasts.id = broadcast_id) AS preview_url,
    attempts, maybe_twice, plain, message_id, reason, news, shut_out, hold, bare, captioned,
    single, messages
"""


def get_delivery(raw: sqlite3.Connection, delivery_id: int) -> Delivery:
    """Return a delivery that there is."""
    where = f"SELECT {COLUMNS} FROM deliveries WHERE id = ?"
    return delivery_of(raw.execute(where, (delivery_id,)).fetchone())


def delivery_of(row: sqlite3.Row) -> Delivery:
    """Return the delivery of a row that has all COLUMNS."""
    return Delivery(
        id=row["id"],
        place=Place(row["chat_id"], row["thread_id"]),
        kind=DeliveryKind(row["kind"]),
        due_at=row["due_at"],
        state=DeliveryState(row["state"]),
        article_id=row["article_id"],
        body=row["body"],
        attempts=row["attempts"],
        maybe_twice=bool(row["maybe_twice"]),
        plain=bool(row["plain"]),
        message_id=row["message_id"],
        reason=row["reason"],
        news=news_of(row["news"]),
        shut_out=shut_out_of(row["shut_out"]),
        hold=None if row["hold"] is None else Hold(row["hold"]),
        bare=bool(row["bare"]),
        captioned=bool(row["captioned"]),
        single=bool(row["single"]),
        messages=row["messages"],
        preview_url=row["preview_url"],
    )
