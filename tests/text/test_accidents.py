import pytest

from archiver.text.accidents import accidents, annotate, printed


def damaged(original: str, listed: dict[str, str]) -> str:
    """What a page shows of the text after an annotator of GBK bytes."""
    pairs = {character.encode("gbk"): reading.encode("gbk") for character, reading in listed.items()}
    return printed(annotate(original.encode("gbk"), pairs))


@pytest.mark.parametrize(
    ("original", "listed"),
    [
        ("他們在進", {"冊": "cè", "進": "jìn"}),
        ("當地殘疾人事業", {"數": "shù", "當": "dāng", "業": "yè"}),
        ("因為組件", {"驗": "yàn"}),
    ],
)
def test_shifted_bytes_are_put_right(original, listed):
    shown = damaged(original, listed)
    assert "?" in shown
    [accident] = accidents(shown)
    assert accident.original is not None
    whole = shown[: accident.start] + accident.original + shown[accident.end :]
    assert whole == original


def test_what_cannot_be_proved_is_marked_and_left():
    # The last byte fell together with the stop behind it, and nothing tells which it was.
    [accident] = accidents("總?cè)丝诘?")
    assert accident.original is None


def test_a_question_mark_is_no_accident():
    assert accidents("怎么办?大家说(shuō)呢") == []
    assert accidents("真的吗?(笑)") == []
