"""What a larger model says is kept, and is heeded beside the labels."""

from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import normalize

from benchmarks.train_adapter.learner import contrastive_loss
from benchmarks.train_adapter.teacher import Teacher
from matcher.texts.encoder import text_key

NOBODY = torch.zeros(3, 3, dtype=torch.bool)
NO_NEGATIVES = torch.zeros(0, 3)


def loss(answers: torch.Tensor, taught: torch.Tensor | None, heed: float) -> float:
    asked = torch.eye(3)
    found = contrastive_loss(asked, answers, NO_NEGATIVES, NOBODY, 20.0, taught, heed)
    return float(found)


def test_who_agrees_with_the_teacher_loses_less():
    taught = normalize(torch.tensor([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]]), dim=-1)

    assert loss(taught, taught, 1.0) < loss(torch.eye(3), taught, 1.0)
    assert loss(taught, taught, 0.0) > loss(torch.eye(3), taught, 0.0)
    assert loss(taught, None, 0.0) == loss(taught, taught, 0.0)


def test_a_teacher_is_not_opened_for_what_it_has_read(tmp_path: Path):
    texts = ["a sonar", "a satellite"]
    vectors = np.eye(2, 4, dtype=np.float32)
    np.savez(tmp_path / "kept.npz", keys=np.array([text_key(t) for t in texts]), vectors=vectors)

    teacher = Teacher(tmp_path / "no such model", tmp_path / "kept.npz")

    assert teacher.read([texts[1], texts[0]]).tolist() == vectors[::-1].tolist()
