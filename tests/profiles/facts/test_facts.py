"""Texts of our own, the facts that they say, and what they only seem to say."""

# ruff: noqa: E501, RUF001 - texts are shown whole, in the alphabets of their languages

from __future__ import annotations

from typing import Any

import pytest

from profiles.facts import read_facts, with_read
from profiles.model import Profile


def told(text: str) -> dict[str, Any]:
    return {field: fact.value for field, fact in read_facts(text).items()}


SAYS = [
    (
        "Tallinn, Estonia | founded 2024 | ~60 people | Seed",
        {"founded": "2024", "headcount": 60, "headquarters": "EE", "stage": "seed"},
    ),
    (
        "Employees: 100 / TRL: 8 / Where: Barcelona",
        {"headcount": 100, "headquarters": "ES", "trl": 8},
    ),
    (
        "Kestrel Robotics is an Ottawa-based company that builds autonomous ground vehicles. It is 100% Canadian-owned and employs 45 people.",
        {"controlled_from": ["CA"], "headcount": 45, "headquarters": "CA"},
    ),
    (
        "Polaris GmbH, headquartered in Munich, builds radar sensors. We raised €4.5 million in seed funding from HTGF in 2023.",
        {
            "headquarters": "DE",
            "incorporated_in": "DE",
            "raised": {"amount": 4500000.0, "currency": "EUR", "of": "round"},
            "stage": "seed",
        },
    ),
    (
        "The global drone market is worth $40 billion. We are seeking €2M in seed funding.",
        {"seeking": {"amount": 2000000.0, "currency": "EUR", "of": "round"}, "stage": "seed"},
    ),
    ("TRL 9 is our goal; today we are at TRL 4.", {"trl": 4}),
    (
        "We are not a weapons company. Our software helps farmers and the armed forces plan routes.",
        {"civil_use": True, "defence_use": True, "weapon": False},
    ),
    (
        "Aurora develops loitering munitions and one-way attack drones for NATO armies.",
        {"defence_use": True, "weapon": True},
    ),
    (
        "Die Firma wurde 2018 gegründet, hat ihren Sitz in Aachen und beschäftigt rund 85 Mitarbeiter. Der Umsatz lag 2024 bei 12,5 Mio. Euro.",
        {
            "founded": "2018",
            "headcount": 85,
            "headquarters": "DE",
            "turnover": {"amount": 12500000.0, "currency": "EUR", "of": "2024"},
        },
    ),
    (
        "Das Münchner Start-up Sensorik entwickelt Lidar für Landmaschinen und hat 3 Mio. Euro in einer Seed-Runde eingesammelt.",
        {
            "civil_use": True,
            "headquarters": "DE",
            "raised": {"amount": 3000000.0, "currency": "EUR", "of": "round"},
            "stage": "seed",
        },
    ),
    (
        "Fondée en 2017 à Grenoble, la société emploie 32 salariés et a réalisé un chiffre d'affaires de 4,2 millions d'euros en 2023.",
        {
            "founded": "2017",
            "headcount": 32,
            "turnover": {"amount": 4200000.0, "currency": "EUR", "of": "2023"},
        },
    ),
    (
        "Implantée à Toulouse, notre PME conçoit des drones pour l'agriculture et la défense.",
        {"civil_use": True, "defence_use": True, "headquarters": "FR"},
    ),
    (
        "Spółka z siedzibą w Gdańsku zatrudnia 45 pracowników. Firma powstała w 2016 roku i pozyskała 3 mln zł od inwestorów.",
        {
            "founded": "2016",
            "headcount": 45,
            "headquarters": "PL",
            "raised": {"amount": 3000000.0, "currency": "PLN", "of": "round"},
        },
    ),
    (
        "Empresa española con sede en Madrid, fundada en 2015, cuenta con un equipo de 28 personas y ha levantado 2,5 millones de euros.",
        {
            "founded": "2015",
            "headcount": 28,
            "headquarters": "ES",
            "raised": {"amount": 2500000.0, "currency": "EUR", "of": "round"},
        },
    ),
    (
        "Azienda italiana con sede a Pisa, fondata nel 2014. Il team conta 35 persone. Nel 2022 ha raccolto 6 milioni di euro in un round Serie A.",
        {
            "founded": "2014",
            "headcount": 35,
            "headquarters": "IT",
            "raised": {"amount": 6000000.0, "currency": "EUR", "of": "round"},
            "stage": "series-a",
        },
    ),
    (
        "Ons bedrijf is gevestigd in Delft en werd opgericht in 2019. We hebben 22 medewerkers en haalden in 2023 1,5 miljoen euro op.",
        {
            "founded": "2019",
            "headcount": 22,
            "headquarters": "NL",
            "raised": {"amount": 1500000.0, "currency": "EUR", "of": "round"},
        },
    ),
    (
        "Bolaget grundades 2012, har huvudkontor i Linköping och 60 anställda. Omsättningen var 45 MSEK 2023.",
        {"founded": "2012", "headcount": 60, "headquarters": "SE"},
    ),
    (
        "Quantum Systems, founded in 2015, is headquartered in Gilching near Munich, Germany. The company employs more than 400 people and closed a €63.6 million Series B.",
        {
            "founded": "2015",
            "headcount": 400,
            "headquarters": "DE",
            "raised": {"amount": 63600000.0, "currency": "EUR", "of": "round"},
            "stage": "series-b",
        },
    ),
    ("The firm is wholly owned by Japanese conglomerate Hitachi.", {"controlled_from": ["JP"]}),
    (
        "NordSat is a subsidiary of the Norwegian Kongsberg group. It is based in Tromsø.",
        {"controlled_from": ["NO"], "headquarters": "NO"},
    ),
    (
        "Our satellites have been in orbit since 2021 and our customers include ESA and the French Navy.",
        {"trl_range": [8, 9]},
    ),
    ("The prototype was validated in the laboratory in 2024.", {"trl_range": [3, 5]}),
    ("The system is in series production and battle-proven in Ukraine.", {"trl_range": [8, 9]}),
    ("We achieved TRL 6 in 2024 and will reach TRL 8 by the end of 2026.", {"trl": 6}),
    ("The project will bring the technology from TRL 4 to TRL 7.", {"trl": 4}),
    ("The technology has progressed from TRL 3 to TRL 6.", {"trl": 6}),
    (
        "We hold ISO 9001 and ISO 27001 certification and are working towards AS9100.",
        {"certifications": ["ISO 9001", "ISO 27001"]},
    ),
    (
        "Our CAGE code is 7XK41 and our DUNS number is 123456789.",
        {"identifiers": {"duns": "123456789", "cage": "7XK41"}},
    ),
    (
        "Helsing raised €209M in Series B. Its founders served in the military.",
        {"raised": {"amount": 209000000.0, "currency": "EUR", "of": "round"}, "stage": "series-b"},
    ),
    (
        "Revenue target of €10M by 2028. Current revenue: €1.2M.",
        {"turnover": {"amount": 1200000.0, "currency": "EUR", "of": "year"}},
    ),
    (
        "With its headquarters in Copenhagen and 120 employees, MyDefence makes wearable counter-drone systems.",
        {"headcount": 120, "headquarters": "DK"},
    ),
    (
        "MyDefence A/S er en dansk virksomhed stiftet i 2013 med 100 ansatte.",
        {"founded": "2013", "headcount": 100, "headquarters": "DK", "incorporated_in": "DK"},
    ),
    (
        "Bootstrapped and profitable, the team of twelve serves hospitals across Europe.",
        {"civil_use": True, "headcount": 12},
    ),
    (
        "About us\nWe are a team of 15 engineers in Prague.\nFounded: 2020",
        {"founded": "2020", "headcount": 15, "headquarters": "CZ"},
    ),
    ("Our mission is to defend networks against cyber attacks in hospitals.", {"civil_use": True}),
    (
        "Company: Orbital Ltd\nHQ: Harwell, UK\nTeam size: 11-50\nLast round: Series A ($12M)\nRevenue: n/a",
        {
            "headcount_range": [11, 50],
            "headquarters": "GB",
            "raised": {"amount": 12000000.0, "currency": "USD", "of": "round"},
            "stage": "series-a",
        },
    ),
    (
        "Sitz: 80331 München, Gründungsjahr: 2021, Mitarbeiterzahl: 12",
        {"founded": "2021", "headcount": 12, "headquarters": "DE"},
    ),
    (
        "Siège social : Lyon\nEffectif : 25\nCréation : 2018\nCA 2023 : 2 M€",
        {"founded": "2018", "headcount": 25, "headquarters": "FR"},
    ),
    (
        "Siedziba: Warszawa\nRok założenia: 2019\nZatrudnienie: 30 osób",
        {"founded": "2019", "headcount": 30, "headquarters": "PL"},
    ),
    (
        "Estonian startup Milrem Robotics has closed a €10 million Series A led by Berlin's Project A.",
        {
            "headquarters": "EE",
            "raised": {"amount": 10000000.0, "currency": "EUR", "of": "round"},
            "stage": "series-a",
        },
    ),
    (
        "We were founded at ETH Zurich in 2018. The laboratory has 300 employees.",
        {"founded": "2018"},
    ),
    ("Some 40% of our 12 staff are PhDs.", {"headcount": 12}),
    (
        "Our 3D printers are used by the US Army and by dental clinics.",
        {"civil_use": True, "defence_use": True, "trl_range": [8, 9]},
    ),
    ("Registered in England and Wales. Company number 12345678.", {"incorporated_in": "GB"}),
    (
        "Incorporated in Delaware with engineering in Kyiv, we build FPV drones for the Ukrainian army.",
        {"defence_use": True, "incorporated_in": "US"},
    ),
    (
        "A French deeptech company, Pasqal, raised 100 million euros in a Series B round in January 2023.",
        {
            "headquarters": "FR",
            "raised": {"amount": 100000000.0, "currency": "EUR", "of": "round"},
            "stage": "series-b",
        },
    ),
    (
        "Acme, a Dutch scale-up, was founded in 2011 in Eindhoven.",
        {"founded": "2011", "headquarters": "NL"},
    ),
    (
        "ТОВ «Скайтон» — українська компанія, заснована у 2014 році. У компанії працює 500 співробітників.",
        {"founded": "2014", "headcount": 500, "headquarters": "UA", "incorporated_in": "UA"},
    ),
    (
        "Výrobce dronů se sídlem v Praze, založen v roce 2017, má 40 zaměstnanců.",
        {"founded": "2017", "headcount": 40, "headquarters": "CZ"},
    ),
    (
        "Yritys on perustettu vuonna 2016 ja sen pääkonttori sijaitsee Tampereella. Työllistämme 45 työntekijää.",
        {"founded": "2016", "headcount": 45, "headquarters": "FI"},
    ),
    (
        "We have raised a total of $18.5M to date, including a $14M Series A led by a16z in 2024.",
        {"raised": {"amount": 18500000.0, "currency": "USD", "of": "total"}, "stage": "series-a"},
    ),
    (
        "Annual turnover of £3.2m (2023), 35 FTE, established 2009 in Bristol.",
        {
            "founded": "2009",
            "headcount": 35,
            "turnover": {"amount": 3200000.0, "currency": "GBP", "of": "2023"},
        },
    ),
    (
        "We recently opened a subsidiary in Austin, Texas, while our headquarters remain in Helsinki.",
        {"headquarters": "FI"},
    ),
    (
        "Unlike kamikaze drones, our platform carries medical supplies to hospitals.",
        {"civil_use": True},
    ),
    (
        "Startup from Lithuania developing autonomous boats; pre-seed; team of 6.",
        {"headcount": 6, "headquarters": "LT", "stage": "pre-seed"},
    ),
    (
        "We are a London-based, VC-backed startup with 25 employees.",
        {"headcount": 25, "headquarters": "GB"},
    ),
    ("Our team is based in Vienna, Austria.", {"headquarters": "AT"}),
    (
        "The company has 250+ employees across Europe, and its HQ is in Rotterdam.",
        {"headcount": 250, "headquarters": "NL"},
    ),
    (
        "Since 2008, Novair has developed oxygen generators for hospitals.",
        {"civil_use": True, "founded": "2008"},
    ),
    (
        "BlueHalo? No: we are an SME of 18 people near Stuttgart.",
        {"headcount": 18, "headquarters": "DE"},
    ),
    ("Nuestro objetivo es llegar a TRL 9 en 2027; actualmente estamos en TRL 5.", {"trl": 5}),
    ("Notre technologie est aujourd'hui au TRL 6 et nous visons le TRL 8 d'ici 2026.", {"trl": 6}),
    ("Unsere Technologie hat TRL 7 erreicht.", {"trl": 7}),
    ("Osiągnęliśmy TRL 6, celem jest TRL 9.", {"trl": 6}),
]

