"""Do settings survive the way to another process?"""

from pathlib import Path

import pytest

from matcher.settings import Settings


@pytest.mark.parametrize("adapter", [True, False, "file"])
@pytest.mark.parametrize("catalogue", [None, Path("/some/folder")])
def test_another_process_is_set_as_this_one(tmp_path, adapter, catalogue):
    tensors = tmp_path / "adapter.safetensors"
    tensors.touch()
    here = Settings(
        adapter=tensors if adapter == "file" else adapter,
        precision="f32",
        cache=tmp_path / "cache",
        store=tmp_path / "store.db",
        catalogue=catalogue,
    )
    there = {"ALLYMATCH_CATALOGUE": "/another", "ALLYMATCH_MODEL": "other"} | here.environ()

    assert Settings.load(there) == here
