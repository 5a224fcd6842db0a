"""Thirty-six firms of the kinds that ask: sixteen that one named system is made for, twenty others.

None of them exists. Each says what such a firm says of itself, and leaves out what such a firm
leaves out.
"""

from __future__ import annotations

from typing import Any

from profiles.model import Profile

__all__ = ["DAYS", "FIRMS", "MADE_FOR", "firm"]

DAYS = ("2026-02-01", "2026-06-15", "2026-11-28")
"""A day in winter, one while DIANA and UKDI are open, and one between the calls."""


def firm(name: str, text: str, home: str | None = None, **facts: Any) -> Profile:
    """A firm that sits in, and is controlled from, one country, unless its facts say otherwise."""
    said: dict[str, Any] = {"id": name.lower().replace(" ", "-"), "name": name, "description": text}
    if home is not None:
        said |= dict.fromkeys(("incorporated_in", "headquarters", "managed_from"), home)
        said |= {"controlled_from": [home]}
    return Profile(**said | facts)


def _seeks(amount: float, *instruments: str, currency: str = "EUR") -> dict[str, Any]:
    return {"amount": amount, "currency": currency, "instruments": list(instruments)}


_CLEAN = {"sanctioned": False, "owns_technology": True, "civil_use": True, "defence_use": True}
_MAKER = {
    "sanctioned": False, "civil_use": False, "defence_use": True, "weapon": True,
    "owns_technology": True, "non_eligible_content_share": 0.1, "trl": 9,
}  # fmt: skip

