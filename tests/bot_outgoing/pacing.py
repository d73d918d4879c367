"""Messages that are over at once, for the tests of the pacer."""

from bot.outgoing.chat_budget import ChatKey
from bot.outgoing.pace import Pacer
from bot.outgoing.permits import Permit

GROUP = -100
PERSON = 1


def alert(pacer: Pacer, chat: ChatKey, now: float, weight: int = 1) -> bool:
    """Send an alert that lands at once, if it is permitted."""
    answer = pacer.try_alert(chat, weight, now)
    if isinstance(answer, Permit):
        answer.land(now)
    return isinstance(answer, Permit)


def reply(pacer: Pacer, chat: ChatKey, now: float, weight: int = 1) -> bool:
    """Send a reply that lands at once, if it is permitted; else it does not stay in line."""
    ticket = pacer.line_up(chat, weight)
    pacer.serve(now)
    if ticket.permit is None:
        pacer.leave(ticket)
        return False
    ticket.permit.land(now)
    return True
