"""Distances between words in words, sentences, figures, signs and lines."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ketluan.model.distances import COLUMNS, MEASURES, columns_of, positions_of
from ketluan.model.features import PLACES, SHAPES, Inputs

SHAPE_LISTS = st.lists(st.integers(0, len(SHAPES) - 1), min_size=1, max_size=60)


def _inputs(shapes: list[str], places: list[str], sentences: list[int]) -> Inputs:
    none = np.zeros(len(shapes), np.int64)
    told = np.array([SHAPES.index(shape) for shape in shapes]), np.array([PLACES.index(place) for place in places])
    return Inputs(none, none, none, none, none, *told, np.array(sentences), none)


def _steps(inputs: Inputs, head: int, tail: int) -> dict[str, int]:
    """How many steps the tail is told to be from the head, in each measure."""
    classes = columns_of(positions_of(inputs), np.array([head]))[:, 0, tail]
    found, start = {}, 0
    for column, (measure, most) in zip(classes.tolist(), MEASURES.items(), strict=True):
        found[measure] = column - start - most
        start += 2 * most + 1
    return found


def test_a_distance_is_told_in_every_measure() -> None:
    # "Thu 300 tỷ , chi ba mươi tỷ . ¶ Quý sau"
    earned = ["first", "number", "lower", "sign"]
    spent = ["lower", "number-word", "number-word", "lower", "stop"]
    shapes = [*earned, *spent, "first", "lower"]
    inputs = _inputs(shapes, ["headline"] * 9 + ["line", "inside"], [0] * 9 + [1] * 2)
    assert _steps(inputs, 0, 10) == {"words": 6, "sentences": 1, "figures": 2, "signs": 2, "lines": 1}
    assert _steps(inputs, 6, 4) == {"words": -2, "sentences": 0, "figures": -1, "signs": 0, "lines": 0}
    assert _steps(inputs, 5, 6) == {"words": 1, "sentences": 0, "figures": 0, "signs": 0, "lines": 0}


def test_few_words_are_counted_and_many_are_told_by_powers() -> None:
    inputs = _inputs(["lower"] * 900, ["inside"] * 900, [0] * 900)
    near = [_steps(inputs, 450, 450 + step)["words"] for step in range(-4, 5)]
    assert near == list(range(-4, 5))
    assert [_steps(inputs, 450, 450 + step)["words"] for step in (5, 6, 7, 40, 400)] == [5, 5, 6, 9, 14]
    assert _steps(inputs, 899, 0)["words"] == -MEASURES["words"]


@given(SHAPE_LISTS, st.data())
def test_each_measure_has_classes_of_its_own_and_tells_directions_apart(shapes: list[int], data: st.DataObject) -> None:
    inputs = _inputs([SHAPES[shape] for shape in shapes], ["inside"] * len(shapes), [0] * len(shapes))
    heads = np.array(data.draw(st.lists(st.integers(0, len(shapes) - 1), min_size=1, max_size=4)))
    columns = columns_of(positions_of(inputs), heads)
    assert columns.shape == (len(MEASURES), len(heads), len(shapes))
    bounds = np.cumsum([0, *(2 * most + 1 for most in MEASURES.values())])
    assert bounds[-1] == COLUMNS
    assert (columns >= bounds[:-1, None, None]).all()
    assert (columns < bounds[1:, None, None]).all()
    # Further to the right is never told as further to the left, and the head itself stands in the middle.
    assert (np.diff(columns, axis=2) >= 0).all()
    middles = bounds[:-1] + np.array(list(MEASURES.values()))
    assert (columns[:, np.arange(len(heads)), heads] == middles[:, None]).all()


@given(st.integers(1, 300), st.integers(0, 299), st.integers(0, 299), st.integers(1, 300))
def test_a_part_of_the_words_is_measured_like_the_whole(count: int, head: int, low: int, length: int) -> None:
    head, low = head % count, low % count
    inputs = _inputs(["number", "sign", "lower"] * count, ["line", "inside", "inside"] * count, [0] * 3 * count)
    positions = positions_of(inputs)
    whole = columns_of(positions, np.array([head]))
    part = columns_of(positions, np.array([head]), low, low + length)
    assert (part == whole[:, :, low : low + length]).all()
