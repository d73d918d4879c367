"""What is mutated: documents of our own in every format, and other people's where they lie beside us."""

import tarfile
from functools import cache
from pathlib import Path

OWN = Path(__file__).parent / "documents"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "feeds"


@cache
def own_documents() -> tuple[bytes, ...]:
    """Return our own documents, and one of them in other encodings."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(OWN.iterdir())]
    rss = (OWN / "rss.xml").read_text(encoding="utf-8")
    return (
        *(text.encode() for text in texts),
        rss.replace('encoding="utf-8"', 'encoding="windows-1252"').encode("cp1252"),
        rss.replace('encoding="utf-8"', "").encode("utf-16"),
    )


@cache
def corpus() -> tuple[bytes, ...]:
    """Return all documents that there are, always in the same order."""
    return (*own_documents(), *_others())


def _others() -> list[bytes]:
    found = []
    for archive in sorted(SHARED.glob("*.tar.gz")):
        with tarfile.open(archive) as packed:
            for member in packed:
                content = packed.extractfile(member)
                if content is not None and not member.name.endswith("LICENSE"):
                    found.append(content.read())
    return found
