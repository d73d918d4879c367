"""The search index: a file beside the database, fed from its queue, that can always be built anew."""

from storage.index.lookup import Hit, SearchPage, search
from storage.index.report import IndexReport, examine_index
from storage.index.schema import LAYOUT, index_path
from storage.index.search_index import SearchIndex, discard_index
from storage.index.suggest import suggest_instead

__all__ = [
    "LAYOUT",
    "Hit",
    "IndexReport",
    "SearchIndex",
    "SearchPage",
    "discard_index",
    "examine_index",
    "index_path",
    "search",
    "suggest_instead",
]
