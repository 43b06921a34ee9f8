"""An archive that an older version made comes up to date with everything in it."""

from datetime import UTC, datetime

from alembic import command
from sqlalchemy import create_engine, select, text

from archiver.text.fold import fingerprint
from pipelines.deduplicate import identity_of
from storage import archive as archives
from storage import schema
from storage.archive import Archive
from storage.tables import Fingerprint, Membership

BODY = (
    "六月二十八日上午，县计生协在河东乡举办了一场家庭健康知识讲座，七十余名育龄群众到场听讲。\n"
    "讲座由县医院的医生主讲，会后还为到场的群众量了血压，并发放了宣传折页。"
)
TITLE = "松溪县计生协开展健康知识讲座"
OLD = """
INSERT INTO portals (id, name, site, timezone) VALUES (1, 'songxi', 'http://songxi.example.cn/', 'Asia/Shanghai');
INSERT INTO works (id, created_at) VALUES (1, :at);
INSERT INTO pages (id, portal_id, url, kind, state, depth, priority, first_seen, last_seen, attempts) VALUES
 (1, 1, 'http://songxi.example.cn/1.html', 'article', 'fetched', 1, 50, :at, :at, 0),
 (2, 1, 'http://songxi.example.cn/2.html', 'article', 'fetched', 1, 50, :at, :at, 0);
INSERT INTO articles (id, page_id, portal_id, first_seen, change) VALUES (1, 1, 1, :at, 1), (2, 2, 1, :at, 2);
INSERT INTO revisions (id, article_id, number, fingerprint, text_key, title_key, text_length, title, breadcrumb, text,
 evidence, reader_version, seen_first, seen_last) VALUES
 (1, 1, 1, :print, :text_key, :title_key, 70, :title, '[]', :body, '{}', 1, :at, :at),
 (2, 2, 1, :print, :text_key, :title_key, 70, :title, '[]', :body, '{}', 1, :at, :at);
UPDATE articles SET revision_id = id;
INSERT INTO memberships (work_id, article_id, relation, via_article_id, measures, rule_version, decided_at) VALUES
 (1, 1, 'first', NULL, '{}', 1, :at), (1, 2, 'exact', 1, '{}', 1, :at);
"""


def old_archive(engine):
    """The tables of the first version, with two printings of one article in them."""
    config = schema._config()
    values = {
        "print": fingerprint(f"{TITLE} {BODY}"),
        "text_key": fingerprint(BODY),
        "title_key": fingerprint(TITLE),
        "at": datetime(2019, 5, 6, 3, 0),  # noqa: DTZ001 - as the database has it, in UTC
        "title": TITLE,
        "body": BODY,
    }
    with engine.connect().execution_options(archive_writer=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in OLD.split(";\n"):
            if statement.strip():
                named = {name: value for name, value in values.items() if f":{name}" in statement}
                connection.execute(text(statement).bindparams(**named))


def test_an_archive_of_the_first_version_keeps_all_and_knows_its_articles(tmp_path, any_database, fill, printed):
    home = tmp_path / "old"
    (home / "warc").mkdir(parents=True)
    (home / "locks").mkdir()
    address = any_database or f"sqlite:///{home / 'archive.db'}"
    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    old_archive(engine)
    engine.dispose()
    assert archives.migrate(home, any_database)[0] == "0001"
    with_all = Archive.open(home, any_database)
    with with_all.engine.connect() as connection:
        assert connection.scalar(text("SELECT canonical_id FROM works")) == 1
        anchors = set(connection.scalars(text("SELECT anchor FROM anchors WHERE article_id = 1")))
        kept = connection.execute(select(Fingerprint).where(Fingerprint.article_id == 1)).one()
        decided = connection.scalars(select(Membership.decided_at)).all()
        if any_database:
            # Rows were given their numbers by hand.
            for table in ("portals", "works", "pages", "articles", "revisions"):
                connection.execute(text(f"SELECT setval('{table}_id_seq', 10)"))
            connection.commit()
    now = identity_of(TITLE, BODY)
    assert anchors == {*now.sampled, now.text_anchor, now.title_anchor}
    assert (kept.fingerprint, kept.text_key, kept.length) == (now.fingerprint, now.text_key, 70)
    assert decided == [datetime(2019, 5, 6, 3, 0, tzinfo=UTC)] * 2
    [again] = fill(with_all, [printed("http://songxi.example.cn/1.html", TITLE, BODY, "2018-06-29")])
    [third] = fill(with_all, [printed("http://songxi.example.cn/3.html", TITLE, BODY.replace("，", ","))])
    assert again.standing == "unchanged", "its text is known by the fingerprint that was kept"
    assert third.work_id == 1
    with_all.close()
