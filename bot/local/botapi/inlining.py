"""What people do with the bot outside its chats: type after its name, and send what it offers."""

from bot.local.botapi.acting import Acting
from bot.local.botapi.chats import Chat
from bot.local.botapi.formatting import read_text
from bot.local.botapi.json_types import JsonObject, optional_object, optional_text
from bot.local.botapi.people import User
from bot.local.botapi.records import InlineQuery
from bot.local.botapi.wire import user_json

QUERY_LIMIT = 256


class Inlining(Acting):
    """Inline mode, which is on. Each act returns its update's id as in `Acting`."""

    def inline(
        self, user: User, query: str, *, offset: str = "", chat_type: str = "sender"
    ) -> int | None:
        """Let a user type after the bot's name in some chat. The answers are in `inline_queries`.

        Raises ValueError for more than the 256 characters that Telegram passes on.
        """
        if len(query) > QUERY_LIMIT:
            raise ValueError(f"an inline query has at most {QUERY_LIMIT} characters")
        query_id = self._query_id(len(self.state.inline_queries) + 500_000_000)
        shape: JsonObject = {
            "id": query_id,
            "from": user_json(user),
            "query": query,
            "offset": offset,
            "chat_type": chat_type,
        }
        update_id = self._push(user, "inline_query", shape)
        self.state.inline_queries[query_id] = InlineQuery(
            query_id, update_id, user, query, offset, self.state.clock()
        )
        return update_id

    def choose(self, user: User, asked: InlineQuery, place: int, chat: Chat) -> int | None:
        """Let a user send a result of his inline query into a chat: of the last answer, counted from 0.

        The message is his, with the bot's words and buttons; it is `chat.last_message` then. Raises
        ValueError where there is no such result of his, or he may not write there.
        """
        results = asked.answers[-1].results if asked.answers else []
        if asked.user is not user or not 0 <= place < len(results):
            raise ValueError(f"{user.first_name} sees no result {place}")
        result = results[place]
        content = optional_object(result, "input_message_content") or {}
        text = read_text(
            optional_text(content, "message_text"),
            optional_text(content, "parse_mode"),
            content.get("entities"),
        )
        message = self._write(user, chat, text, None, None)
        message.via_bot = self.state.bot
        message.reply_markup = optional_object(result, "reply_markup")
        message.link_preview = optional_object(content, "link_preview_options")
        return self._tell("message", message)
