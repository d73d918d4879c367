"""What a handler is given: the desk it works at, and the request before it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError

from handlers.audience import Audience
from handlers.callbacks import pack
from handlers.lately import Lately
from handlers.markup import Html, clip, plain
from handlers.newest_only import NewestOnly
from handlers.operator_names import OperatorNames
from handlers.rights import Right
from handlers.services import AccessRules, Services
from handlers.texts import Library, Texts
from handlers.wire import changes_nothing, is_out_of_reach
from handlers.writings import Writings
from newsroom import Chat, ChatKind, Operators, Place, Role, Signature, User
from storage import Database, SearchIndex

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

TOAST_LIMIT = 200
"""Characters (Bot API, answerCallbackQuery)."""

TYPING_EVERY = 4.0
"""Seconds: Telegram shows it for five (Bot API, sendChatAction)."""

NUMBER_LIMIT = 2**63
"""SQLite's integers are smaller than this."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What all requests share."""

    bot: Bot
    db: Database
    services: Services
    rules: AccessRules
    library: Library
    index: SearchIndex
    summary_words: int
    """How long a summary is, about."""
    now: Callable[[], int]
    """The time, in UTC milliseconds."""
    writings: Writings = field(default_factory=Writings)
    """What a language model is writing beside the requests."""
    operator_names: OperatorNames = field(default_factory=OperatorNames.load)
    audience: Audience = field(default_factory=Audience)
    """Who may see which private feeds."""
    typing: NewestOnly = field(default_factory=NewestOnly)
    """What people are typing after the bot's name."""
    stories: Lately[Sequence[str]] = field(default_factory=Lately)
    """Articles without the page around them, by paragraphs."""
    signatures: Lately[Signature] = field(default_factory=Lately)
    """What articles are compared by."""


class BadArguments(ValueError):
    """A button carries what we never put there."""


@dataclass(slots=True)
class Press:
    """A press of a button, which is answered once."""

    query: CallbackQuery
    answered: bool = False

    async def answer(self, note: Html | None = None, *, url: str | None = None) -> None:
        """Stop the button's turning; show `note` over the chat, or open a link of ours, if given."""
        if self.answered:
            return
        self.answered = True
        try:
            await self.query.answer(
                None if note is None else clip(plain(note), TOAST_LIMIT), url=url
            )
        except BadRequest as error:
            # Telegram waits 15 s or so; the work is done, only the note comes too late.
            if "query is too old" not in error.message.lower():
                raise


