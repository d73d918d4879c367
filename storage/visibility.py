"""Who may see a feed: all, or only the chat that it belongs to.

Every function that a person's words reach takes `visible_to` and answers as if other chats' private feeds
were not there.
"""

import json
from typing import TypeAlias

from storage.database import Database

Viewer: TypeAlias = int | frozenset[int]
"""The chat that asks; or several, whose private feeds are seen; an empty set sees what is public alone."""

VISIBLE = (
    "(feeds.owner_chat_id IS NULL"
    " OR feeds.owner_chat_id IN (SELECT value FROM json_each(:visible_to)))"
)
"""A condition on the table `feeds`; `visible_to` is bound to what `chats_of` returns."""


def chats_of(viewer: Viewer) -> str:
    """Return the chats of a viewer as `VISIBLE` takes them."""
    return json.dumps(sorted(viewer) if isinstance(viewer, frozenset) else [viewer])


async def private_chats(db: Database) -> frozenset[int]:
    """Return the groups and channels that feeds belong to; removed feeds count, for their articles stay."""
    question = """
        SELECT DISTINCT owner_chat_id FROM feeds JOIN chats ON chats.id = owner_chat_id
        WHERE owner_chat_id IS NOT NULL AND chats.kind <> 'private'
    """
    return await db.read(lambda raw: frozenset(number for (number,) in raw.execute(question)))
