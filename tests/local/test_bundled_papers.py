"""The bundled papers: what they are made of."""

import difflib
import io
import re
import struct
import wave
import zlib
from collections import Counter

import pytest

from bot.local.feeds import Article, Edition, episode, load_papers, photo

PAPERS = load_papers()
ARTICLES = [article for paper in PAPERS for article in paper.articles]
TOLD_TWICE = ("sailing-freighter-arrives", "sailing-ship-with-coffee")
REAL_OUTLETS = re.compile(
    r"\b(BBC|CNN|Reuters|AFP|dpa|Bloomberg|The Guardian|The Times|New York Times|Washington Post"
    r"|Spiegel|Süddeutsche|FAZ|Tagesschau|Le Monde|Le Figaro|Libération|ТАСС|РИА|Коммерсантъ"
    r"|Известия|Медуза|ynet|Haaretz|מעריב|ידיעות אחרונות|ישראל היום|וואלה)\b"
)


def words(article: Article) -> list[str]:
    whole = (article.title, article.lead, article.caption or "", *article.paragraphs)
    return re.findall(r"\w+", " ".join(whole))


def by_language() -> dict[str, list[Article]]:
    languages: dict[str, list[Article]] = {}
    for article in ARTICLES:
        languages.setdefault(article.language.split("-")[0], []).append(article)
    return languages


def test_there_is_enough_to_read_in_five_languages() -> None:
    counts = {language: len(articles) for language, articles in by_language().items()}
    assert len(ARTICLES) >= 55
    assert set(counts) == {"en", "de", "fr", "ru", "he"}
    assert counts["he"] >= 8
    assert min(counts.values()) >= 5


def test_about_eight_articles_are_held_back_and_the_rest_are_three_weeks_of_news() -> None:
    ages = [article.age for article in ARTICLES if article.age is not None]
    assert 6 <= len(ARTICLES) - len(ages) <= 10
    assert max(ages) < 21 * 86_400_000
    assert len(set(ages)) == len(ages)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.slug)
def test_a_story_has_its_length_and_its_script(article: Article) -> None:
    """A Latin word among Hebrew or Russian would be a slip of the keyboard."""
    assert 120 <= len(" ".join(article.paragraphs).split()) <= 350
    assert len(article.paragraphs) >= 3
    assert (article.caption is None) == (article.credit is None)
    if article.language in ("he", "ru"):
        assert {word for word in words(article) if re.search("[A-Za-z]", word)} <= {"C"}  # °C


def test_slugs_are_unique() -> None:
    assert not [s for s, n in Counter(article.slug for article in ARTICLES).items() if n > 1]


def test_nothing_is_said_twice_but_the_story_that_is_told_twice() -> None:
    sentences = Counter(
        sentence
        for article in ARTICLES
        if article.slug != TOLD_TWICE[1]
        for text in (article.title, article.lead, *article.paragraphs)
        for sentence in re.split(r"(?<=[.!?])\s+", text)
        if len(sentence.split()) > 4
    )
    assert [sentence for sentence, n in sentences.items() if n > 1] == []


def test_one_story_is_told_twice_in_nearly_the_same_words() -> None:
    first, second = (next(a for a in ARTICLES if a.slug == slug) for slug in TOLD_TWICE)
    one, other = (" ".join(article.paragraphs).split() for article in (first, second))
    assert first.title != second.title
    assert 0.7 < difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() < 1


def test_no_real_outlet_is_named() -> None:
    texts = [" ".join((a.title, a.byline, a.lead, *a.paragraphs)) for a in ARTICLES]
    assert [match[0] for text in texts for match in REAL_OUTLETS.finditer(text)] == []


@pytest.mark.parametrize("noun", ["river", "bridge", "council"])
def test_english_articles_share_words_to_search_for(noun: str) -> None:
    forms = {noun, noun + "s"}
    sharing = [a for a in by_language()["en"] if forms & {word.lower() for word in words(a)}]
    assert len(sharing) >= 5


@pytest.mark.parametrize("noun", ["גשר", "ספרייה", "שוק", "רכבת", "מוזיאון", "מועצה"])
def test_some_hebrew_nouns_stand_only_behind_a_prefix(noun: str) -> None:
    """A search for the bare noun finds nothing unless the prefixes are understood."""
    seen = {word for article in by_language()["he"] for word in words(article)}
    assert noun not in seen
    assert len(seen & {prefix + noun for prefix in "בהלמושכ"}) >= 2


def test_an_edition_starts_newest_first_and_ends_with_all_articles() -> None:
    paper, start = PAPERS[0], 1_770_000_000_000
    edition = Edition(paper, start)
    times = [published.at for published in edition.published]
    assert times == sorted(times, reverse=True)
    assert max(times) < start
    while article := edition.publish_next(start):
        assert edition.published[0].article is article
        assert edition.modified == start
    assert {p.article for p in edition.published} == set(paper.articles)


def test_a_photo_is_a_png_of_its_own() -> None:
    picture = photo("mill-bridge-closes")
    width, height = struct.unpack(">II", picture[16:24])
    start = picture.index(b"IDAT")
    (length,) = struct.unpack(">I", picture[start - 4 : start])
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(zlib.decompress(picture[start + 4 : start + 4 + length])) == height * (width + 1)
    assert photo("mill-bridge-closes") == picture
    assert photo("otters-return-to-the-tarrow") != picture


def test_an_episode_is_a_second_of_sound() -> None:
    with wave.open(io.BytesIO(episode("museum-opens-by-lamplight"))) as sound:
        assert sound.getnframes() == sound.getframerate()
