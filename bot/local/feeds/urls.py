"""Where things stand below `home`, the address of a paper's front page, which ends in a slash."""

from bot.local.feeds.papers import Article


def feed_url(home: str) -> str:
    """Return the address of the paper's feed."""
    return f"{home}feed.xml"


def page_url(home: str, article: Article) -> str:
    """Return the address of the article's page."""
    return f"{home}{article.slug}.html"


def photo_url(home: str, article: Article) -> str:
    """Return the address of the article's photo."""
    return f"{home}{article.slug}.png"


def episode_url(home: str, article: Article) -> str:
    """Return the address of the article's podcast episode."""
    return f"{home}{article.slug}.wav"
