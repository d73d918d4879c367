"""What an inline query offers, in the terminal: results, more of them, and the way to the private chat."""

from dataclasses import dataclass

from bot.local.botapi import InlineAnswer, InlineQuery
from bot.local.console import results_block


@dataclass(frozen=True, slots=True)
class SendResult:
    """Send the result at this place, from 0."""

    place: int


@dataclass(frozen=True, slots=True)
class AskMore:
    """Ask for the results that follow."""

    offset: str


@dataclass(frozen=True, slots=True)
class OpenChat:
    """Go to the private chat with this start parameter."""

    payload: str


Choice = SendResult | AskMore | OpenChat


class Offers:
    """The last answer to an inline query, each part of it with the number that chooses it."""

    def __init__(self, query: InlineQuery, answer: InlineAnswer) -> None:
        self.query = query
        self._answer = answer

    @property
    def block(self) -> str:
        """All of it as it is printed."""
        cards = [
            [str(one.get("title")), *str(one.get("description") or "").split("\n")]
            for one in self._answer.results
        ]
        return results_block(cards, [label for label, _ in self._others])

    def chosen(self, number: int) -> Choice | None:
        """Return what a number chooses, from 1; None where there is no such number."""
        results = len(self._answer.results)
        if 1 <= number <= results:
            return SendResult(number - 1)
        others = self._others
        place = number - results - 1
        return others[place][1] if 0 <= place < len(others) else None

    @property
    def _others(self) -> list[tuple[str, Choice]]:
        found: list[tuple[str, Choice]] = []
        if self._answer.next_offset:
            found.append(("(more)", AskMore(self._answer.next_offset)))
        if button := self._answer.button:
            found.append((str(button.get("text")), OpenChat(str(button.get("start_parameter")))))
        return found
