"""A Bot API call as the body of an HTTP request: the same forms that PTB's own transport sends."""

import io
from dataclasses import dataclass
from typing import IO

from aiohttp import FormData
from aiohttp.payload import BytesPayload, Payload
from telegram.request import RequestData

_NAME_ESCAPES = {
    **{code: f"%{code:02X}" for code in (*range(0x20), 0x7F)},
    ord('"'): "%22",
    # Telegram's server splits Content-Disposition at every ";", quoted or not: the rest of such a
    # name would be read as further parameters (tdlib, tdnet/td/net/HttpReader.cpp).
    ord(";"): "%3B",
}
"""What cannot stand in a quoted file name; written as HTML forms write it (WHATWG, multipart)."""


@dataclass(frozen=True, slots=True)
class ReadyForm:
    """A form without files that is urlencoded already."""

    body: bytes


def encode_form(request_data: RequestData | ReadyForm | None) -> Payload | None:
    """Return the body to send: multipart with files, else urlencoded; None without a form at all.

    Files follow the parameters, under the names and with the media types that PTB gave them.
    """
    if request_data is None:
        return None
    if isinstance(request_data, ReadyForm):
        return _urlencoded(request_data.body)
    files = request_data.multipart_data
    if not files:
        return _urlencoded(request_data.url_encoded_parameters().encode())
    # quote_fields would percent-encode the names, and people would see them like that.
    form = FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media_type) in files.items():
        form.add_field(
            name,
            io.BytesIO(content) if isinstance(content, bytes) else _LentFile(content),
            content_type=media_type,
            filename=filename.translate(_NAME_ESCAPES),
        )
    return form()


def _urlencoded(body: bytes) -> Payload:
    return BytesPayload(body, content_type="application/x-www-form-urlencoded")


class _LentFile(io.RawIOBase):
    """A caller's open file, from its beginning.

    aiohttp closes what it has sent; the caller's file stays open, so that it can be sent again.
    """

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        if file.seekable():
            file.seek(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def fileno(self) -> int:
        return self._file.fileno()
