"""The feeds and pages that the bundled papers are printed as."""

import io
from calendar import timegm
from typing import Any

import feedparser
import pytest
from lxml import html

from bot.local.feeds import Edition, Paper, article_page, feed_document, front_page, load_papers

NOW = 1_770_000_000_000
SITE = "http://127.0.0.1:8000"
PAPERS = load_papers()
COURIER, DREI_UFER, HED_HAREKHES = PAPERS
every_paper = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.slug)

PAGE_FURNITURE = {
    "en-GB": ["We use cookies", "free newsletter", "become a supporter", "Most read"],
    "en": ["uses cookies", "our newsletter", "with a gift from", "Read by most"],
    "de": ["verwendet Cookies", "Newsletter", "mit einer Spende", "Meistgelesen"],
    "fr": ["utilise des cookies", "lettre d’information", "par un don", "Les plus lus"],
    "ru": ["файлы cookie", "рассылка", "пожертвованием", "Самое читаемое"],
    "he": ["בעוגיות (cookies)", "לניוזלטר", "תרמו לנו", "הכתבות הנקראות ביותר"],
}
CREDIT = {
    "en-GB": "Photo: ",
    "en": "Picture: ",
    "de": "Foto: ",
    "fr": "Photo: ",
    "ru": "Фото: ",
    "he": "צילום: ",
}
FEED_FURNITURE = {
    "en-GB": "appeared first on The Harbour Courier",
    "en": "The whole article with all pictures is found on",
    "de": "Den ganzen Artikel mit allen Bildern finden Sie auf",
    "fr": "L’article complet et toutes les images",
    "ru": "Полный текст и все фотографии",
}


def home(paper: Paper, site: str = SITE) -> str:
    return f"{site}/{paper.slug}/"


def whole(paper: Paper) -> Edition:
    """Return the edition with all its articles out."""
    edition = Edition(paper, NOW)
    while edition.publish_next(NOW):
        pass
    return edition


def parsed(paper: Paper, site: str = SITE) -> Any:  # feedparser ships no types
    return feedparser.parse(io.BytesIO(feed_document(whole(paper), home(paper, site))))


def words(markup: str) -> str:
    return " ".join(html.fromstring(markup).text_content().split())


@every_paper
def test_a_feed_is_valid_and_each_entry_complete(paper: Paper) -> None:
    feed = parsed(paper)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.feed.title == paper.title
    assert feed.feed.link == home(paper)
    for entry in feed.entries:
        assert entry.title
        assert entry.id
        assert entry.author
        assert entry.tags
        assert entry.link.startswith(home(paper))
        assert timegm(entry.published_parsed) * 1000 <= NOW
    assert len(feed.entries) == len(paper.articles)


def test_all_ids_are_unique() -> None:
    ids = [entry.id for paper in PAPERS for entry in parsed(paper).entries]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("paper", "stays"), [(COURIER, True), (DREI_UFER, True), (HED_HAREKHES, False)]
)
def test_ids_outlive_an_address_unless_they_are_links(paper: Paper, stays: bool) -> None:
    """Both kinds are met in the wild: the Hebrew paper's guids are its permanent links."""
    here, there = parsed(paper), parsed(paper, "http://127.0.0.1:9000")
    assert ([e.id for e in here.entries] == [e.id for e in there.entries]) is stays
    if not stays:
        assert [e.id for e in here.entries] == [e.link for e in here.entries]


def test_each_entry_of_the_multilingual_feed_names_its_language() -> None:
    languages = {article.title: article.language for article in DREI_UFER.articles}
    for entry in parsed(DREI_UFER).entries:
        assert entry.title_detail.language == languages[entry.title]


@pytest.mark.parametrize("paper", [COURIER, DREI_UFER], ids=lambda paper: paper.slug)
def test_a_full_text_feed_carries_story_and_furniture(paper: Paper) -> None:
    articles = {article.title: article for article in paper.articles}
    for entry in parsed(paper).entries:
        article = articles[entry.title]
        text = words(entry.content[0].value)
        assert all(paragraph in text for paragraph in article.paragraphs)
        assert FEED_FURNITURE[article.language] in text
        assert (article.caption or "") in text
        assert entry.summary == article.lead


def test_the_hebrew_feed_carries_teasers_only() -> None:
    articles = {article.title: article for article in HED_HAREKHES.articles}
    for entry in parsed(HED_HAREKHES).entries:
        article = articles[entry.title]
        text = words(entry.summary)
        assert article.lead in text
        assert not any(paragraph in text for paragraph in article.paragraphs)
        assert "content" not in entry


@every_paper
def test_an_enclosure_stands_where_there_is_a_sound(paper: Paper) -> None:
    """RSS and Atom write it differently."""
    with_enclosure = {entry.title for entry in parsed(paper).entries if entry.enclosures}
    assert with_enclosure == {article.title for article in paper.articles if article.audio}


@every_paper
def test_a_page_holds_its_story_amid_furniture(paper: Paper) -> None:
    edition = whole(paper)
    for published in edition.published:
        article = published.article
        page = html.document_fromstring(article_page(edition, published, home(paper)))
        text = " ".join(page.text_content().split())
        furniture = [article.byline, article.lead, *PAGE_FURNITURE[article.language]]
        if article.caption and article.credit:
            furniture += [article.caption, CREDIT[article.language] + article.credit]
        assert all(paragraph in text for paragraph in article.paragraphs)
        assert [phrase for phrase in furniture if phrase not in text] == []
        assert page.get("lang") == article.language
        assert page.get("dir") == ("rtl" if article.language == "he" else "ltr")
        assert page.xpath("//link[@rel='alternate']/@href") == [home(paper) + "feed.xml"]


@every_paper
def test_the_front_page_leads_to_the_feed_and_to_every_article(paper: Paper) -> None:
    page = html.document_fromstring(front_page(whole(paper), home(paper)))
    links = [entry.link for entry in parsed(paper).entries]
    assert page.xpath("//link[@rel='alternate']/@href") == [home(paper) + "feed.xml"]
    assert page.xpath("//li/a/@href") == links