MADE_FOR: dict[str, tuple[str, str, Profile]] = {
    "nato-innovation-fund": ("now", "2026-11-28", firm(
        "Lattice Cold",
        "We grow diamond and silicon-carbide crystals for quantum sensors and radiation-hard chips."
        " Our deep-tech start-up raises a series A round to build a pilot line and looks for a"
        " patient shareholder who stays for fifteen years.",
        "IT", trl=6, stage="series-a", founded="2021-04-01", headcount=24, turnover_eur=600_000,
        balance_sheet_eur=3_000_000, weapon=False, seeking=_seeks(12_000_000, "equity"),
        areas=["quantum", "materials-manufacturing"], **_CLEAN)),
    "us-diu-cso": ("now", "2026-11-28", firm(
        "Prairie Autonomy",
        "Commercial self-driving software for trucks and ground vehicles, sold to mines and"
        " railways. One operator commands many vehicles at once. We want to prototype it with"
        " American soldiers and then sell it in production.",
        "US", trl=8, headcount=160, founded="2017-05-01", weapon=False,
        seeking=_seeks(1_500_000, "contract", currency="USD"), areas=["autonomy-robotics"],
        **_CLEAN)),
    "nato-diana-2027": ("now", "2026-06-15", firm(
        "Aquila Timing",
        "Chip-scale atomic clocks and inertial navigation that hold position and time when"
        " satellite signals are jammed, for telecom masts and for soldiers' radios. Tested in the"
        " laboratory and on a moving vehicle.",
        "DE", trl=5, founded="2022-03-01", headcount=14, turnover_eur=200_000,
        balance_sheet_eur=900_000, weapon=False, identifiers={"duns": "123456789"},
        seeking=_seeks(300_000, "contract"), areas=["em-spectrum-pnt"], **_CLEAN)),
    "uk-ukdi": ("now", "2026-06-15", firm(
        "Tamar Survey",
        "Drones with ground-penetrating radar and sonar that measure the depth, flow and banks of a"
        " river and tell from a distance whether the ground bears vehicles and bridges.",
        "GB", trl=5, founded="2020-02-01", headcount=11, weapon=False,
        seeking=_seeks(800_000, "contract", currency="GBP"),
        areas=["sensing-surveillance", "autonomy-robotics"], **_CLEAN)),
    "eic-accelerator": ("now", "2026-11-28", firm(
        "Sol Retina",
        "A breakthrough photonic processor that cuts the energy of data centres tenfold. We have a"
        " working prototype and need a grant with equity to scale up and enter the market alone.",
        "PT", trl=6, stage="series-a", founded="2021-06-01", headcount=30, turnover_eur=400_000,
        balance_sheet_eur=2_000_000, weapon=False,
        seeking=_seeks(9_000_000, "grant", "equity"), areas=["ai-data-decision"],
        statements={"eic-accelerator-submissions": True}, **_CLEAN)),
    "edf-2026": ("now", "2026-06-15", firm(
        "Vega Marine",
        "Autonomous underwater vehicles and seabed sensors that protect cables and find mines,"
        " developed with navies and with partners from three countries.",
        "ES", trl=6, headcount=90, founded="2012-01-01", turnover_eur=11_000_000,
        balance_sheet_eur=9_000_000, weapon=False, non_eligible_content_share=0.1,
        partners=[{"name": "Norrsonar", "country": "SE"}, {"name": "Boreas", "country": "FI"}],
        seeking=_seeks(4_000_000, "grant"), areas=["maritime-undersea"],
        statements={"edf-2026-assets": True},
        **_CLEAN | {"civil_use": False})),
    "nspa-patriot-gem-t-2024": ("supply", "2026-11-28", firm(
        "Isarmotoren",
        "Solid rocket motors, thermal batteries and radar seekers for large surface-to-air"
        " interceptors such as Patriot GEM-T, and X-ray stands that accept them.",
        "DE", headcount=210, areas=["air-defence-effectors"], certifications=["AQAP 2110"],
        seeking=_seeks(20_000_000, "contract"), **_MAKER)),
    "nspa-155mm-2024": ("supply", "2026-11-28", firm(
        "Forges de Bourgogne",
        "We forge and machine 155 mm shell bodies, make driving bands and fuzes, and deliver to the"
        " makers of artillery rounds for CAESAR howitzers.",
        "FR", headcount=180, areas=["air-defence-effectors"], certifications=["AQAP 2110"],
        **_MAKER)),
    "nato-defence-production-action-plan": ("supply", "2026-11-28", firm(
        "Line Nord",
        "Automation, robotic filling and quality control that let munitions factories make more,"
        " and planning software that adds up the demand of many nations into one forecast for"
        " industry. We build new production capacity and second sources.",
        "NO", headcount=60, areas=["air-defence-effectors", "materials-manufacturing"],
        **_MAKER | {"weapon": False})),
    "uk-multinational-procurement-initiative": ("supply", "2026-11-28", firm(
        "Severn Effectors",
        "Modular missile sections, tactical rocket motors, insensitive warheads and seekers with"
        " open interfaces, for missile makers in several European nations, with printed metal"
        " parts and automated assembly.",
        "GB", headcount=120, areas=["air-defence-effectors"], **_MAKER)),
    "czech-ammunition-initiative": ("supply", "2026-11-28", firm(
        "Munice Vltava",
        "We refurbish large-calibre ammunition from stocks throughout the world, 152 mm, 122 mm and"
        " 155 mm: new fuzes and propellant, X-ray inspection, firing tests, and rail transport to"
        " Ukraine.",
        "CZ", headcount=140, areas=["air-defence-effectors"], **_MAKER)),
    "nspa-ammunition-support-partnership": ("supply", "2026-11-28", firm(
        "Depot Care",
        "Storage, surveillance and disposal of ammunition through its life: depot sensors for"
        " humidity and temperature, inspection of ageing lots, demilitarisation and recycling of"
        " explosives, and spares for shoulder-launched missiles.",
        "BE", headcount=75, areas=["air-defence-effectors", "infrastructure-logistics"],
        **_MAKER | {"weapon": False})),
    "european-sky-shield-initiative": ("supply", "2026-11-28", firm(
        "Alpenradar",
        "Air surveillance and fire-control radar, passive infrared sensors, and battle management"
        " that joins short-range guns, IRIS-T launchers and Patriot into one layered ground-based"
        " air defence.",
        "AT", headcount=95, areas=["sensing-surveillance", "air-defence-effectors"],
        **_MAKER | {"weapon": False})),
    "safe": ("supply", "2026-11-28", firm(
        "Motori Pelikan",
        "European motors, batteries, cameras and autopilots for drones in series, which replace"
        " parts from elsewhere, with bills of materials that prove the origin of each part.",
        "PL", headcount=85, areas=["autonomy-robotics"], **_MAKER | {"weapon": False})),
    "edip": ("now", "2026-11-28", firm(
        "Pulberi Prahova",
        "We raise the production capacity for gunpowder, propellant and explosives for ammunition"
        " and missiles, with a second line beside the first and a partner in Slovakia.",
        "RO", headcount=320, areas=["air-defence-effectors", "materials-manufacturing"],
        partners=[{"name": "Vahchem", "country": "SK"}],
        seeking=_seeks(15_000_000, "grant"), statements={"edip-security-interests": True},
        **_MAKER)),
    "eudis-business-accelerator": ("now", "2026-05-10", firm(
        "Karst Robotics",
        "A young start-up with a ground robot for clearing rubble that wants coaching, mentors and"
        " investors to enter the defence market.",
        "SI", trl=6, stage="seed", founded="2024-02-01", headcount=6, turnover_eur=50_000,
        balance_sheet_eur=90_000, weapon=False, seeking=_seeks(65_000, "services", "grant"),
        areas=["autonomy-robotics"],
        statements={"eudis-business-accelerator-signatories": True}, **_CLEAN)),
}  # fmt: skip
"""Of a named system: its section, a day on which it is there, and a firm that it is made for."""

