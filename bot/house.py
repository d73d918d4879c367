"""What the house consists of: everything that runs in it or is asked by what does."""

from dataclasses import dataclass

from bot.backups import BackupKeeper
from bot.clock import Clock
from bot.config import Config
from bot.housekeeping import Housekeeper
from bot.inbound import Inbound
from bot.intake import Bulletin, HubSubscriber, PageReader, Poller, Pushes
from bot.outgoing import Announcer, Deliverer, Digester, Importer, Router
from bot.telegram import ChatOrderedProcessor, Receiver, WebhookReceiver
from bot.vitals import Monitor
from bot.weekly import Weekly
from handlers import AnyApplication, Library, Services, Writings
from storage import Database, SearchIndex


@dataclass(frozen=True, slots=True)
class Door:
    """What the outside calls, where `telegram.webhook_url` is set: Telegram, and the hubs of feeds."""

    server: Inbound
    hubs: HubSubscriber
    pushes: Pushes


@dataclass(frozen=True, slots=True)
class House:
    """The bot, built and not yet running."""

    config: Config
    clock: Clock
    db: Database
    application: AnyApplication
    processor: ChatOrderedProcessor
    poller: Poller
    bulletin: Bulletin
    weekly: Weekly
    pages: PageReader
    router: Router
    deliverer: Deliverer
    digester: Digester
    importer: Importer
    announcer: Announcer
    receiver: Receiver | WebhookReceiver
    door: Door | None
    library: Library
    services: Services
    writings: Writings
    index: SearchIndex
    housekeeper: Housekeeper
    backups: BackupKeeper
    monitor: Monitor
