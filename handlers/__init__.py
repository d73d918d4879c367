"""The conversation: all that a person types, taps or reads."""

from handlers.context import Desk
from handlers.menus import set_menus, set_staff_menus
from handlers.register import ALLOWED_UPDATES, AnyApplication, register
from handlers.render import OutgoingMessage, render_delivery
from handlers.services import AccessRules, Services
from handlers.texts import Library, Texts

__all__ = [
    "ALLOWED_UPDATES",
    "AccessRules",
    "AnyApplication",
    "Desk",
    "Library",
    "OutgoingMessage",
    "Services",
    "Texts",
    "register",
    "render_delivery",
    "set_menus",
    "set_staff_menus",
]
