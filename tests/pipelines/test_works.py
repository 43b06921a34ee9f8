import json
import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from opencc import OpenCC
from sqlalchemy import select

from pipelines.delivery import delivered, take_in_batch
from pipelines.rulings import join, split
from storage.archive import Archive
from storage.reprints import works_shown
from storage.runs import PortalFacts
from storage.tables import Article, Membership, Sibling

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BODY = (
    "3月5日上午，松溪县计生协在河东乡召开年度工作会议，各乡镇会长、秘书长共25人参加了会议。\n"
    "会议回顾了去年的工作，肯定了会员小组在走访困难家庭、举办健康讲座、组织义诊等方面取得的成绩。\n"
    "会议要求，各级协会要把生育关怀、家庭健康和优生优育这几件事情办实办好，让群众真正得到实惠。\n"
    "会上，旧县乡等3个单位介绍了做法，18名会员小组长受到表彰，县计生协会长作了讲话。"
)
SECOND = (
    "红十字会的志愿者昨天来到社区，教居民如何止血、包扎，怎样用担架抬送伤员，围观的孩子们学得格外认真。\n"
    "活动结束时，大家把急救包分给了楼长，并约好入秋以后再来一次，把烫伤和溺水的急救也讲一讲。"
)
TITLE = "松溪县计生协召开2018年工作会议"


def portal(number):
    return PortalFacts(f"p{number}", f"http://p{number}.example.cn/")


@pytest.fixture
def take(any_archive, fill, printed):
    """Takes articles in, each at a portal of its own: `take(1, title, body, **more)` returns the verdict."""

    def take_(number, title=TITLE, body=BODY, at=NOW, **more):
        [verdict] = fill(
            any_archive,
            [printed(f"http://p{number}.example.cn/{number}.html", title, body, **more)],
            portal(number),
            at,
        )
        return verdict

    return take_


@pytest.fixture
def works(any_archive):
    """The works with several printings, as sets of articles by the number of their portal."""

    def read():
        with any_archive.reading() as session:
            return list(works_shown(session))

    return read


def test_a_reprint_with_a_dateline_and_another_title_is_near(take, works):
    first = take(1)
    second = take(2, "松溪计生协年度会议", f"本报讯（通讯员某某）{BODY}\n责任编辑：某某", published="2018-07-01")
    assert (second.relation, second.work_id) == ("near", first.work_id)
    [work] = works()
    assert work.canonical == first.article_id
    assert [relation for _, _, relation in work.members] == ["first", "near"]


def test_last_years_notice_is_a_sibling(take, works, any_archive):
    take(1)
    other = take(2, TITLE.replace("2018", "2019"), BODY.replace("3月5日", "4月12日").replace("25人", "31人"))
    assert other.relation == "first"
    assert works() == []
    with any_archive.reading() as session:
        [sibling] = session.scalars(select(Sibling)).all()
    assert {sibling.article_id, sibling.other_id} == {1, 2}
    assert sibling.measures["numbers"] >= 2


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_full_text_stands_for_the_work_whichever_came_first(take, works, order):
    texts = [(TITLE, BODY), (TITLE, BODY.split("\n", 1)[0] + BODY.split("\n", 2)[1][:30] + "……")]
    verdicts = {number: take(number + 1, *texts[number]) for number in order}
    [work] = works()
    assert work.canonical == verdicts[0].article_id
    assert {id: relation for id, _, relation in work.members} == {
        verdicts[0].article_id: "first",
        verdicts[1].article_id: "contained-lead",
    }


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_page_that_holds_one_article_is_a_member_of_its_work(take, works, order):
    texts = [(TITLE, BODY), ("本周要闻", f"{SECOND}\n{TITLE}\n{BODY}\n{SECOND[:60]}")]
    verdicts = {number: take(number + 1, *texts[number]) for number in order}
    [work] = works()
    assert work.canonical == verdicts[0].article_id
    assert work.members[1][::2] == (verdicts[1].article_id, "contained-in-page")


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 0, 1), (0, 2, 1), (2, 1, 0), (1, 2, 0)])
def test_a_digest_is_a_member_of_no_work_and_linked_to_each(take, any_archive, order):
    texts = [(TITLE, BODY), ("急救进社区", SECOND), ("本周要闻", f"导读如下\n{SECOND}\n{TITLE}\n{BODY}\n以上")]
    ids = {number: take(number + 1, *texts[number]).article_id for number in order}
    with any_archive.reading() as session:
        shown = {number: next(works_shown(session, ids[number])) for number in order}
    assert [len(shown[number].members) for number in (0, 1, 2)] == [1, 1, 1]
    assert shown[0].digests == shown[1].digests == [ids[2]]


