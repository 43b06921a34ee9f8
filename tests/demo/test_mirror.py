import re

import pytest

from archiver.demo.articles import county_article
from archiver.demo.mirror import TITLES, copied, mirrored
from archiver.text.fold import key

HAN = re.compile(r"[\u4e00-\u9fff]")
READING = re.compile(r"(?<=[\u4e00-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6}\)")


def test_a_reading_follows_at_every_place():
    assert mirrored("计生协会长和会员（12人）") == "計(jì)生協會(huì)長和(hé)會(huì)員（12人）"


@pytest.mark.parametrize("title", TITLES)
def test_a_copy_is_well_annotated_and_folds_back_to_the_original(title):
    article = county_article(title)
    text = mirrored(article.body)
    assert 0.10 <= len(READING.findall(text)) / len(HAN.findall(text)) <= 0.25
    assert not set("这为众产们") & set(text)
    assert key(text) == key(article.body)
    assert key(mirrored(article.title)) == key(article.title)


def test_a_copied_page_has_lost_its_script_and_its_name():
    page = (
        "<html><head><title>文章-云渡县计划生育协会</title></head><body><form>搜索</form><p>浏览次数："
        '<script src="/count"></script></p><a href="/x" title="会">会</a></body></html>'
    )
    assert copied(page) == (
        '<!DOCTYPE html>\n<html><head>\n<meta charset="utf-8"><title>文章-鴻運裝飾材料網</title></head>'
        '<body><p>閱讀次數(</p><a href="/">會(huì)</a></body></html>'
    )
