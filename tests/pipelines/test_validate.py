from datetime import datetime

import pytest

from pipelines.validate import objection

NOW = datetime(2019, 5, 6, 11, 0)  # noqa: DTZ001 - the portal's local clock


def test_an_article_with_title_and_text_is_taken(printed):
    assert objection(printed(), NOW) is None


@pytest.mark.parametrize("title", [None, "", "无"])
def test_without_a_title_of_its_own_it_is_not(printed, title):
    assert objection(printed(title=title), NOW)[0] == "no-title"


@pytest.mark.parametrize("body", [None, ""])
def test_without_text_pictures_or_attachments_it_is_not(printed, body):
    assert objection(printed(body=body), NOW)[0] == "no-body"


def test_a_picture_page_and_a_download_page_are_taken(printed):
    assert objection(printed(body="", images=("http://songxi.example.cn/1.jpg",)), NOW) is None
    assert objection(printed(body=None, files=["http://songxi.example.cn/1.doc"]), NOW) is None


def test_a_few_damaged_characters_are_taken_and_a_wrong_charset_is_not(printed):
    assert objection(printed(body="健康知识讲座" * 20 + "\ufffd"), NOW) is None
    reason, sentence = objection(printed(body="健康\ufffd\ufffd讲座" * 20), NOW)
    assert reason == "damaged"
    assert "40 of 120" in sentence


def test_a_date_still_to_come_is_refused_but_for_a_clock_that_is_a_little_ahead(printed):
    assert objection(printed(published="2019-05-07 10:00"), NOW) is None
    reason, sentence = objection(printed(published="2091-05-06"), NOW)
    assert reason == "future"
    assert "2091-05-06" in sentence


def test_a_page_without_a_date_is_taken(printed):
    assert objection(printed(published=None), NOW) is None