@dataclass(frozen=True, slots=True)
class Request:
    """One command or one press of a button, by somebody who may do that."""

    desk: Desk
    update_id: int
    user: User
    """Who asks. An anonymous admin of a group has the role of a stranger."""
    asker: int | None
    """For whom the buttons of the answer are; None = for all who may, where the asker is anonymous."""
    chat: Chat
    visible_to: frozenset[int]
    """Whose private feeds may be shown: this chat's, and in private those of chats the asker administers."""
    place: Place
    texts: Texts
    args: str
    """What follows the command; empty for a press."""
    message: Message
    """The command, or the message whose button was pressed."""
    arguments: tuple[str, ...] = ()
    """What the pressed button carried."""
    press: Press | None = None
    """None = a command."""
    now: int = field(kw_only=True)
    commands: Mapping[str, Right] = field(kw_only=True)
    """All commands of the bot, with the right that each needs. The gate gives it along with
    `show_menu`, because the table that both come from imports the commands."""
    show_menu: Callable[[int, Role, Texts], Awaitable[None]] = field(kw_only=True)
    """Show a person's menu for this role in his private chat, where he has one with the bot."""

    @property
    def db(self) -> Database:
        """The memory."""
        return self.desk.db

    @property
    def bot(self) -> Bot:
        """Telegram."""
        return self.desk.bot

    @property
    def language(self) -> str | None:
        """The tag of the language that the chat or else the asker has; None = it is not known."""
        return self.chat.language or self.user.language

    @property
    def operators(self) -> Operators:
        """What the operators of a search are called in that language; see `parse_query`."""
        return self.desk.operator_names.of(self.language)

    @property
    def in_private(self) -> bool:
        """Whether nobody else reads this chat."""
        return self.chat.kind is ChatKind.PRIVATE

    @property
    def is_shut_out(self) -> bool:
        """Whether the bot is for approved people only, and the one who asks is none of them."""
        return self.desk.rules.approved_only and self.user.role is Role.STRANGER

    def number(self, position: int) -> int:
        """Return an argument of the button that is a number. Raises BadArguments for forged data."""
        try:
            number = int(self.arguments[position])
        except (IndexError, ValueError):
            raise BadArguments from None
        if abs(number) >= NUMBER_LIMIT:
            raise BadArguments
        return number

    def word(self, position: int) -> str:
        """Return an argument of the button. Raises BadArguments for forged data."""
        try:
            return self.arguments[position]
        except IndexError:
            raise BadArguments from None

    def button_data(self, verb: str, *arguments: int | str) -> str:
        """Return the data of a button that is for this asker."""
        return pack(verb, *arguments, asker=self.asker)

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        """Show that an answer is on its way, as long as the block runs; a pressed button stops turning."""
        if self.press is not None:
            await self.press.answer()
        await self._show_typing()
        going_on = asyncio.create_task(self._go_on_typing(), name="typing")
        try:
            yield
        finally:
            going_on.cancel()
            await asyncio.wait({going_on})

    async def _go_on_typing(self) -> None:
        while True:
            await asyncio.sleep(TYPING_EVERY)
            await self._show_typing()

    async def _show_typing(self) -> None:
        with suppress(TelegramError):  # a sign of life is not worth failing for
            await self.bot.send_chat_action(
                self.place.chat_id,
                ChatAction.TYPING,
                message_thread_id=self.place.thread_id or None,
            )

    async def reply(
        self, text: Html, keyboard: InlineKeyboardMarkup | ReplyKeyboardMarkup | None = None
    ) -> Message:
        """Send a message: in a group as a reply to the command, so that it is seen to belong there.

        The keyboard that something was picked with has done its work: the answer takes it away.
        """
        picked = self.message.chat_shared or self.message.users_shared
        done = ReplyKeyboardRemove() if picked and not self.press else None
        answered = None
        if not self.in_private and self.press is None:
            answered = ReplyParameters(self.message.message_id, allow_sending_without_reply=True)
        return await self.bot.send_message(
            self.place.chat_id,
            text,
            parse_mode=ParseMode.HTML,
            message_thread_id=self.place.thread_id or None,
            reply_markup=keyboard or done,
            reply_parameters=answered,
            link_preview_options=NO_PREVIEW,
        )

    async def show(
        self,
        text: Html,
        keyboard: InlineKeyboardMarkup | None = None,
        preview: LinkPreviewOptions = NO_PREVIEW,
    ) -> Message:
        """Answer in place: a press changes the message it was on, a command gets a new one.

        So does a press on a message that has been deleted meanwhile. `preview`: what a changed message
        shows of a link. Returns the message that shows it.
        """
        if self.press is None:
            return await self.reply(text, keyboard)
        self.desk.writings.release(self.message.chat.id, self.message.message_id)
        try:
            await change_message(
                self.bot,
                self.message.chat.id,
                self.message.message_id,
                text,
                keyboard,
                preview if self.message.effective_attachment is None else None,
            )
        except BadRequest as error:
            if is_out_of_reach(error):
                return await self.reply(text, keyboard)
            if not changes_nothing(error):
                raise
        return self.message

    async def toast(self, note: Html) -> None:
        """Show a short note over the chat to the one who pressed; a message where nobody pressed."""
        if self.press is None:
            await self.reply(note)
        else:
            await self.press.answer(note)


async def change_message(
    bot: Bot,
    chat_id: int,
    message_id: int,
    text: Html,
    keyboard: InlineKeyboardMarkup | None,
    preview: LinkPreviewOptions | None,
) -> None:
    """Give a message of ours another text. `preview` None = it stands under a picture or the like."""
    if preview is None:
        await bot.edit_message_caption(
            chat_id,
            message_id,
            caption=text,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
        )
        return
    await bot.edit_message_text(
        text,
        parse_mode=ParseMode.HTML,
        chat_id=chat_id,
        message_id=message_id,
        reply_markup=keyboard,
        link_preview_options=preview,
    )
