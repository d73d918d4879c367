"""Every setting: its name, type, default and comment. There is no other place for any of them.

A section's docstring and each setting's comment are what an admin reads: the shipped config.toml is
written from them (`python -m bot.config.shipped > config.toml`).
"""

# ruff: noqa: RUF009 - setting() is dataclasses.field with more to say; nothing is shared

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot.config import kinds
from bot.config.kinds import Kind, ListenAddress
from bot.units import Bytes, Milliseconds

T = TypeVar("T")

# Telegram's own limit for all messages of a bot; beyond it each message is paid for.
FREE_MESSAGES_PER_SECOND = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """What config.toml knows of a setting, beside its name. `default` has TOML's types."""

    kind: Kind[object]
    default: object
    comment: str
    secret: bool


def setting(kind: Kind[T], default: object, comment: str, *, secret: bool = False) -> T:
    """Declare a section's field. A secret is kept out of repr, messages and logs."""
    entry = Entry(kind, default, comment, secret)
    declared: T = field(default=kind.read(default), repr=not secret, metadata={"entry": entry})
    return declared


@dataclass(frozen=True, slots=True)
class Telegram:
    """The bot's account, and the way to Telegram."""

    token: str = setting(
        kinds.text(
            'a bot token in quotes, such as "123456789:AAF…", as @BotFather gives it',
            r"|[0-9]+:[A-Za-z0-9_-]+",
        ),
        "",
        "The bot's token. @BotFather on Telegram gives you one: send it /newbot. Keep it secret.",
        secret=True,
    )
    api_url: str = setting(
        kinds.url(or_empty=False),
        "https://api.telegram.org",
        "Where the Bot API is. Change it only for a Bot API server of your own.",
    )
    proxy: str = setting(
        kinds.url(credentials=True),
        "",
        'An HTTP proxy for calls to Telegram, such as "http://10.0.0.1:3128". Empty: none.',
        secret=True,
    )
    webhook_url: str = setting(
        kinds.url(),
        "",
        "The public address at which Telegram, and the hubs of feeds, reach this bot. Set all three "
        "webhook settings or none. Empty: the bot asks Telegram itself (long polling), which "
        "works anywhere.",
    )
    webhook_listen: ListenAddress | None = setting(
        kinds.listen_address(),
        "",
        'Where the bot listens for what arrives at webhook_url, such as "127.0.0.1:8443".',
    )
    webhook_secret: str = setting(
        kinds.text(
            "up to 256 letters, digits, _ and -, in quotes",
            r"[A-Za-z0-9_-]{0,256}",  # Bot API, setWebhook: secret_token
        ),
        "",
        "A word of your own making that proves a call to webhook_url comes from Telegram.",
        secret=True,
    )


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do what."""

    owners: tuple[int, ...] = setting(
        kinds.user_ids(),
        [],
        "Telegram user ids of the owners, such as [123456789]. Empty: at its first start the bot "
        "prints a link, and whoever opens it becomes the owner.",
    )
    use: str = setting(
        kinds.choice("anyone", "approved"),
        "anyone",
        'Who may use the bot: "anyone", or "approved": only people an admin has approved.',
    )
    add_feeds: str = setting(
        kinds.choice("admins", "anyone"),
        "admins",
        'Who may add feeds to the catalogue: "admins" or "anyone". Others may ask for a feed.',
    )
    max_subscriptions: int = setting(
        kinds.whole(0, 1_000_000), 0, "How many feeds one chat may subscribe to. 0: no limit."
    )


@dataclass(frozen=True, slots=True)
class Polling:
    """How feeds are fetched."""

    interval: Milliseconds = setting(
        kinds.duration(), "15m", "How often a feed is checked, as far as its publisher allows."
    )
    min_interval: Milliseconds = setting(
        kinds.duration(), "5m", "No feed is checked more often than this, however busy it is."
    )
    max_interval: Milliseconds = setting(
        kinds.duration(),
        "6h",
        "What a publisher asks for lengthens the interval up to this. "
        "Only a feed that fails is left alone for longer.",
    )
    concurrency: int = setting(
        kinds.whole(1, 1_000), 64, "How many feeds are fetched at the same time."
    )
    per_host: int = setting(
        kinds.whole(1, 100), 2, "How many of those at the same time from one server."
    )
    timeout: Milliseconds = setting(
        kinds.duration(), "30s", "A fetch that takes longer than this in all has failed."
    )
    max_size: Bytes = setting(
        kinds.size(1 << 10, 256 << 20), "5MiB", "A feed or page larger than this is not read."
    )
    allow_private_addresses: bool = setting(
        kinds.boolean(),
        False,
        "true lets feeds lie on this machine and in your own network. "
        "Leave it false where strangers may add feeds.",
    )
    proxy: str = setting(
        kinds.url(credentials=True),
        "",
        "An HTTP proxy for fetching feeds and pages. Empty: none. "
        "The proxy itself must then refuse private addresses.",
        secret=True,
    )


@dataclass(frozen=True, slots=True)
class Storage:
    """Where everything is kept."""

    path: Path = setting(
        kinds.path(), "data/newshound.db", "The database file. The search index lies beside it."
    )
    keep_articles: Milliseconds = setting(
        kinds.duration(or_zero="keep all"),
        "0",
        'Articles older than this are deleted, such as "90d". "0": all are kept. '
        "Saved articles always stay.",
    )


@dataclass(frozen=True, slots=True)
class Alerts:
    """How new articles are sent."""

    messages_per_second: int = setting(
        kinds.whole(1, 1_000),
        FREE_MESSAGES_PER_SECOND,
        "How many messages the bot sends in a second, in all. Telegram allows 30.",
    )
    paid_broadcast: bool = setting(
        kinds.boolean(),
        False,
        "true allows more than 30. Telegram then takes Stars from the bot for each message.",
    )
    burst: int = setting(
        kinds.whole(1, 1_000),
        10,
        "When a feed has more new articles than this at once, a chat gets one digest of them.",
    )


@dataclass(frozen=True, slots=True)
class Summary:
    """Summaries made of an article's own sentences."""

    words: int = setting(kinds.whole(10, 400), 60, "How long a summary is, about.")


