import pytest

from spiders.families.answers import read_answer


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("document.write('227');\r\n", 227),
        ('document.write("1,227");', 1227),
        ("document.writeln(8)", 8),
        ("227", 227),
        ('"227"', 227),
        ("<span>10</span>", 10),
        ("$('#todaydowns').html('1');$('#weekdowns').html('2');$('#hits').html('45');", 45),
        ('document.getElementById("onclickshowdiv").innerHTML="12";', 12),
        ("[31, 2, 0, 5, 1]", 31),
        ('{"contentViewsMap":{"77":9}}', 9),
        ('jsonp({"wbnewsid":77,"wbshowtimes":13,"randomid":"x"})', 13),
        ("0", 0),
        ("", None),
        ("[]", None),
        ("var ok;", None),
        ('{"value":true}', None),
        ("<html><body>404 Not Found</body></html>", None),
        ("$('#a').html('1');$('#b').html('2');", None),
        ("-", None),
        ("[" * 5000, None),
    ],
)
def test_the_shapes_of_an_answer(text: str, count: int | None) -> None:
    assert read_answer(text) == count
