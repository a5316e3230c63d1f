"""A training that goes on from its checkpoint takes the same steps as one that was never stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from ketluan.errors import ModelError  # noqa: E402
from ketluan.model.checkpoint import load_checkpoint, save_checkpoint  # noqa: E402

Parts = tuple[torch.nn.Linear, torch.optim.AdamW, torch.optim.lr_scheduler.LambdaLR]


def _parts(width: int = 3) -> Parts:
    torch.manual_seed(7)
    layer = torch.nn.Linear(width, 2)
    optimizer = torch.optim.AdamW([{"params": [layer.weight], "lr": 0.1}, {"params": [layer.bias], "lr": 0.2}])
    return layer, optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 / (step + 1))


def _step(parts: Parts) -> None:
    layer, optimizer, schedule = parts
    layer(torch.ones(1, layer.in_features)).pow(2).sum().backward()
    optimizer.step()
    optimizer.zero_grad()
    schedule.step()


def test_it_goes_on_as_if_it_had_not_stopped(tmp_path: Path) -> None:
    whole, resumed = _parts(), _parts()
    for _ in range(2):
        _step(whole)
    save_checkpoint(tmp_path / "point", whole[0], whole[1], {"schedule": whole[2].state_dict(), "epoch": 2})
    assert [path.name for path in tmp_path.iterdir()] == ["point"]
    notes = load_checkpoint(tmp_path / "point", resumed[0], resumed[1])
    resumed[2].load_state_dict(notes["schedule"])
    assert notes["epoch"] == 2
    for _ in range(2):
        _step(whole)
        _step(resumed)
        assert whole[2].get_last_lr() == resumed[2].get_last_lr()
    assert torch.equal(whole[0].weight, resumed[0].weight)
    assert torch.equal(whole[0].bias, resumed[0].bias)


@pytest.mark.parametrize("content", ["pickle", "foreign", "cut", "other sizes"])
def test_what_is_no_such_checkpoint_is_refused(tmp_path: Path, content: str) -> None:
    point, (layer, optimizer, _) = tmp_path / "point", _parts()
    save_checkpoint(point, *_parts(4 if content == "other sizes" else 3)[:2], {})
    if content == "pickle":
        torch.save(layer.state_dict(), point)
    elif content == "foreign":
        from safetensors.torch import save_file

        save_file(layer.state_dict(), point)
    elif content == "cut":
        point.write_bytes(point.read_bytes()[:-9])
    with pytest.raises(ModelError, match="delete it to begin anew"):
        load_checkpoint(point, layer, optimizer)
