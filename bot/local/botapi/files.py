"""Files that people and the bot have sent, and what the Bot API says of them."""

from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

from bot.local.botapi.errors import bad_request
from bot.local.botapi.json_types import JsonObject, JsonValue
from bot.local.botapi.params import Params, Upload

DOWNLOAD_LIMIT = 20 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024

_IMAGE_BEGINNINGS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*")
# What an address that ends so holds; what ends otherwise, or has no ending, is taken for what is asked.
_BY_ENDING = {
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".webp"), "photo"),
    **dict.fromkeys((".mp3", ".m4a", ".ogg", ".wav"), "audio"),
    **dict.fromkeys((".mp4", ".mov", ".webm"), "video"),
    **dict.fromkeys((".html", ".txt", ".svg"), "page"),
}
_DOCUMENTS = (".gif", ".pdf", ".zip")
"""All that sendDocument fetches by an address (Bot API, «Sending files»)."""

_NOMINAL_SIDE = 320  # pixels; pictures are never decoded here


@dataclass(frozen=True, slots=True, eq=False)
class StoredFile:
    """A file behind a file_id. `url` instead of content: Telegram would have fetched it itself."""

    id: str
    name: str
    content_type: str
    content: bytes
    url: str | None = None

    @property
    def unique_id(self) -> str:
        """The file_unique_id."""
        return self.id[-8:]


@dataclass(frozen=True, slots=True, eq=False)
class Media:
    """The picture, sound, film or document of a message. `kind` is the field it stands in."""

    kind: str
    file: StoredFile
    details: JsonObject

    def to_json(self) -> JsonValue:
        """Return what stands in the message under `kind`: a photo is a list of sizes."""
        base: JsonObject = {
            "file_id": self.file.id,
            "file_unique_id": self.file.unique_id,
            "file_size": len(self.file.content),
        }
        match self.kind:
            case "photo":
                return [base | {"width": _NOMINAL_SIDE, "height": _NOMINAL_SIDE}]
            case "video":
                base |= {"width": _NOMINAL_SIDE, "height": _NOMINAL_SIDE, "duration": 0}
            case "audio":
                base |= {"duration": 0}
        named: JsonObject = {"file_name": self.file.name, "mime_type": self.file.content_type}
        return base | named | self.details


class FileStore:
    """All files, by file_id."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}
        self.refused_addresses: dict[str, str] = {}
        """What a call is answered that names such an address: a test says what Telegram cannot fetch."""

    def add(self, kind: str, name: str, content_type: str, content: bytes) -> StoredFile:
        """Keep a file and give it its id."""
        return self._add(kind, name, content_type, content, None)

    def get(self, file_id: str) -> StoredFile | None:
        """Return a file, None where the id is unknown."""
        return self._files.get(file_id)

    def path(self, file: StoredFile) -> str:
        """Return the `file_path` a file is downloaded at."""
        kind = file.id.split("-")[1]
        return f"{kind}s/file_{int(file.id[-8:])}{PurePath(file.name).suffix}"

    def at_path(self, path: str) -> StoredFile | None:
        """Return the file to be downloaded at a path, None where there is none."""
        return next((file for file in self._files.values() if self.path(file) == path), None)

    def received(
        self, params: Params, field: str, kind: str, value: str | None = None
    ) -> StoredFile:
        """Return the file that a call sends: uploaded, `attach://…`, a file_id or an address.

        `value` is what stands in the field where it isn't a parameter of its own. Raises ApiError.
        """
        given = params.text(field) if value is None else value
        if given.startswith("attach://"):
            upload = params.files.get(given.removeprefix("attach://"))
        else:
            upload = params.files.get(field) if value is None else None
        if upload is not None:
            return self._uploaded(upload, kind)
        if not given or given.startswith("attach://"):
            raise bad_request(
                f"there is no {kind} in the request"
                if value is None
                else "can't parse InputMedia: media not found"
            )
        if given.startswith(("http://", "https://")):
            return self._fetched(given, kind)
        known = self._files.get(given)
        if known is None:
            raise bad_request(
                "wrong remote file identifier specified: can't unserialize it. Wrong last symbol"
            )
        return known

    def _fetched(self, url: str, kind: str) -> StoredFile:
        """Return what Telegram would have fetched: judged by its address alone, since nothing is fetched."""
        parts = urlsplit(url)
        if not parts.hostname or "@" in parts.netloc:
            raise bad_request("wrong file identifier/HTTP URL specified")
        refusal = self.refused_addresses.get(url)
        if refusal is not None:
            raise bad_request(refusal)
        name = PurePath(parts.path).name
        fits = _BY_ENDING.get(PurePath(name).suffix.lower(), kind)
        if kind != fits or (kind == "document" and PurePath(name).suffix.lower() not in _DOCUMENTS):
            raise bad_request("wrong type of the web page content")
        return self._add(kind, name, "application/octet-stream", b"", url)

    def _uploaded(self, upload: Upload, kind: str) -> StoredFile:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if kind == "photo":
            if len(upload.content) > PHOTO_LIMIT:
                raise bad_request("PHOTO_SAVE_FILE_INVALID")
            if not upload.content.startswith(_IMAGE_BEGINNINGS):
                raise bad_request("IMAGE_PROCESS_FAILED")
        return self.add(kind, upload.name, upload.content_type, upload.content)

    def _add(
        self, kind: str, name: str, content_type: str, content: bytes, url: str | None
    ) -> StoredFile:
        file_id = f"LOCAL-{kind}-{len(self._files) + 1:08d}"
        file = self._files[file_id] = StoredFile(file_id, name, content_type, content, url)
        return file
