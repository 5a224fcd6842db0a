"""Are many decisions shown byte for byte after the catalogue and the model have changed?"""

from typer.testing import CliRunner

from api.cli.commands import app
from profiles.model import Profile
from tests.api.inside import open_inside
from tests.api.serving import MUNICH
from tests.matcher.fakes import WordEncoder

DIANA = "nato-diana-2027"


def test_what_was_seen_is_written_whole(tmp_path, monkeypatch):
    inside = open_inside(tmp_path)
    client = inside.client("officer")
    seen = {}
    for number in range(12):
        one = {**MUNICH, "id": f"applicant-{number}", "trl": number % 9 + 1}
        inside.context.stores.profiles.save(Profile.model_validate(one))
        content = client.get(f"/v1/programmes/{DIANA}/candidates/applicant-{number}").content
        address = f"/v1/programmes/{DIANA}/judgments/applicant-{number}"
        seen[client.put(address, json={"grade": number % 4}).json()["id"]] = content
    store = inside.context.settings.store
    for number in range(12):
        one = {**MUNICH, "id": f"applicant-{number}", "description": "Tents.", "trl": 9}
        inside.context.stores.profiles.save(Profile.model_validate(one))
    inside.context.close()
    monkeypatch.setattr(WordEncoder, "encode", None)  # nothing is worked out anew

    for decision, content in seen.items():
        out = tmp_path / decision
        asked = ["replay", decision, "--store", str(store), "--out", str(out)]
        found = CliRunner().invoke(app, asked)
        assert found.exit_code == 0, found.output
        assert out.read_bytes() == content
    assert len(set(seen.values())) == 12


def test_an_unknown_decision_is_told(tmp_path):
    inside = open_inside(tmp_path)
    store = inside.context.settings.store
    _ = inside.context.stores
    inside.context.close()

    found = CliRunner().invoke(app, ["replay", "d-0", "--store", str(store)])

    assert found.exit_code == 1
    assert "decision" in str(found.exception)
