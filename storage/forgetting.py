"""Forgetting a person, and his private chat with all that it has, save numbers that others need."""

import sqlite3

from newsroom import Role
from storage import audit
from storage.belongings import erase_belongings
from storage.database import Database
from storage.users import find_user

_PERSON = (
    # What he chose for groups and channels goes on there, by nobody.
    "UPDATE subscriptions SET created_by = 0 WHERE created_by = :id",
    "UPDATE chats SET added_by = NULL WHERE added_by = :id",
    "UPDATE broadcasts SET by = 0 WHERE by = :id",
    "UPDATE watches SET created_by = 0 WHERE created_by = :id",
    "UPDATE tag_subscriptions SET created_by = 0 WHERE created_by = :id",
    # What he forwarded stands where it is, or arrives still; that it was he is forgotten, and his note.
    "UPDATE deliveries SET body = NULL WHERE sent_by = :id AND kind = 'forward'",
    "UPDATE deliveries SET sent_by = NULL WHERE sent_by = :id",
    "DELETE FROM changes WHERE by = :id",
    "DELETE FROM requests WHERE user_id = :id",
    "DELETE FROM imports WHERE user_id = :id",
    "DELETE FROM join_requests WHERE user_id = :id AND state <> 'declined'",
)


async def erase_person(db: Database, user_id: int, now: int) -> Role | None:
    """Erase what is stored about a person and his private chat; return the role that is kept, None = none.

    An owner or an admin stays one, and who is banned stays banned, as a number without a name; so does a
    request that was declined. The audit keeps numbers.
    """

    def intent(raw: sqlite3.Connection) -> Role | None:
        person = find_user(raw, user_id)
        for statement in _PERSON:
            raw.execute(statement, {"id": user_id})
        erase_belongings(raw, user_id)
        raw.execute("DELETE FROM chats WHERE id = ?", (user_id,))
        kept = None
        if person is not None and person.role in (Role.OWNER, Role.ADMIN, Role.BANNED):
            kept = person.role
            raw.execute(
                "UPDATE users SET name = '', username = NULL, language = NULL WHERE id = ?",
                (user_id,),
            )
        else:
            raw.execute("DELETE FROM users WHERE id = ?", (user_id,))
        audit.note(raw, at=now, by=user_id, action="erase", subject=f"user:{user_id}")
        return kept

    return await db.write(intent)
