from datetime import date

import pytest

from pipelines.deduplicate import SHORT, Identity
from pipelines.verdict import Printing, exact_reprints, standing

DAY = date(2018, 6, 29)


def of(length):
    return Identity(fingerprint=7, text_key=8, length=length)


@pytest.mark.parametrize(
    ("fingerprint", "current", "earlier", "expected"),
    [
        (1, None, [], "new"),
        (1, 1, [1], "unchanged"),
        (2, 1, [1], "revision"),
        (1, 2, [1, 2], "reverted"),
        (2, 2, [1, 2], "unchanged"),
    ],
)
def test_what_a_text_is_to_its_own_page(fingerprint, current, earlier, expected):
    assert standing(fingerprint, current, earlier) == expected


def test_a_long_text_is_a_reprint_whatever_its_title_and_day():
    printings = [Printing(7, None), Printing(8, DAY)]
    assert exact_reprints(of(SHORT), DAY, printings) == printings
    assert exact_reprints(of(SHORT), None, printings) == printings
    assert exact_reprints(of(SHORT), DAY, []) == []


def test_a_short_text_is_a_reprint_only_on_the_same_day():
    same = Printing(8, DAY)
    assert exact_reprints(of(SHORT - 1), DAY, [Printing(7, date(2018, 6, 30)), same]) == [same]
    assert exact_reprints(of(3), date(2018, 6, 30), [same]) == []


def test_two_unknown_days_are_not_the_same_day():
    assert exact_reprints(of(3), None, [Printing(8, None)]) == []
