"""Promises about doors that import a name when it is first asked for."""

import pytest

from newsroom.latedoor import late_door


def test_a_name_is_brought_and_stands_in_the_package_from_then_on() -> None:
    names: dict[str, object] = {}
    find = late_door("newsroom", {"clean_line": "text"}, names)
    assert names == {}
    assert find("clean_line") is names["clean_line"]
    assert callable(names["clean_line"])


def test_what_a_package_does_not_give_is_no_attribute_of_it() -> None:
    names: dict[str, object] = {}
    find = late_door("newsroom", {"clean_line": "text"}, names)
    with pytest.raises(AttributeError, match=r"'newsroom' has no attribute 'clean_lime'"):
        find("clean_lime")
    assert names == {}