_OTHERS = (
    firm("Delft Wings",
         "Delft Wings BV, based in Delft, the Netherlands. We are 22 people and build drones whose"
         " cameras navigate without satellite signals. They flew 300 tests with the Dutch army. We"
         " look for EUR 8 million of equity to start series production."),
    firm("Poznan Quantum",
         "Gravimeters and magnetometers with cold atoms that find tunnels and navigate submarines.",
         "PL", trl=4, founded="2023-01-01", headcount=9, weapon=False, areas=["quantum"],
         seeking=_seeks(1_200_000, "grant"), **_CLEAN),
    firm("Fjord Mesh",
         "Software-defined mesh radios for rescue teams and infantry, kept alive under jamming.",
         "NO", trl=7, founded="2019-01-01", headcount=28, turnover_eur=3_000_000, weapon=False,
         areas=["communications"], seeking=_seeks(3_000_000, "grant", "contract"), **_CLEAN),
    firm("Haifa Optics",
         "Thermal cameras and targeting pods, in service with two armies.", "IL", trl=9,
         headcount=140, weapon=False, areas=["sensing-surveillance"], defence_use=True),
    firm("Brisbane Hypersonics",
         "Scramjet test vehicles and hot structures for hypersonic flight.", "AU", trl=6,
         headcount=55, weapon=False, areas=["materials-manufacturing"],
         seeking=_seeks(5_000_000, "contract", currency="AUD"), **_CLEAN),
    firm("Kyoto Actuators",
         "Small high-torque actuators and motors for robots, made in series.", "JP", trl=9,
         headcount=300, weapon=False, areas=["autonomy-robotics"], **_CLEAN),
    firm("Daejeon Cells",
         "High-energy battery cells and packs for uncrewed aircraft and soldiers.", "KR", trl=8,
         headcount=110, weapon=False, areas=["energy-propulsion"], **_CLEAN),
    firm("Zurich Lidar",
         "Solid-state lidar that sees through dust and fog, for trains and vehicles.", "CH", trl=7,
         founded="2018-01-01", headcount=45, weapon=False, areas=["sensing-surveillance"],
         seeking=_seeks(6_000_000, "equity"), **_CLEAN),
    firm("Graz Medical",
         "A tourniquet with sensors and a patch that warns medics of shock.", "AT", trl=6,
         founded="2021-01-01", headcount=12, weapon=False, areas=["human-bio"],
         seeking=_seeks(900_000, "grant"), **_CLEAN),
    firm("Cork Maritime",
         "Software that finds ships which hide their position, from satellite and radio data.",
         "IE", trl=8, founded="2020-01-01", headcount=17, weapon=False,
         areas=["maritime-undersea"], seeking=_seeks(2_000_000, "equity", "grant"), **_CLEAN),
    firm("Toronto Vision",
         "Vision software on board small drones that maps buildings.", "CA", trl=6,
         founded="2021-01-01", headcount=19, weapon=False, areas=["autonomy-robotics"],
         seeking=_seeks(1_000_000, "grant", currency="CAD"), **_CLEAN),
    firm("Kharkiv Strike",
         "Interceptor drones and guided munitions against drones, used at the front.", "UA",
         trl=9, headcount=70, weapon=True, areas=["air-defence-effectors"], sanctioned=False,
         defence_use=True),
    firm("Ankara Propulsion",
         "Small turbojet engines for target drones and cruise missiles.", "TR", trl=8,
         headcount=65, weapon=False, areas=["energy-propulsion"], sanctioned=False,
         defence_use=True),
    firm("Shenzhen Held",
         "Radar modules for cars and drones.", "DE", controlled_from=["CN"], trl=7, headcount=40,
         weapon=False, areas=["sensing-surveillance"], **_CLEAN),
    firm("Bristol Cyber",
         "Intrusion detection for ships, trains and power plants; sold to two navies.", "GB",
         trl=9, headcount=60, turnover_eur=6_000_000, weapon=False,
         areas=["cyber-information-security"], seeking=_seeks(1_000_000, "loan", currency="GBP"),
         **_CLEAN),
    firm("Denver Orbit",
         "Radiation-tolerant computers for small satellites; two flights.", "US", trl=7,
         founded="2019-01-01", headcount=34, weapon=False, areas=["space"],
         seeking=_seeks(1_250_000, "contract", currency="USD"), **_CLEAN),
    firm("Bakery Lindner", "We bake bread and rolls in the old town and deliver to cafes.", "DE"),
    firm("Stealth Start", "Dual-use AI."),
    firm("Athens Watch",
         "Camera masts and software that watch straits and borders by day and night.", "GR",
         trl=7, headcount=26, founded="2018-01-01", weapon=False,
         areas=["sensing-surveillance"], seeking=_seeks(2_500_000, "loan", "grant"), **_CLEAN),
    firm("Tallinn Rover",
         "Uncrewed ground vehicles that carry supplies and wounded, in series for three armies.",
         "EE", trl=9, headcount=90, founded="2015-01-01", turnover_eur=9_000_000, weapon=False,
         areas=["autonomy-robotics"], seeking=_seeks(10_000_000, "equity"), **_CLEAN),
)  # fmt: skip

FIRMS: dict[str, Profile] = {
    one.id: one for one in (*(made for _, _, made in MADE_FOR.values()), *_OTHERS)
}
