from archiver.text.anchors import FEWEST, MOST, anchors

TEXT = "".join(chr(0x4E00 + (number * 7919) % 6000) for number in range(900))


def test_a_text_has_an_anchor_for_every_sixteen_letters_within_bounds():
    assert len(anchors(TEXT[:60])) == FEWEST
    assert len(anchors(TEXT[:480])) == 30
    assert len(anchors(TEXT * 3)) <= MOST


def test_fewer_anchors_are_the_first_of_more():
    assert anchors(TEXT, 256)[:40] == anchors(TEXT, 40)


def test_an_anchor_is_a_signed_32_bit_number():
    assert all(-(1 << 31) <= anchor < 1 << 31 for anchor in anchors(TEXT))


def test_a_part_shares_anchors_with_the_whole_wherever_it_stands():
    part = TEXT[300:600]
    assert len({*anchors(part)} & {*anchors(TEXT)}) >= 5
    assert not {*anchors(part)} & {*anchors(TEXT[:290])}


def test_a_text_shorter_than_a_run_has_one_and_none_has_none():
    assert len(anchors("短文")) == 1
    assert anchors("") == []
