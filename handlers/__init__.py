"""The conversation: all that a person types, taps or reads."""

from handlers.broadcasting import render_progress
from handlers.context import Desk
from handlers.digests import DigestDesk, render_digest
from handlers.import_report import edit_report as edit_import
from handlers.import_report import notice as import_notice
from handlers.media import Media, MediaKind
from handlers.menus import set_menus, set_staff_menus
from handlers.owners import tell_of_missed_backup, tell_of_rival
from handlers.register import ALLOWED_UPDATES, AnyApplication, register
from handlers.render import Album, OutgoingMessage, render_delivery
from handlers.services import AccessRules, BackupCopy, BackupFailed, Rewrite, Services
from handlers.texts import Library, Texts
from handlers.told import told_of
from handlers.weekly import weekly_report
from handlers.writings import Paces, Writings

__all__ = [
    "ALLOWED_UPDATES",
    "AccessRules",
    "Album",
    "AnyApplication",
    "BackupCopy",
    "BackupFailed",
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
    "edit_import",
    "import_notice",
    "register",
    "render_delivery",
    "render_digest",
    "render_progress",
    "set_menus",
    "set_staff_menus",
    "tell_of_missed_backup",
    "tell_of_rival",
    "told_of",
    "weekly_report",
]