NOTHING = [
    "We help customers in Germany and France. Our investors include Berlin-based Earlybird.",
    "We plan to grow to 50 employees by 2027 and open an office in Paris.",
    "Our competitor Foo raised $100M in a Series B last year.",
    "Our radar detects incoming missiles and loitering munitions.",
    "Wir planen, bis 2027 200 Mitarbeiter einzustellen und einen Umsatz von 50 Mio. Euro zu erreichen.",
    "The call requires TRL 5 or above.",
    "The company was awarded a €2.5 million EIC grant and won a $10M contract with the Pentagon.",
    "Founded by two former Google engineers, Acme has offices in London and New York.",
    "She previously led a team of 40 people at Airbus in Toulouse.",
    "We serve companies with 50 to 500 employees.",
    "The seed drill market in Spain is growing. We make seed coating.",
    "Now hiring: 10 engineers in Berlin.",
    "Our technology is ITAR-free and made in Germany.",
    "We build rocket engines for small satellite launchers.",
]


@pytest.mark.parametrize(("text", "facts"), SAYS, ids=[text[:40] for text, _ in SAYS])
def test_a_text_gives_the_facts_that_it_says_and_no_others(
    text: str, facts: dict[str, Any]
) -> None:
    assert told(text) == facts


@pytest.mark.parametrize("text", NOTHING, ids=[text[:40] for text in NOTHING])
def test_what_is_about_others_or_about_plans_is_no_fact(text: str) -> None:
    assert told(text) == {}


