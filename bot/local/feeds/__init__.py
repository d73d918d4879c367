"""The papers that `newshound try` shows: written for it, printed as feeds and pages by this package.

A paper is a folder: `feed.toml` holds its articles, and templates hold what stands around them:
`page.html` on an article's page, `entry.html` in the feed, `photo.html` wherever there is a photo.

To add an article, add an `[[articles]]` table to the paper's `feed.toml`:

- `slug`: the end of its address, unique within the paper;
- `title`, `byline`, `lead` (one or two sentences of their own), `categories`, `comments` (a count);
- `text`: paragraphs as plain text, with an empty line between two of them;
- `age`: how long before the start it appeared, such as "40m", "3h" or "2d 4h"; an article without
  one is held back, and appears when its turn comes;
- `language`, where it isn't the paper's; `caption` and `credit`, where it has a photo; `audio = true`,
  where it has a podcast episode.

What names a thing for good (the folder, a slug) must not change: the guids are made of it.
"""

from bot.local.feeds.documents import feed_document
from bot.local.feeds.media import episode, photo
from bot.local.feeds.pages import article_page, front_page
from bot.local.feeds.papers import Article, Edition, Paper, Published, load_papers

__all__ = [
    "Article",
    "Edition",
    "Paper",
    "Published",
    "article_page",
    "episode",
    "feed_document",
    "front_page",
    "load_papers",
    "photo",
]
