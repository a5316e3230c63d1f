"""Which precision a training takes, and that measuring it leaves the training's numbers alone."""

from __future__ import annotations

from functools import _lru_cache_wrapper

import pytest
import torch

from ketluan.model import machine


@pytest.mark.parametrize("slow", [True, False])
def test_the_faster_precision_is_taken(slow: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(machine.time, "perf_counter", lambda: now[0])
    steps: list[bool] = []

    def step(bf16: bool) -> None:
        first = bf16 not in steps
        steps.append(bf16)
        # What the first of each takes is the warming up.
        now[0] += 100.0 * bf16 if first else 2.0 if bf16 is slow else 1.0

    assert machine.faster_in_bf16(step) is not slow


def test_a_processor_without_16_bits_takes_32() -> None:
    def step(bf16: bool) -> None:
        if bf16:
            raise RuntimeError("could not create a primitive descriptor")

    assert machine.faster_in_bf16(step) is False


@pytest.mark.parametrize("width", [True, False])
def test_a_step_that_fails_for_another_reason_fails(width: bool) -> None:
    def step(bf16: bool) -> None:
        if bf16 is width:
            raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError, match="out of memory"):
        machine.faster_in_bf16(step)


@pytest.mark.parametrize("measure", [machine.lstm_in_bf16, machine.encoder_in_bf16])
def test_measuring_draws_no_number(measure: _lru_cache_wrapper[bool]) -> None:
    measure.cache_clear()
    state = torch.random.get_rng_state()
    with torch.no_grad():  # as where an encoder reads that does not learn
        assert measure() in (True, False)
    assert torch.equal(torch.random.get_rng_state(), state)
