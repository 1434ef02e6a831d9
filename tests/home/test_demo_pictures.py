from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from yanjiang.home.demo import covers, portraits

DRAWN = [(covers.cover, (1200, 800)), (portraits.portrait, (600, 750))]


@pytest.mark.parametrize(("draw", "size"), DRAWN)
def test_it_is_a_jpeg_of_its_size(draw: Callable[[int], bytes], size: tuple[int, int]) -> None:
    with Image.open(BytesIO(draw(1))) as image:
        image.load()
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", size)


@pytest.mark.parametrize(("draw", "size"), DRAWN)
def test_a_seed_always_gives_the_same_picture(draw: Callable[[int], bytes], size: tuple[int, int]) -> None:
    assert draw(5) == draw(5)


@pytest.mark.parametrize(("draw", "size"), DRAWN)
def test_seeds_give_different_pictures(draw: Callable[[int], bytes], size: tuple[int, int]) -> None:
    assert len({draw(seed) for seed in range(6)}) == 6


def test_a_motif_that_comes_again_is_composed_anew() -> None:
    assert len(set(covers.MOTIFS)) >= 8
    assert covers.cover(2) != covers.cover(2 + len(covers.MOTIFS))


@pytest.mark.parametrize("seed", range(len(covers.MOTIFS)))
def test_every_motif_has_light_and_dark(seed: int) -> None:
    with Image.open(BytesIO(covers.cover(seed))) as image:
        tones = set(image.convert("L").resize((60, 40)).tobytes())
    assert max(tones) - min(tones) > 60
