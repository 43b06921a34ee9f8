def test_other_works_about_the_same(at, archive, fill, printed):
    other = "医生主讲家庭健康知识讲座，育龄群众到场听讲，发放宣传折页。"
    fill(
        archive,
        [
            printed(),
            printed("http://songxi.example.cn/2.html", title="又一场讲座", body=other),
            printed("http://songxi.example.cn/3.html", title="救灾", body="连日暴雨，转移受灾居民。"),
        ],
    )
    assert [row["id"] for row in at("similar", 1, "--json").rows] == [2]
    assert "又一场讲座" in at("similar", 1).out
    assert at("similar", 3).code == 3
    unknown = at("similar", 99)
    assert (unknown.code, "no article 99" in unknown.err) == (3, True)