def test_the_quote_is_what_stands_in_the_text() -> None:
    text = "**Acme** builds clocks.\nIt is based in **Delft**, the Netherlands."

    fact = read_facts(text)["headquarters"]

    assert text[fact.start : fact.end] == "based in **Delft**, the Netherlands"


def test_a_statement_goes_before_a_sentence() -> None:
    text = "We are based in Paris.\n\nHQ: Berlin"

    assert (read_facts(text)["headquarters"].value, read_facts(text)["headquarters"].basis) == (
        "DE",
        "stated",
    )


def test_a_text_that_says_both_yes_and_no_says_neither() -> None:
    assert "weapon" not in told("We are not a weapons company.\nWe build loitering munitions.")


def test_what_is_stated_in_a_profile_is_not_read_again() -> None:
    known = Profile(
        name="Acme", description="We are based in Delft and employ 14 people.", headcount=20
    )

    read = with_read(known).read

    assert {field: (fact.value, fact.quote) for field, fact in read.items()} == {
        "headquarters": ("NL", "based in Delft")
    }


@pytest.mark.parametrize("name", ["Cartagena", "Valencia", "Unheardofville"])
def test_a_town_that_two_countries_have_is_in_neither(name: str) -> None:
    assert told(f"We are based in {name}.") == {}
