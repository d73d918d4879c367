"""The one exception that a method raises to refuse a call."""


class ApiError(Exception):
    """A refusal as it goes over the wire: `error_code` is also the HTTP status.

    `retry_after` (seconds) and `migrate_to_chat_id` fill the envelope's `parameters`.
    """

    def __init__(
        self,
        error_code: int,
        description: str,
        *,
        retry_after: int | None = None,
        migrate_to_chat_id: int | None = None,
    ) -> None:
        super().__init__(description)
        self.error_code = error_code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to_chat_id = migrate_to_chat_id


def bad_request(reason: str) -> ApiError:
    """Return the refusal of a call that asks for something impossible (400)."""
    return ApiError(400, f"Bad Request: {_sentence(reason)}")


def forbidden(reason: str) -> ApiError:
    """Return the refusal of a call to a chat that the bot may not write to (403)."""
    return ApiError(403, f"Forbidden: {_sentence(reason)}")


def too_many_requests(retry_after: int) -> ApiError:
    """Return the refusal of a call that comes too soon (429); `retry_after` is in seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def not_found(what: str) -> ApiError:
    """Return the refusal of a call to an address that doesn't exist (404)."""
    return ApiError(404, f"Not Found: {what}" if what else "Not Found")


def _sentence(reason: str) -> str:
    """Lower the first letter, unless the reason is an error constant of the server such as TOPIC_CLOSED.

    The rule of `fail_query_with_error` in telegram-bot-api's Client.cpp.
    """
    is_constant = len(reason) > 1 and (reason[1] == "_" or "A" <= reason[1] <= "Z")
    return reason if is_constant else reason[:1].lower() + reason[1:]
