"""How the bot asks for updates: long polling, confirming, choosing kinds, conflicts, webhooks."""

import asyncio

import pytest
import telegram
from telegram import Update
from telegram.error import Conflict

from bot.local.botapi import Chat, LocalBotApi, User
from tests.ptb import ptbs_bot


async def updates(bot: telegram.Bot, offset: int | None = None) -> list[Update]:
    return list(await bot.get_updates(offset=offset, timeout=0))


async def test_a_poll_waits_for_the_first_update(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await api.wait_for(lambda: api.is_polled)
    assert not poll.done()
    api.say(alice, dm, "hello")
    assert [update.message.text for update in await poll if update.message] == ["hello"]


async def test_a_poll_ends_at_its_timeout(api: LocalBotApi, bot: telegram.Bot) -> None:
    assert await bot.get_updates(timeout=1) == ()
    assert not api.is_polled


async def test_only_the_next_offset_confirms(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    """Unconfirmed updates come again; a negative offset keeps only the last."""
    ids = [api.say(alice, dm, str(number)) for number in range(5)]
    assert [update.update_id for update in await bot.get_updates(limit=2, timeout=0)] == ids[:2]
    assert [update.update_id for update in await updates(bot)] == ids
    assert ids[1] is not None
    assert [u.update_id for u in await updates(bot, ids[1] + 1)] == ids[2:]
    assert (api.pending_updates, api.confirmed_update) == (3, ids[1])
    assert [update.update_id for update in await updates(bot, -1)] == ids[4:]
    assert (api.pending_updates, api.confirmed_update) == (1, ids[3])


async def test_only_kinds_asked_for_are_kept(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    """By default all but the noisy ones; what was asked for holds until something else is."""
    group = api.world.add_group("Neighbours", admins=[alice], bot_admin=True)
    assert api.promote(alice, group) is None
    await bot.get_updates(timeout=0, allowed_updates=["chat_member", "no_such_kind"])
    assert api.promote(alice, group) is not None
    assert api.say(alice, dm, "hello") is None
    await bot.get_updates(timeout=0)
    assert api.say(alice, dm, "hello") is None
    await bot.get_updates(timeout=0, allowed_updates=[])
    assert api.say(alice, dm, "hello") is not None
    assert api.promote(alice, group) is None


async def test_a_second_poller_ends_the_first(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await api.wait_for(lambda: api.is_polled)
    async with ptbs_bot(api) as other:
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        api.say(alice, dm, "hello")
        assert len(await second) == 1


async def test_a_poller_that_hangs_up_is_gone(
    api: LocalBotApi, bot: telegram.Bot, alice: User, dm: Chat
) -> None:
    """Its poll ends without an answer, and the next one conflicts with nobody."""
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await api.wait_for(lambda: api.is_polled)
    poll.cancel()
    await api.wait_for(lambda: not api.is_polled)
    api.say(alice, dm, "hello")
    assert len(await updates(bot)) == 1
    assert [call.status for call in api.calls_of("getUpdates")] == [0, 200]


async def test_a_webhook_ends_polling(api: LocalBotApi, bot: telegram.Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await api.wait_for(lambda: api.is_polled)
    await bot.set_webhook("https://news.example/hook")
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates(timeout=0)
    await bot.delete_webhook()
    assert await bot.get_updates(timeout=0) == ()


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://news.example/hook", "An HTTPS URL must be provided for webhook"),
        ("https://news.example:444/", "Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("https://news.example:port/", "Invalid webhook URL specified"),
    ],
)
async def test_bad_webhooks(bot: telegram.Bot, url: str, error: str) -> None:
    with pytest.raises(telegram.error.BadRequest, match=f"(?i){error}"):
        await bot.set_webhook(url)
