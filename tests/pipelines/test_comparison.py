import pytest

from pipelines.comparison import Comparable, compare
from pipelines.deduplicate import identity_of, line_mark

BODY = (
    "3月5日上午，松溪县计生协在河东乡召开年度工作会议，各乡镇会长、秘书长共25人参加了会议。\n"
    "会议回顾了去年的工作，肯定了会员小组在走访困难家庭、举办健康讲座、组织义诊等方面取得的成绩。\n"
    "会议要求，各级协会要把生育关怀、家庭健康和优生优育这几件事情办实办好，让群众真正得到实惠。\n"
    "会上，旧县乡等3个单位介绍了做法，18名会员小组长受到表彰，县计生协会长作了讲话。"
)
TITLE = "松溪县计生协召开2018年工作会议"
OTHER = (
    "红十字会的志愿者昨天来到社区，教居民如何止血、包扎，怎样用担架抬送伤员，围观的孩子们学得格外认真。\n"
    "活动结束时，大家把急救包分给了楼长，并约好入秋以后再来一次，把烫伤和溺水的急救也讲一讲。"
)


def of(body=BODY, title=TITLE):
    identity = identity_of(title, body)
    return Comparable(identity.title, identity.lines)


@pytest.mark.parametrize(
    ("body", "title", "kinship"),
    [
        (BODY.replace("，", ","), TITLE, "exact"),
        (f"本报讯（通讯员某某）{BODY}\n责任编辑：某某", "松溪：计生协年度会议", "near"),
        (BODY.replace("办实办好", "做得扎实"), TITLE, "near"),
        (BODY.split("\n", 1)[0] + BODY.split("\n", 2)[1][:20] + "……", TITLE, "lead"),
        (f"{OTHER}\n{TITLE}\n{BODY}\n{OTHER}", "本周要闻", "held"),
        (OTHER, "急救进社区", None),
        (BODY.replace("3月5日", "4月12日").replace("25人", "31人"), TITLE.replace("2018", "2019"), "sibling"),
        (BODY.replace("松溪县", "政和县").replace("河东乡", "铁山镇"), TITLE.replace("松溪", "政和"), "sibling"),
        (BODY.replace("25人", "31人").replace("18名", "22名"), TITLE, "sibling"),
    ],
)
def test_kinship(body, title, kinship):
    assert compare(of(), of(body, title)).kinship == kinship
    assert compare(of(body, title), of()).kinship == kinship, "whichever comes first"


def test_which_is_longer_is_said():
    page = of(f"{OTHER}\n{TITLE}\n{BODY}\n{OTHER}", "本周要闻")
    assert not compare(of(), page).first_is_longer
    assert compare(page, of()).first_is_longer


def test_furniture_is_left_out_of_account():
    head, foot = "您现在的位置：首页 > 松溪要闻", "版权所有：松溪县计生协 地址：城关镇41号"
    other = "加入收藏 设为首页", "主办单位：政和县计生协 技术支持：网络中心 备案号20436418号"
    first, second = of(f"{head}\n{BODY}\n{foot}"), of(f"{other[0]}\n{BODY}\n{other[1]}")
    furniture = {line_mark(line) for line in (first.lines[0], first.lines[-1], second.lines[0], second.lines[-1])}
    assert compare(first, second, furniture).kinship == "exact"


def test_a_very_long_page_is_compared_only_around_what_it_shares():
    page = of("\n".join([OTHER] * 300) + f"\n{BODY}\n" + "\n".join([OTHER] * 300), "全年要闻汇编")
    assert compare(of(), page).kinship == "held"


def test_the_measures_are_kept_with_the_decision():
    found = compare(of(), of(BODY.replace("25人", "31人").replace("18名", "22名")))
    assert found.measures["numbers"] == 2
    assert 0.9 < found.measures["shared"] < 1


def test_a_mark_knows_a_line_whatever_its_count_and_a_date_by_its_numbers():
    assert line_mark("点击次数3310") == line_mark("点击次数4312")
    assert line_mark("2018年3月5日") != line_mark("2019年3月5日")
