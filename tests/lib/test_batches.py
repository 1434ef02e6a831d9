from yanjiang.lib.batches import batches


def test_items_come_in_batches_and_none_is_lost() -> None:
    assert list(batches(iter(range(5)), size=2)) == [[0, 1], [2, 3], [4]]
    assert list(batches([], size=2)) == []
