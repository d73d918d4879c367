"""The tables, as a list of steps that only grows: version N of the database has had the first N steps.

Each step runs in one transaction with its new `user_version`. What has been released is never edited.
Times are INTEGER UTC milliseconds. Numbers of feeds, articles, subscriptions and deliveries are
AUTOINCREMENT, so that none is ever reused; feeds and subscriptions are deleted softly, for undo.
"""

from storage.migrations.albums import ALBUMS
from storage.migrations.alerts import ALERTS
from storage.migrations.channels import CHANNELS
from storage.migrations.first import FIRST
from storage.migrations.hubs import HUBS
from storage.migrations.intake import INTAKE
from storage.migrations.missed import MISSED
from storage.migrations.numbers import NUMBERS
from storage.migrations.opml import OPML
from storage.migrations.people import PEOPLE
from storage.migrations.privacy import PRIVACY
from storage.migrations.reading import READING
from storage.migrations.rewriting import REWRITING
from storage.migrations.search import SEARCH
from storage.migrations.secrets import SECRETS
from storage.migrations.standing import STANDING

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    FIRST,
    SEARCH,
    READING,
    INTAKE,
    REWRITING,
    STANDING,
    PRIVACY,
    ALERTS,
    OPML,
    PEOPLE,
    CHANNELS,
    NUMBERS,
    HUBS,
    SECRETS,
    ALBUMS,
    MISSED,
)
"""Append only. Each statement runs by itself, since `executescript` would commit the transaction."""
