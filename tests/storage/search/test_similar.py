from storage.search.similar import similar

LECTURE = "县医院医生主讲家庭健康知识讲座，七十余名育龄群众到场听讲，会后量血压。"
FLOOD = "连日暴雨，河东乡转移受灾群众，红十字会送去帐篷与棉被。"


def test_the_likest_first_without_its_own_printings(index, make, feed):
    feed(
        [
            make(1, "健康讲座", LECTURE),
            make(2, "健康讲座", LECTURE, work=1),
            make(3, "讲座又一场", "医生主讲家庭健康知识讲座，育龄群众到场听讲。", work=3),
            make(4, "讲座又一场", "醫生主講家庭健康知識講座，育齡群眾到場聽講。", work=3),
            make(5, "救灾", FLOOD),
            make(6, "救灾", FLOOD + "会后又送去棉被", work=6),
            *(make(id, "通知", f"第{id}号通知已经印发各部门") for id in range(10, 40)),
        ]
    )
    assert [(hit.id in (3, 4), hit.printings) for hit in similar(index, "健康讲座", LECTURE, 1)] == [(True, 2)]
    assert [hit.id for hit in similar(index, "救灾", FLOOD, 5)] == [6]
    assert similar(index, "各不相干", "完全另一回事", 99) == ()


def test_a_lone_article_is_like_nothing(index, make, feed):
    feed([make(1, "健康讲座", LECTURE)])
    assert similar(index, "健康讲座", LECTURE, 1) == ()
