"""What is compared between the articles of a feed, and when two are one story told again."""

from newsroom import block_hash, is_same_story, recurring_hashes

MOTTO = "Two rivers meet below the town, and so do those who live in it."
STORY = "The bridge over the Teal opens on Monday after nine years of work."
OTHER = "A ferry has run aground off the island, and all its passengers are safe."


def shared(one: list[str], other: list[str]) -> set[str]:
    return set(recurring_hashes(one)) & set(recurring_hashes(other))


def same(one: list[str], other: list[str], title: str = "", other_title: str = "") -> bool:
    return is_same_story(recurring_hashes(one), shared(one, other), title, other_title)


def test_blocks_at_the_ends_are_known_by_their_hashes_and_words() -> None:
    texts = recurring_hashes([MOTTO, "", STORY])
    assert texts[block_hash(MOTTO)] == 14
    assert set(texts) == {block_hash(MOTTO), block_hash(STORY)}


def test_a_book_is_compared_by_a_bounded_number_of_texts() -> None:
    assert (
        len(
            recurring_hashes([f"Line {chr(97 + n % 26) * n} is here. It is." for n in range(2_000)])
        )
        <= 60
    )


def test_an_edited_story_is_the_same_story() -> None:
    assert same([STORY, MOTTO], [STORY, MOTTO, "One more line."], "A bridge", "A bridge opens")
    assert same([STORY], [STORY], "A bridge", "Something else")


def test_another_story_with_the_same_page_around_it_is_not() -> None:
    assert not same([MOTTO, STORY], [MOTTO, OTHER], "A bridge", "A ferry")


def test_a_brief_with_more_page_than_story_is_told_by_its_title() -> None:
    page = [MOTTO, "Every Friday the harbour tells its tales to whoever wants to hear them."]
    assert not same([*page, STORY], [*page, OTHER], "Teal bridge opens", "Ferry runs aground")
    assert same([*page, STORY], [*page, OTHER], "Teal bridge opens", "Teal bridge opens today")


def test_nothing_shared_is_no_same_story() -> None:
    assert not same([], [])
    assert not same([STORY], [OTHER])
