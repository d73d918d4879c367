"""An edition as HTML: the pages of its articles, its front page, and the entries of its feed.

`home` is the address of the paper's front page, ending in a slash.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote

from babel import Locale
from babel.dates import format_date

from bot.local.feeds.papers import Article, Edition, Published
from bot.local.feeds.urls import feed_url, page_url, photo_url

OPENING = 2  # paragraphs before the page interrupts its story
LISTED = 4  # links in each list beside a story


def front_page(edition: Edition, home: str) -> str:
    """Return the front page: the headlines, and where the feed is."""
    paper = edition.paper
    return paper.templates["front"].substitute(
        _escaped(
            language=paper.language,
            direction=_direction(paper.language),
            title=paper.title,
            description=paper.description,
            feed_type=paper.feed_type,
            feed_url=feed_url(home),
        ),
        links=_links(edition.published, home),
    )


def article_page(edition: Edition, published: Published, home: str) -> str:
    """Return the article's page with all that stands around a story."""
    return edition.paper.templates["page"].substitute(_values(edition, published, home))


def entry_html(edition: Edition, published: Published, home: str) -> str:
    """Return what the feed carries of the article: its full text, or a teaser, with furniture."""
    return edition.paper.templates["entry"].substitute(_values(edition, published, home))


def _values(edition: Edition, published: Published, home: str) -> dict[str, str]:
    """Return what the templates may name, ready for HTML."""
    article, paper = published.article, edition.paper
    when = datetime.fromtimestamp(published.at / 1000, UTC)
    labels = paper.furniture.get(article.language, {})
    values = _escaped(
        language=article.language,
        direction=_direction(article.language),
        paper=paper.title,
        home=home,
        url=page_url(home, article),
        feed_url=feed_url(home),
        feed_type=paper.feed_type,
        title=article.title,
        lead=article.lead,
        byline=article.byline,
        date=f"{format_date(when, 'long', _locale(article.language))}, {when:%H:%M} UTC",
        datetime=f"{when:%Y-%m-%dT%H:%M:%SZ}",
        year=str(when.year),
        comments=str(article.comments),
        photo_url=photo_url(home, article),
        caption=article.caption or "",
        credit=article.credit or "",
        **{f"label_{name}": words for name, words in labels.items()},
    )
    values |= {
        "opening": _paragraphs(article.paragraphs[:OPENING]),
        "rest": _paragraphs(article.paragraphs[OPENING:]),
        "sections": _section_links(_sections(edition, article.language), home),
        "tags": _section_links(article.categories, home),
        "related": _links(_related(edition, article), home),
        "most_read": _links(_most_read(edition, article), home),
    }
    values["photo"] = paper.templates["photo"].substitute(values) if article.caption else ""
    return values


def _escaped(**values: str) -> dict[str, str]:
    return {name: escape(value) for name, value in values.items()}


def _paragraphs(paragraphs: Iterable[str]) -> str:
    return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)


def _links(published: Iterable[Published], home: str) -> str:
    return "\n".join(
        f'<li><a href="{page_url(home, p.article)}">{escape(p.article.title)}</a></li>'
        for p in published
    )


def _section_links(names: Iterable[str], home: str) -> str:
    return "\n".join(
        f'<li><a href="{home}?section={quote(name)}">{escape(name)}</a></li>' for name in names
    )


def _others(edition: Edition, article: Article) -> list[Published]:
    return [
        p
        for p in edition.published
        if p.article.language == article.language and p.article is not article
    ]


def _related(edition: Edition, article: Article) -> list[Published]:
    others = _others(edition, article)
    return [p for p in others if set(p.article.categories) & set(article.categories)][:LISTED]


def _most_read(edition: Edition, article: Article) -> list[Published]:
    others = _others(edition, article)
    return sorted(others, key=lambda p: p.article.comments, reverse=True)[:LISTED]


def _sections(edition: Edition, language: str) -> list[str]:
    """Return the categories of the articles in this language, in order of appearance."""
    articles = [a for a in edition.paper.articles if a.language == language]
    return list(dict.fromkeys(name for a in articles for name in a.categories))


def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


def _direction(language: str) -> str:
    return _locale(language).text_direction
