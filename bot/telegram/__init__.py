"""The line to Telegram: how calls are made, and in which order updates are handled."""

from bot.telegram.errors import AnswerTooLarge, BadEnvelope, NotSent
from bot.telegram.identity import BotIdentity, TelegramUnreachable, TokenRefused, identify
from bot.telegram.processor import ChatOrderedProcessor
from bot.telegram.receiver import Receiver, seconds_of
from bot.telegram.rival import Rival
from bot.telegram.transport import AiohttpRequest
from bot.telegram.webhook import WebhookReceiver

__all__ = [
    "AiohttpRequest",
    "AnswerTooLarge",
    "BadEnvelope",
    "BotIdentity",
    "ChatOrderedProcessor",
    "NotSent",
    "Receiver",
    "Rival",
    "TelegramUnreachable",
    "TokenRefused",
    "WebhookReceiver",
    "identify",
    "seconds_of",
]
