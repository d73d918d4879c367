"""Where the bot may not write any more: who subscribed the place is told, once, and nobody else."""

import pytest

import storage
from bot.local.botapi import Chat as ApiChat
from bot.local.botapi import FaultKind
from newsroom import DeliveryState, Place, ShutOut
from tests.bot_outgoing.post import Post

KICKED = "Forbidden: bot was kicked from the supergroup chat"


async def subscribed(post: Post, place: Place, *people: ApiChat) -> None:
    for person in people:
        url = f"https://{person.id}-{place.thread_id}.example/"
        feed = await storage.add_feed(post.db, url=url, title="A", by=1, now=0)
        await storage.subscribe(post.db, place, feed.id, by=person.id, now=0)


async def notices(post: Post, person: ApiChat) -> list[ShutOut]:
    return [one.shut_out for one in await post.ledger(person) if one.shut_out is not None]


@pytest.mark.parametrize(
    ("description", "reason"),
    [(KICKED, "kicked"), ("Bad Request: CHAT_WRITE_FORBIDDEN", "no-rights")],
)
async def test_those_who_subscribed_a_group_are_told_and_the_rest_goes_on(
    post: Post, description: str, reason: str
) -> None:
    ada, bob, eve = [await post.person(name) for name in ("Ada", "Bob", "Eve")]
    group, other = await post.group("Rowers"), await post.group("Other")
    await subscribed(post, Place(group.id), ada, bob)
    await subscribed(post, Place(other.id), eve)
    code = 403 if description == KICKED else 400
    post.api.fault(FaultKind.REFUSE, error_code=code, description=description, chat=group)
    await post.owe(group, "one", "two")
    await post.owe(other, "three")
    await post.deliver_for(3)
    told = ShutOut(Place(group.id), "Rowers", reason)
    assert await notices(post, ada) == await notices(post, bob) == [told]
    assert await notices(post, eve) == []
    assert post.texts(other) == ["three"]


async def test_a_pause_is_told_once_however_often_it_shows_and_the_next_one_again(
    post: Post,
) -> None:
    ada, group = await post.person(), await post.group()
    await subscribed(post, Place(group.id), ada)
    post.api.fault(FaultKind.REFUSE, error_code=403, description=KICKED, chat=group)
    for _ in range(3):
        await post.owe(group, "one")
        await post.deliver_for(2)
    assert len(await notices(post, ada)) == 1
    await storage.resume_place(post.db, Place(group.id), post.clock.now())
    await post.owe(group, "two")
    await post.deliver_for(2)
    assert len(await notices(post, ada)) == 2


async def test_of_a_closed_topic_only_those_are_told_who_subscribed_it(post: Post) -> None:
    ada, bob = await post.person("Ada"), await post.person("Bob")
    group = await post.group("Rowers", forum=True)
    closed, open_ = (post.api.world.add_topic(group, name) for name in ("Closed", "Open"))
    closed.closed = True
    await subscribed(post, Place(group.id, closed.id), ada)
    await subscribed(post, Place(group.id, open_.id), bob)
    await post.owe(group, "one", topic=closed)
    await post.deliver_for(3)
    assert await notices(post, ada) == [
        ShutOut(Place(group.id, closed.id), "Rowers", "topic-closed")
    ]
    assert await notices(post, bob) == []


async def test_who_blocked_the_bot_is_told_of_nothing(post: Post) -> None:
    ada, bob, group = await post.person(), await post.person("Bob"), await post.group()
    await subscribed(post, Place(ada.id), ada)
    await subscribed(post, Place(group.id), bob)
    for person in (ada, bob):
        assert person.user is not None
        post.api.block(person.user)
        await post.owe(person, "one")
    await post.deliver_for(2)
    post.api.fault(FaultKind.REFUSE, error_code=403, description=KICKED, chat=group)
    await post.owe(group, "two")
    await post.deliver_for(2)
    assert await notices(post, ada) == await notices(post, bob) == []


async def test_where_only_pictures_are_forbidden_the_group_goes_on(post: Post) -> None:
    group = await post.group()
    words = "Bad Request: not enough rights to send photos to the chat"
    post.api.fault(FaultKind.REFUSE, description=words, chat=group, count=1)
    await post.owe(group, "one", "two")
    await post.deliver_for(3)
    assert await post.states(group) == [DeliveryState.SENT] * 2
