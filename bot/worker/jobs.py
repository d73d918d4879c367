"""The jobs that workers know.

A job is a function `(payload: bytes, params: dict) -> dict`; params and result are JSON objects. It is named
here as `module:function` and imported by the child alone, so that what it needs weighs on no other process.
"""

from collections.abc import Mapping
from types import MappingProxyType

PARSE_FEED = "parse-feed"
READ_PAGE = "read-page"
FIND_FEEDS = "find-feeds"
READ_PAGE_PLAINLY = "read-page-plainly"
READ_LIST = "read-list"

JOBS: Mapping[str, str] = MappingProxyType(
    {
        PARSE_FEED: "bot.intake.parse:parse_job",
        READ_PAGE: "bot.intake.page:read_page_job",
        FIND_FEEDS: "bot.intake.links:find_feeds_job",
        READ_PAGE_PLAINLY: "bot.intake.page:read_page_plainly_job",
        READ_LIST: "bot.intake.lists:read_list_job",
    }
)
