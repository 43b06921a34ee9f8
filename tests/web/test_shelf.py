import gc

from archiver.web.shelf import Shelf


def test_the_program_is_left_out_of_garbage_collection_as_long_as_it_serves(archive):
    shelf = Shelf(archive)
    shelf.start()
    assert gc.get_freeze_count() > 10_000
    shelf.close()
    assert gc.get_freeze_count() == 0
