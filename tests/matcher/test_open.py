"""Which programmes does a matcher see?"""

from typer.testing import CliRunner

from api.cli import app
from matcher.settings import Settings, open_catalogue
from programmes.store import ProgrammeStore


def settings_with(folder, *programmes):
    with ProgrammeStore(folder / "store.db") as kept:
        kept.save_all(programmes)
    return Settings.load(store=folder / "store.db", cache=folder)


def test_what_an_organisation_keeps_joins_the_catalogue_where_it_is_asked_for(tmp_path, catalogue):
    one = catalogue.programmes[0].model_copy(update={"id": "our-own"})
    settings = settings_with(tmp_path, one)

    assert "our-own" in open_catalogue(settings, stored=True)
    assert "our-own" not in open_catalogue(settings, stored=False)


def test_a_stored_programme_does_not_take_the_place_of_a_built_in_one(tmp_path, catalogue):
    first = catalogue.programmes[0]
    settings = settings_with(tmp_path, first.model_copy(update={"name": "Another"}))

    assert open_catalogue(settings, stored=True).get(first.id).name == first.name


def test_a_store_that_is_not_there_is_no_empty_one(tmp_path):
    asked = ["rank", "x.csv", "--out", str(tmp_path / "run"), "--store", str(tmp_path / "no.db")]
    found = CliRunner().invoke(app, asked)

    assert found.exit_code == 2
    assert "is no file" in found.output
    assert not (tmp_path / "no.db").exists()