def test_the_unobfuscated_then_the_earliest_then_the_simplified_stands_for_the_work(take, works):
    traditional = OpenCC("s2t").convert
    marked = traditional(BODY).replace("會", "會(huì)").replace("作", "作(zuò)").replace("生", "生(shēng)")
    take(1, traditional(TITLE), marked, published="2018-01-01")
    take(2, traditional(TITLE), traditional(BODY), published="2018-03-06")
    third = take(3, published="2018-03-06")
    take(4, published="2018-03-09")
    [work] = works()
    assert work.canonical == third.article_id
    assert len(work.members) == 4


def test_one_article_that_matches_two_works_makes_them_one(take, works):
    full = "\n".join(f"第一部分第{mark}段。{SECOND}{BODY[::step]}" for mark, step in (("甲", 1), ("乙", -1)))
    beginning, rest = full[: len(full) // 2 - 20], full[len(full) // 2 - 20 :]
    first, second = take(1, "大会发言", beginning), take(2, "大会发言", rest)
    assert first.work_id != second.work_id
    whole = take(3, "大会发言", full)
    [work] = works()
    assert (work.canonical, len(work.members)) == (whole.article_id, 3)


def test_a_split_holds_against_later_twins_and_a_join_undoes_it(any_archive, take, works):
    first, second = take(1), take(2)
    with any_archive.writing() as session:
        ruling = split(session, [second.article_id], "另一篇", NOW)
    assert ruling.work != first.work_id
    assert works() == []
    third = take(3)
    again = take(2, body=BODY + "（修订）", at=NOW + DAY)
    assert third.work_id in (first.work_id, ruling.work)
    assert again.work_id == ruling.work, "a person's word stands"
    [work] = works()
    assert len(work.members) == 2
    with any_archive.writing() as session:
        join(session, [first.article_id, second.article_id], "同一篇", NOW)
    [work] = works()
    assert {id for id, _, _ in work.members} == {1, 2, 3}


def test_every_decision_is_a_row_with_its_measures(any_archive, take):
    take(1)
    take(2, "松溪计生协年度会议", f"本报讯（通讯员某某）{BODY}\n责任编辑：某某")
    with any_archive.reading() as session:
        rows = session.scalars(select(Membership).order_by(Membership.id)).all()
        changes = session.scalars(select(Article.change)).all()
    near = rows[-1]
    assert near.relation == "near"
    assert near.measures["matched"] > 0.9
    assert near.rule_version == 3
    assert len(changes) == len(set(changes))


def test_a_batch_makes_the_works_that_its_articles_make_one_by_one(any_archive, tmp_path):
    line = {"title": TITLE, "published": "2018-03-06"}
    bodies = [BODY, SECOND, BODY, f"本报讯（通讯员某某）{BODY}", f"{SECOND}\n{TITLE}\n{BODY}", BODY[:150], SECOND]
    rows = [line | {"url": f"http://p{n}.example.cn/1", "body": body} for n, body in enumerate(bodies)]
    rows += [rows[0] | {"fetched_at": "2020-01-01"}, rows[1] | {"body": BODY, "fetched_at": "2020-01-01"}]
    given = [delivered(json.dumps(row), NOW) for row in rows]
    other = Archive.open(tmp_path / "one-by-one", create=True)
    with any_archive.writing() as session:
        together = take_in_batch(session, given, NOW)
    apart = Counter()
    for item in given:
        with other.writing() as session:
            apart += take_in_batch(session, [item], NOW)
    found = []
    for archive in (any_archive, other):
        with archive.reading() as session:
            found.append([(work.members, work.digests, work.canonical) for work in works_shown(session)])
    other.close()
    assert together == apart
    assert found[0] == found[1]
    assert together["reprints"] >= 4


def test_furniture_and_counters_make_no_revision(any_archive, take):
    take(1, body=f"{BODY}\n浏览次数：12")
    same = take(1, body=f"{BODY}\n浏览次数：345", at=NOW + DAY)
    assert same.standing == "unchanged"
    other = take(1, body=f"{BODY.replace('25人', '26人')}\n浏览次数：345", at=NOW + 2 * DAY)
    assert other.standing == "revision"
    back = take(1, body=f"{BODY}\n浏览次数：12", at=NOW + 3 * DAY)
    assert back.standing == "reverted"


def test_lines_on_many_pages_of_a_portal_are_learnt_to_be_furniture(any_archive, fill, printed):
    foot = "主办单位：松溪县计生协 技术支持：网络中心"
    subjects = ["健康讲座", "走访慰问", "会员活动", "生殖保健", "青春教育", "家庭文化", "志愿服务", "技能培训"]
    articles = [
        printed(
            f"http://p1.example.cn/{n}.html",
            f"{subject}走进乡村",
            f"{subject * 9}，这是第{n}项活动的报道，{subject[::-1] * 9}。\n大家都说{subject}办得好。\n{foot}",
        )
        for n, subject in enumerate(subjects)
    ]
    fill(any_archive, articles, portal(1))
    for day, other in enumerate(("", "主办单位：松溪县计生协 技术支持：县电信局", "关于我们 联系我们"), 1):
        changed = printed(articles[0].url, articles[0].title, articles[0].body.replace(foot, other))
        [verdict] = fill(any_archive, [changed], portal(1), NOW + day * DAY)
        assert verdict.standing == "unchanged"
    corrected = printed(articles[0].url, articles[0].title, articles[0].body.replace("第0项", "第9项"))
    assert fill(any_archive, [corrected], portal(1), NOW + 9 * DAY)[0].standing == "revision"


def framed(number, name, body):
    """A page of one of two portals, each with its own head and foot around the text."""
    head, foot = {"p1": ("来源：松溪县计生协", "版权所有：松溪县计划生育协会 地址：城关镇5号"),
                  "p2": ("政和县计划生育协会网站", "版权所有：政和县计划生育协会 地址：城关镇9号")}[name]  # fmt: skip
    title = re.split("，|。", body)[0]
    row = {"url": f"http://{name}.example.cn/{number}", "title": title, "body": f"{head}\n{body}\n{foot}"}
    return delivered(json.dumps(row | {"portal": name}), NOW)


def test_the_order_in_which_articles_come_does_not_matter(tmp_path):
    subjects = ["健康讲座", "走访慰问", "会员活动", "生殖保健", "青春教育", "家庭文化", "志愿服务", "技能培训",
                "文艺汇演", "法律咨询", "助学帮扶", "秋季体检", "科普展览"]  # fmt: skip
    words = [*subjects, *"县城 乡镇 会员 群众 今年 上半年 小组 老人 学校 组织 举办 参加".split()]  # noqa: SIM905
    texts = []
    for n, subject in enumerate(subjects):
        chance = random.Random(n)
        lines = ("，".join("".join(chance.choices(words, k=4)) for _ in range(4)) for _ in range(3))
        texts.append("\n".join(f"{subject}第{n + 1}次，{line}。" for line in lines))
    notices = [f"{BODY}\n{SECOND}", BODY.replace("3月5日", "4月12日").replace("25人", "31人").replace("18名", "22名")]
    given = [framed(n, name, body) for n, body in enumerate([*texts, notices[0]]) for name in ("p1", "p2")]
    given += [framed(90, "p1", notices[1]), framed(91, "p2", SECOND)]
    found = set()
    for order in range(6):
        random.Random(order).shuffle(given)
        archive = Archive.open(tmp_path / str(order), create=True)
        for at in range(0, len(given), 7):
            with archive.writing() as session:
                take_in_batch(session, given[at : at + 7], NOW)
        with archive.reading() as session:
            found.add(frozenset(frozenset(url for _, url, _ in work.members) for work in works_shown(session)))
        archive.close()
    [works] = found
    assert sum(len(work) >= 2 for work in works) == len(texts) + 1
