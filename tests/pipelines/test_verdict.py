from datetime import date

import pytest

from pipelines.deduplicate import SHORT, Identity
from pipelines.verdict import Printing, exact_reprints, standing

DAY = date(2018, 6, 29)


def of(length, title_key="t"):
    return Identity(fingerprint="f", text_key="k", title_key=title_key, length=length)


@pytest.mark.parametrize(
    ("fingerprint", "current", "earlier", "expected"),
    [
        ("a", None, [], "new"),
        ("a", "a", ["a"], "unchanged"),
        ("b", "a", ["a"], "revision"),
        ("a", "b", ["a", "b"], "reverted"),
        ("b", "b", ["a", "b"], "unchanged"),
    ],
)
def test_what_a_text_is_to_its_own_page(fingerprint, current, earlier, expected):
    assert standing(fingerprint, current, earlier) == expected


def test_a_long_text_is_a_reprint_whatever_its_title_and_day():
    printings = [Printing(7, "other", None), Printing(8, "t", DAY)]
    assert exact_reprints(of(SHORT), DAY, printings) == printings
    assert exact_reprints(of(SHORT), None, printings) == printings
    assert exact_reprints(of(SHORT), DAY, []) == []


def test_a_short_text_is_a_reprint_only_with_the_same_title_and_day():
    same = Printing(8, "t", DAY)
    assert exact_reprints(of(SHORT - 1), DAY, [Printing(7, "other", DAY), same]) == [same]
    assert exact_reprints(of(3), date(2018, 6, 30), [same]) == []
    assert exact_reprints(of(3, "u"), DAY, [same]) == []


def test_two_unknown_days_are_not_the_same_day():
    assert exact_reprints(of(3), None, [Printing(8, "t", None)]) == []
