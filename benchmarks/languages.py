"""Does a text say the same in nine languages, or does the answer say that it was not read?

    python -m benchmarks.languages [--on 2026-06-15]

Three startups, each described in English and in eight other languages, by us. Printed for each
language: how many of its texts are marked as not read, which show no number and stand apart; how
far the fits of the others are from the English ones; and in how many the programme that is first in
English is among the first five.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

import numpy as np

from matcher.service import Matcher
from matcher.settings import Settings
from profiles.model import Profile

TEXTS: Mapping[str, tuple[str, str, str]] = {
    "English": (
        "We build a towed sonar that finds divers and small submarines around ports at night.",
        "Our satellites locate the radio transmitters of ships that have switched off their"
        " transponders.",
        "We make software that plans shifts in bakeries and orders flour for them.",
    ),
    "German": (
        "Wir bauen ein geschlepptes Sonar, das nachts Taucher und kleine U-Boote rund um Häfen"
        " findet.",
        "Unsere Satelliten orten die Funksender von Schiffen, die ihre Transponder abgeschaltet"
        " haben.",
        "Wir entwickeln eine Software, die in Bäckereien Schichten plant und Mehl bestellt.",
    ),
    "French": (
        "Nous construisons un sonar remorqué qui détecte la nuit les plongeurs et les petits"
        " sous-marins autour des ports.",
        "Nos satellites localisent les émetteurs radio des navires qui ont éteint leur"
        " transpondeur.",
        "Nous développons un logiciel qui planifie les équipes dans les boulangeries et commande"
        " la farine pour elles.",
    ),
    "Polish": (
        "Budujemy holowany sonar, który nocą wykrywa nurków i małe okręty podwodne wokół portów.",
        "Nasze satelity lokalizują nadajniki radiowe statków, które wyłączyły swoje transpondery.",
        "Tworzymy oprogramowanie, które planuje zmiany w piekarniach i zamawia dla nich mąkę.",
    ),
    "Ukrainian": (
        "Ми будуємо буксирований сонар, який уночі знаходить водолазів і малі підводні човни"  # noqa: RUF001
        " навколо портів.",
        "Наші супутники визначають місце радіопередавачів суден, що вимкнули свої транспондери.",
        "Ми створюємо програму, яка планує зміни в пекарнях і замовляє для них борошно.",  # noqa: RUF001
    ),
    "Spanish": (
        "Construimos un sonar remolcado que encuentra de noche buzos y pequeños submarinos"
        " alrededor de los puertos.",
        "Nuestros satélites localizan los transmisores de radio de los barcos que han apagado sus"
        " transpondedores.",
        "Hacemos un programa que planifica los turnos de las panaderías y les encarga la harina.",
    ),
    "Italian": (
        "Costruiamo un sonar trainato che di notte trova subacquei e piccoli sottomarini intorno"
        " ai porti.",
        "I nostri satelliti localizzano le trasmittenti radio delle navi che hanno spento i loro"
        " transponder.",
        "Sviluppiamo un software che pianifica i turni nei panifici e ordina la farina per loro.",
    ),
    "Dutch": (
        "Wij bouwen een gesleepte sonar die 's nachts duikers en kleine onderzeeboten rond havens"
        " vindt.",
        "Onze satellieten vinden de radiozenders van schepen die hun transponder hebben"
        " uitgeschakeld.",
        "Wij maken software die diensten in bakkerijen plant en meel voor hen bestelt.",
    ),
    "Swedish": (
        "Vi bygger en bogserad sonar som hittar dykare och små ubåtar runt hamnar på natten.",
        "Våra satelliter hittar radiosändarna på fartyg som har stängt av sina transpondrar.",
        "Vi gör ett program som planerar skiften på bagerier och beställer mjöl åt dem.",
    ),
}
"""By language, the same three startups in the same order."""
FIRST = 5


def main() -> None:
    """Read the command line, ask, print."""
    parser = argparse.ArgumentParser(description="The same texts in nine languages.")
    parser.add_argument("--on", default="2026-06-15")
    given = parser.parse_args()
    matcher = Matcher.open(Settings.load())

    def asked(texts: tuple[str, ...]) -> tuple[np.ndarray, list[str]]:
        made = [
            Profile(id=f"p{i}", name="p", description=text, incorporated_in="DE")
            for i, text in enumerate(texts)
        ]
        found = list(matcher.listings(made, on=given.on))
        return np.stack([one.fits for one in found]), [one.reading.mark for one in found]

    english, _ = asked(TEXTS["English"])
    print(f"{'language':12} not read  largest difference  mean  first of English among {FIRST}")
    for language, texts in TEXTS.items():
        fits, marks = asked(texts)
        apart = np.abs(fits - english)
        kept = sum(
            int(np.argmax(row)) in np.argsort(-other, kind="stable")[:FIRST].tolist()
            for row, other in zip(english, fits, strict=True)
        )
        print(
            f"{language:12} {marks.count('not-read')} of {len(texts)}"
            f"    {apart.max():18.2f}  {apart.mean():.2f}  {kept} of {len(texts)}"
        )


if __name__ == "__main__":
    main()
