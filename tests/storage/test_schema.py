import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from archiver.errors import ArchiveUnusable
from storage import schema
from storage.archive import Archive
from storage.tables import Table


def test_the_migrations_make_the_tables_that_the_code_declares(any_archive):
    with any_archive.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_the_migrations_are_known_by_the_names_of_their_files():
    chain = [script.revision for script in ScriptDirectory.from_config(schema._config()).walk_revisions()]
    assert schema.versions() == chain[::-1]


def test_migrating_a_current_archive_changes_nothing(any_archive):
    before, after = schema.migrate(any_archive.engine)
    assert before == after


def test_a_newer_database_is_refused_and_left_alone(any_archive):
    with any_archive.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with any_archive.engine.connect() as connection, pytest.raises(ArchiveUnusable, match=r"newer Archiver.*9999"):
        schema.check(connection)


def test_an_older_database_asks_for_migrate(any_archive):
    with any_archive.writing() as session:
        session.execute(text("DELETE FROM alembic_version"))
    with any_archive.engine.connect() as connection, pytest.raises(ArchiveUnusable, match="archiver migrate"):
        schema.check(connection)


def test_opening_a_newer_database_says_so_even_when_asked_to_create(archive, tmp_path):
    archive.close()
    with sqlite3.connect(archive.home / "archive.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(ArchiveUnusable, match="newer"):
        Archive.open(archive.home, create=True)
