"""How soon is a team for a topic there, among five thousand startups, and does it keep the rules?

Startups are drawn: what they make is put together from sentences of their trade, seats are spread
over 34 countries, and facts are missing here and there. Vectors are kept, as a server has them.
Topics of EDF 2026 are asked about; then every team is looked through by other code: whom a rule
refuses, from how many countries they are. Of forty drawn candidates all teams are tried.

    python -m benchmarks.teams [--firms 5000] [--topics 12]
"""

from __future__ import annotations

import argparse
import json
import random
import time
from itertools import combinations

import numpy as np

from matcher.eligibility.answer import Answer
from matcher.eligibility.columns import Frame
from matcher.eligibility.verdicts import answers
from matcher.pooling.teams.choice import TeamRequest, score, teams
from matcher.pooling.teams.conditions import conditions_of, named_topic
from matcher.pooling.teams.partners import Partners, partners
from matcher.settings import Settings, open_encoder
from profiles.model import Profile
from profiles.vocabulary import instant
from programmes.model import Programme
from programmes.read import load_catalogue

ON = "2026-04-15"
SEATS = tuple(
    """AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL NO PL PT RO SE SI SK TR
    UA US CA""".split()  # noqa: SIM905 - codes are read more easily than a list of them
)
TRADES = (
    "Radar sensors that find small drones",
    "Sonar arrays for shallow water",
    "Encrypted radio links for vehicles",
    "Batteries for soldiers and small robots",
    "Composite plates that stop bullets",
    "Software that fuses pictures of many cameras",
    "Laser links between satellites",
    "Autonomous boats that look for mines",
    "Turbines for small missiles",
    "Optical clocks for navigation without satellites",
    "Cyber ranges that train defenders",
    "Medical kits that keep blood cold",
    "Simulators for pilots of helicopters",
    "Antennas that follow satellites from a moving truck",
    "Models that foresee the wear of engines",
    "Energetic materials for guided shells",
)
USES = ("for navies", "for land forces", "for air defence", "for patrols at borders", "for rescue")


def firms(count: int, seed: int = 5) -> list[Profile]:
    """Drawn startups."""
    drawn = random.Random(seed)
    found = []
    for number in range(count):
        seat = drawn.choice(SEATS)
        made = ". ".join(
            f"{trade} {drawn.choice(USES)}" for trade in drawn.sample(TRADES, drawn.randint(1, 3))
        )
        said: dict[str, object] = {"id": f"f{number:04}", "name": f"Firm {number}"}
        said |= {"description": f"{made}.", "incorporated_in": seat}
        if drawn.random() < 0.8:
            owner = seat if drawn.random() < 0.9 else drawn.choice(("CN", "US", "GB"))
            said |= {"managed_from": seat, "headquarters": seat, "controlled_from": [owner]}
        if drawn.random() < 0.5:
            said["trl"] = drawn.randint(2, 9)
        found.append(Profile.model_validate(said))
    return found


def broken(
    found: Partners, programme: Programme, topic: str, by_id: dict[str, Profile]
) -> list[str]:
    """What is wrong with the teams, by rules written out anew."""
    rule, conditions = conditions_of(programme, named_topic(programme, topic))
    wrong = []
    for team in found.teams:
        members = [by_id[one.profile] for one in team.members]
        for criterion in conditions:
            refused = answers(criterion, Frame.of(members), on=instant(ON)) == Answer.UNMET
            wrong += [f"{topic}: {m.id}" for m, no in zip(members, refused, strict=True) if no]
        if rule is not None and rule.within is not None:
            frame = [m for m in members if m.incorporated_in]
            countries = {m.incorporated_in for m in frame}
            if len(frame) < rule.entities or len(countries) < rule.countries:
                wrong.append(f"{topic}: {len(frame)} members of {len(countries)} countries")
    return wrong


def not_the_best(tries: int, seed: int = 11) -> int:
    """In how many draws of forty candidates the solver's team is not the best of all."""
    chance = np.random.default_rng(seed)
    worse = 0
    for _ in range(tries):
        cells = chance.integers(0, 1001, (40, 5))
        wanted = TeamRequest(
            strengths=np.where(cells < 600, 0, cells),
            unsure=chance.random(40) < 0.3,
            seats=chance.integers(0, 9, 40),
            required=(0,),
            least=3,
            most=4,
            countries=3,
        )
        every = ((0, *others) for size in (2, 3) for others in combinations(range(1, 40), size))
        kept = (t for t in every if len({int(wanted.seats[one]) for one in t}) >= 3)
        best = min(score(wanted, team) for team in kept)
        worse += score(wanted, teams(wanted)[0]) != best
    return worse


def main() -> None:
    """Ask about each topic, look through the teams, and print one line of JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--firms", type=int, default=5_000)
    asked.add_argument("--topics", type=int, default=12)
    given = asked.parse_args()
    catalogue, encoder = load_catalogue(), open_encoder(Settings.load())
    programme = catalogue.get("edf-2026")
    every = firms(given.firms)
    lead = Profile.model_validate(
        {"id": "lead", "name": "Lead", "description": "Radar sensors that find small drones.",
         "incorporated_in": "DE", "managed_from": "DE", "headquarters": "DE",
         "controlled_from": ["DE"]}
    )  # fmt: skip
    by_id = {one.id: one for one in [lead, *every]}
    topics = [one.id for one in programme.challenges[: given.topics]]
    seconds, wrong, count = [], [], 0
    partners(lead, programme, every, encoder, catalogue, on=ON, topic=topics[0], count=1)
    for topic in topics:
        start = time.process_time()
        partners(lead, programme, every, encoder, catalogue, on=ON, topic=topic, count=1)
        seconds.append(time.process_time() - start)
        found = partners(lead, programme, every, encoder, catalogue, on=ON, topic=topic, count=3)
        wrong += broken(found, programme, topic, by_id)
        count += len(found.teams)
    figures = {
        "firms": given.firms,
        "topics": len(topics),
        "teams": count,
        "rules_broken": len(wrong),
        "cpu_seconds_first_answer": [round(min(seconds), 2), round(max(seconds), 2)],
        "not_the_best_of_20": not_the_best(20),
    }
    print(json.dumps(figures))
    for one in wrong[:20]:
        print(one)


if __name__ == "__main__":
    main()