@dataclass(frozen=True, slots=True)
class Llm:
    """Summaries in a language model's words, beside those above. Off unless url is set."""

    url: str = setting(
        kinds.url(),
        "",
        "An OpenAI-compatible address that ends in /v1. Empty: off. "
        "The stories that people ask for are sent there, and nothing about who asks.",
    )
    model: str = setting(kinds.text(), "", "The model's name, as the service at url calls it.")
    key: str = setting(
        kinds.text(),
        "",
        "The key for the service at url. Empty: none is sent. Keep it secret.",
        secret=True,
    )
    daily_limit: int = setting(
        kinds.whole(0, 1_000_000),
        200,
        "How many texts are asked for in a day (UTC), so that costs stay bounded. 0: no limit.",
    )
    prompt: str = setting(
        kinds.text(),
        "",
        "What the model is told to do with an article. Empty: the built-in instruction. "
        "The rules that guard against orders in articles stay in either case.",
    )


@dataclass(frozen=True, slots=True)
class Backup:
    """Copies of the database."""

    folder: Path | None = setting(
        kinds.optional_path(),
        "",
        "Where backups are written; another disk is best. Empty: none are made by themselves.",
    )
    every: Milliseconds = setting(kinds.duration(), "1d", "How often a backup is made.")
    keep: int = setting(
        kinds.whole(1, 10_000), 7, "How many backups are kept. The oldest beyond that are deleted."
    )
    passphrase: str = setting(
        kinds.text(),
        "",
        "Encrypts backups. Empty: they are not encrypted. "
        "Without the passphrase an encrypted backup is lost.",
        secret=True,
    )


@dataclass(frozen=True, slots=True)
class Log:
    """What the bot writes on standard error while it runs."""

    level: str = setting(
        kinds.choice("debug", "info", "warning", "error"),
        "info",
        'How much: "debug", "info", "warning" or "error".',
    )
    format: str = setting(
        kinds.choice("text", "json"),
        "text",
        '"text" for people, or "json": one JSON object a line, for log collectors.',
    )


@dataclass(frozen=True, slots=True)
class Health:
    """A page that tells other programs whether the bot is well."""

    listen: ListenAddress | None = setting(
        kinds.listen_address(),
        "",
        'Where /healthz and /metrics are served, such as "127.0.0.1:8080". Empty: nowhere.',
    )
