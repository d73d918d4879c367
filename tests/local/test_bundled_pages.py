"""The pages of the bundled papers are summed up without a word of what stands around their stories."""

import pytest

from bot.intake.page import read_page
from bot.local.feeds import Edition, Paper, article_page, load_papers
from newsroom import ParsedFeed, summarize

NOW = 1_795_392_000_000
HOME = "https://paper.example/"


@pytest.mark.parametrize("paper", load_papers(), ids=lambda paper: paper.slug)
def test_a_bundled_page_gives_the_whole_story_and_its_summary_nothing_else(paper: Paper) -> None:
    edition = Edition(paper, NOW)
    for published in edition.published:
        article = published.article
        html = article_page(edition, published, HOME)
        read = read_page(html.encode(), url=f"{HOME}{article.slug}.html", charset=None, now=NOW)
        assert isinstance(read, ParsedFeed)
        (entry,) = read.entries
        assert set(article.paragraphs) <= set(entry.text.split("\n")), article.slug
        summary = summarize(
            entry.text,
            title=entry.title,
            language=entry.language,
            words=60,
            author=entry.author,
            feed_title=paper.title,
        )
        story = " ".join([article.lead, *article.paragraphs])
        assert summary.sentences
        assert [one for one in summary.sentences if one not in story] == [], article.slug


def test_one_of_the_bundled_feeds_carries_teasers_only() -> None:
    assert not all(paper.full_text for paper in load_papers())
