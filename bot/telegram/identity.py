"""Who the bot is, as Telegram knows it: for `newshound check`."""

from dataclasses import dataclass

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.telegram.transport import AiohttpRequest
from bot.units import format_time


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """What Telegram says of the bot whose token it was asked with."""

    id: int
    username: str
    inline_mode: bool
    """Whether @BotFather has been told to let it answer inline queries (/setinline)."""
    reads_groups: bool
    """Whether it gets all messages of a group; False = privacy mode: commands and replies only."""
    webhook_url: str
    """Where Telegram sends updates; empty = the bot asks for them."""
    waiting: int
    """Updates that Telegram has not delivered yet."""
    webhook_error: str | None
    """What Telegram last met at the webhook, with the time; None = nothing went wrong yet."""


class TokenRefused(Exception):
    """Telegram does not know the token."""


class TelegramUnreachable(Exception):
    """Telegram did not answer, or something else answered in its place."""


async def identify(token: str, api_url: str, proxy: str | None) -> BotIdentity:
    """Ask Telegram once. Raises TokenRefused or TelegramUnreachable, both without the token in them."""
    bot = Bot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=AiohttpRequest(connection_pool_size=1, proxy=proxy),
        get_updates_request=AiohttpRequest(connection_pool_size=1, proxy=proxy),
    )
    try:
        async with bot:
            webhook = await bot.get_webhook_info()
            me = bot.bot
    except InvalidToken:
        raise TokenRefused("Telegram does not know this token") from None
    except TelegramError as error:
        raise TelegramUnreachable(error.message) from None
    return BotIdentity(
        id=me.id,
        username=me.username or "",
        inline_mode=bool(me.supports_inline_queries),
        reads_groups=bool(me.can_read_all_group_messages),
        webhook_url=webhook.url,
        waiting=webhook.pending_update_count,
        webhook_error=_error_of(webhook),
    )


def _error_of(webhook: WebhookInfo) -> str | None:
    if webhook.last_error_date is None:
        return None
    moment = format_time(round(webhook.last_error_date.timestamp() * 1000))
    return f"{webhook.last_error_message or 'an error'} ({moment})"
