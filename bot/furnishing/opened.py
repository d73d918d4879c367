"""What is open as long as the house stands, of which the rest of it is built."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.config import Config
from bot.http import Fetcher, HubCaller
from bot.outgoing import Pacer
from bot.worker import WorkerPool
from handlers import Rewrite
from storage import Database, SearchIndex


@dataclass(frozen=True, slots=True)
class Opened:
    """What is open as long as the house stands."""

    config: Config
    clock: Clock
    db: Database
    pacer: Pacer
    index: SearchIndex
    workers: WorkerPool
    fetcher: Fetcher
    rewrite: Rewrite | None
    hubs: HubCaller | None
