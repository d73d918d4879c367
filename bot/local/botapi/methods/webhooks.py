"""setWebhook, deleteWebhook, getWebhookInfo. The endpoint only serves: who calls the webhook is a test."""

import re
from urllib.parse import urlsplit

from bot.local.botapi.errors import bad_request
from bot.local.botapi.json_types import JsonObject, JsonValue
from bot.local.botapi.records import Call
from bot.local.botapi.state import State, Webhook
from bot.local.botapi.updates import DEFAULT_KINDS

_PORTS = (None, 80, 88, 443, 8443)
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_SECRET_LIMIT = 256
_DEFAULT_CONNECTIONS = 40


def set_webhook(state: State, call: Call) -> JsonValue:
    """Remember an address; from now on getUpdates is refused. An empty address removes it."""
    url = call.params.text("url")
    if not url:
        return delete_webhook(state, call)
    secret = call.params.text("secret_token")
    _check_address(url)
    if len(secret) > _SECRET_LIMIT:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if call.params.flag("drop_pending_updates"):
        state.updates.clear()
    state.updates.want(call.params.text("allowed_updates"))
    state.updates.interrupt("Conflict: terminated by setWebhook request")
    connections = call.params.integer("max_connections", _DEFAULT_CONNECTIONS)
    state.webhook_error = None
    state.webhook = Webhook(url, max(1, min(100, connections)), secret)
    return True


def delete_webhook(state: State, call: Call) -> JsonValue:
    """Go back to getUpdates."""
    if call.params.flag("drop_pending_updates"):
        state.updates.clear()
    state.webhook = None
    return True


def get_webhook_info(state: State, _call: Call) -> JsonValue:
    """Tell the webhook, and how many updates wait."""
    webhook = state.webhook
    info: JsonObject = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates),
    }
    if webhook is not None:
        info |= {"max_connections": webhook.max_connections, "ip_address": "<unknown>"}
    if webhook is not None and state.webhook_error is not None:
        info["last_error_date"], info["last_error_message"] = state.webhook_error
    if state.updates.kinds != DEFAULT_KINDS:
        info["allowed_updates"] = [*sorted(state.updates.kinds)]
    return info


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if parts.scheme not in ("https", ""):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not (parts.hostname or parts.path):
        raise bad_request("invalid webhook URL specified")
    if port not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
