"""Where updates come in, by long polling or at our own address; there hubs call too."""

from bot.furnishing.intake import Intake
from bot.furnishing.opened import Opened
from bot.furnishing.post import Post
from bot.house import Door
from bot.inbound import HUBS, UPDATES, HubCallbacks, Inbound, address_below
from bot.intake import HubSubscriber, Pushes
from bot.telegram import ChatOrderedProcessor, Receiver, WebhookReceiver
from handlers import ALLOWED_UPDATES, AnyApplication, tell_of_rival


def build_reception(
    opened: Opened,
    intake: Intake,
    post: Post,
    application: AnyApplication,
    processor: ChatOrderedProcessor,
) -> tuple[Receiver | WebhookReceiver, Door | None]:
    """Return what takes updates in; and, where we have a public address, what is served there."""
    settings, db, clock = opened.config.telegram, opened.db, opened.clock
    queue = application.update_queue
    if opened.hubs is None or settings.webhook_listen is None:
        polling = Receiver(
            post.bot,
            queue,
            processor,
            clock,
            ALLOWED_UPDATES,
            post.rival,
            tell_of_rival=lambda: tell_of_rival(post.bot, db, post.library),
            on_rival_gone=post.wake,
        )
        return polling, None
    url = settings.webhook_url
    receiver = WebhookReceiver(
        post.bot,
        queue,
        processor,
        clock,
        ALLOWED_UPDATES,
        url=address_below(url, UPDATES),
        secret=settings.webhook_secret,
    )
    pushes = Pushes(intake.poller)
    callbacks = HubCallbacks(db, clock, pushes.take, opened.config.polling.max_size)
    answers = {UPDATES: receiver.answer, HUBS: callbacks.answer}
    hubs = HubSubscriber(db, opened.hubs, clock, address_below(url, HUBS))
    return receiver, Door(Inbound(settings.webhook_listen, url, answers), hubs, pushes)
