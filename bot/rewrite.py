"""The optional language model: an assignment in, its answer out, as it is written and judged at the end."""

import logging
import math
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.config import Llm
from bot.http import ChatModel, Chunk, ModelError
from handlers import Rewrite
from newsroom import (
    Assignment,
    NotRewritten,
    Rewritten,
    Trouble,
    count_words,
    cut_to_sentences,
    find_doubtful,
    instruct,
    is_in,
    is_refusal,
    read_answer,
)

log = logging.getLogger(__name__)

_LONGEST = 2.0
"""How many times the wanted length an answer may have."""

_NEARLY = 0.9
"""Of that length: then hardly a sentence more has room."""

_STEP, _GROWTH = 20, 1.02
"""Characters, and by which factor, an answer grows until it is read again: reading takes as long as it is."""


@asynccontextmanager
async def language_model(llm: Llm) -> AsyncIterator[Rewrite | None]:
    """Open the way to the configured language model; None where there is none."""
    if not llm.url:
        yield None
        return
    async with ChatModel(llm.url, llm.model, llm.key) as model:
        writer = Rewriter(model, llm.prompt)
        yield Rewrite(llm.model, writer.write, llm.prompt, llm.daily_limit)


class Rewriter:
    """Writes by way of a model; what is asked and how is `newsroom`'s, the way there `bot.http`'s."""

    def __init__(self, model: ChatModel, instruction: str = "") -> None:
        """`instruction`: what replaces our own; empty = ours."""
        self._model = model
        self._instruction = instruction

    async def write(
        self, assignment: Assignment, tell: Callable[[str], None]
    ) -> Rewritten | NotRewritten:
        """Return the outcome; tell what is written so far whenever there is more. Raises nothing."""
        fence = f"=====ARTICLE-{secrets.token_hex(8)}====="
        sources = "\n".join(f"{source.title}\n{source.text}" for source in assignment.sources)
        prompt = instruct(assignment, fence=fence, instruction=self._instruction)
        answer = _Answer(assignment, fence, sources, tell)
        try:
            await self._model.ask(prompt.system, prompt.user, answer.hear)
        except ModelError as error:
            return _nothing(error.trouble, str(error))
        return answer.judged()


class _Answer:
    """An answer as it comes in."""

    def __init__(
        self, assignment: Assignment, fence: str, sources: str, tell: Callable[[str], None]
    ) -> None:
        self._assignment = assignment
        self._fence = fence
        self._sources = sources
        self._tell = tell
        self._raw = ""
        self._next = 1.0
        self._cut = False
        self._refused = False

    def hear(self, chunk: Chunk) -> None:
        self._refused |= chunk.refused
        self._cut |= chunk.cut
        self._raw += chunk.text
        if len(self._raw) >= self._next and not self._refused:
            self._next = round(len(self._raw) * _GROWTH) + _STEP
            text = self._text()
            if count_words(text) > _LONGEST * self._assignment.words * _NEARLY:
                self._next = math.inf  # what still comes is not shown
            if text and not is_refusal(text):  # it may yet be one
                self._tell(text)

    def judged(self) -> Rewritten | NotRewritten:
        text = self._text(broken_off=self._cut)
        if self._refused or is_refusal(text):
            return _nothing(Trouble.UNUSABLE, "a refusal")
        if not text:
            return _nothing(Trouble.UNUSABLE, "an empty answer")
        if not is_in(text, self._assignment.language):
            return _nothing(Trouble.UNUSABLE, "another language than asked for")
        return Rewritten(text, find_doubtful(text, self._sources))

    def _text(self, *, broken_off: bool = False) -> str:
        wanted = self._assignment
        text = read_answer(self._raw, fence=self._fence, sources=self._sources)
        return cut_to_sentences(
            text, _LONGEST * wanted.words, wanted.language, broken_off=broken_off
        )


def _nothing(trouble: Trouble, detail: str) -> NotRewritten:
    log.warning("the language model gave nothing to show: %s", detail)
    return NotRewritten(trouble)
