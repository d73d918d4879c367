"""What a restart must not forget: a pacer that knows of the last process's last minute."""

from bot.clock import Clock
from bot.outgoing.chat_budget import GROUP_MINUTE
from bot.outgoing.pace import Pacer
from storage import EVERYONE, Database, kept_halts, sent_lately


async def begin_pace(db: Database, clock: Clock, messages_per_second: int) -> Pacer:
    """Return the pacer with which a process begins, before it sends anything. Raises StorageError."""
    now, moment = clock.now(), clock.monotonic()
    sent = await sent_lately(db, now, round(GROUP_MINUTE * 1000))
    halts = {chat: length / 1000 for chat, length in (await kept_halts(db, now)).items()}
    pacer = Pacer(messages_per_second)
    pacer.begin(
        moment,
        [(chat, moment - (now - at) / 1000) for chat, at in sent],
        everyone_halted_for=halts.pop(EVERYONE, 0.0),
        halts=halts,
    )
    return pacer
