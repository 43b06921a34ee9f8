from datetime import UTC, datetime, timedelta

from storage.search.document import Document
from storage.search.follow import catch_up, reindex
from storage.search.index import SearchIndex
from storage.search.verify import verify

LATER = datetime(2019, 5, 7, 3, 0, tzinfo=UTC)


def counts(archive):
    found = verify(archive, SearchIndex(archive.index))
    return found.articles, found.missing, found.outdated, found.surplus, len(found.damaged)


def test_an_index_that_followed_is_sound(any_archive, fill, printed):
    urls = [f"http://songxi.example.cn/{n}.html" for n in range(5)]
    fill(any_archive, [printed(url, body=f"第{n}篇") for n, url in enumerate(urls)])
    catch_up(any_archive)
    assert counts(any_archive) == (5, 0, 0, 0, 0)
    assert verify(any_archive, SearchIndex(any_archive.index)).sound


def test_what_is_not_yet_there_is_no_difference(archive, fill, printed):
    fill(archive, [printed()])
    catch_up(archive)
    fill(archive, [printed(body="改过的正文"), printed("http://songxi.example.cn/2.html", body="另一篇")], at=LATER)
    assert counts(archive) == (0, 0, 0, 0, 0)


def test_differences_are_counted(archive, fill, printed):
    urls = [f"http://songxi.example.cn/{n}.html" for n in range(4)]
    fill(archive, [printed(url, body=f"第{n}篇") for n, url in enumerate(urls)])
    catch_up(archive)
    index = SearchIndex(archive.index)
    change = index.change
    known = dict.fromkeys(Document.__slots__) | {"portal": "x", "title": "别的", "body": "别的"}
    index.write([(change, 1)])
    index.write([(change + 1, 1), (change + 2, Document(**known | {"id": 2, "work": 2, "url": "", "gone": False}))])
    index.write([(change + 3, Document(**known | {"id": 99, "work": 99, "url": ""}))])
    assert counts(archive) == (4, 1, 1, 1, 0)
    assert reindex(archive) == 4
    assert counts(archive) == (4, 0, 0, 0, 0)


def test_a_changed_byte_is_found_whatever_the_size(archive, fill, printed, monkeypatch, tmp_path):
    fill(archive, [printed()])
    catch_up(archive)
    index = SearchIndex(archive.index)
    monkeypatch.setattr("storage.search.files.SMALL", 0)
    for file in archive.index.glob("engine-*/*.idx"):
        content = bytearray(file.read_bytes())
        content[0] ^= 1
        # Put in its place, not written over: a thread of the engine that has just opened the file may still read it.
        changed = tmp_path / "changed"
        changed.write_bytes(content)
        changed.replace(file)
        assert verify(archive, index).damaged == (file,)


def test_seconds_between_two_commits_do_not_matter(archive, fill, printed):
    for hours in range(3):
        fill(archive, [printed(body=f"改了{hours}次")], at=LATER + timedelta(hours=hours))
        catch_up(archive)
    assert counts(archive) == (1, 0, 0, 0, 0)
