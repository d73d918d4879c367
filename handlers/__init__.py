"""The conversation: all that a person types, taps or reads."""

from handlers.context import Desk
from handlers.digests import DigestDesk, render_digest
from handlers.media import Media, MediaKind
from handlers.menus import set_menus, set_staff_menus
from handlers.register import ALLOWED_UPDATES, AnyApplication, register
from handlers.render import OutgoingMessage, render_delivery
from handlers.services import AccessRules, Rewrite, Services
from handlers.texts import Library, Texts
from handlers.told import told_of
from handlers.weekly import weekly_report
from handlers.writings import Paces, Writings

__all__ = [
    "ALLOWED_UPDATES",
    "AccessRules",
    "AnyApplication",
    "Desk",
    "DigestDesk",
    "Library",
    "Media",
    "MediaKind",
    "OutgoingMessage",
    "Paces",
    "Rewrite",
    "Services",
    "Texts",
    "Writings",
    "register",
    "render_delivery",
    "render_digest",
    "set_menus",
    "set_staff_menus",
    "told_of",
    "weekly_report",
]
