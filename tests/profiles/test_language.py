"""A text in another language is noticed, and English is never taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.language import LANGUAGES, language

TEXTS = {
    "French": "Nous développons un drone sous-marin qui inspecte les câbles au fond de la mer.",
    "German": "Wir entwickeln Sensoren für die Navigation von Schiffen und Flugzeugen.",
    "Polish": "Produkujemy zapalniki do amunicji artyleryjskiej oraz ładunki, które są dla wojska.",
    "Spanish": "Desarrollamos un sensor cuántico para la navegación de los barcos.",
    "Italian": "Sviluppiamo un sensore quantistico per la navigazione delle navi e degli aerei.",
    "Dutch": "Wij ontwikkelen een kwantumsensor voor de navigatie van schepen.",
    "Portuguese": "Desenvolvemos um sensor quântico para a navegação de navios.",
    "Swedish": "Vi utvecklar en kvantsensor för navigering av fartyg och flygplan.",
    "Danish": "Vi udvikler en kvantesensor til navigation af skibe og fly.",
    "Norwegian": "Vi utvikler en kvantesensor for navigasjon av skip og fly.",
    "Icelandic": "Við þróum skynjara til að finna skip og við mælum það með ljósi.",
    "Finnish": "Kehitämme kvanttianturin, joka auttaa laivoja ja lentokoneita.",
    "Estonian": "Me arendame andurit, mis aitab laevu ja lennukeid ning on ka väike.",
    "Czech": "Vyvíjíme senzor pro navigaci lodí, který je malý a levný.",
    "Slovak": "Vyvíjame senzor pre navigáciu lodí, ktorý je malý a lacný.",
    "Slovenian": "Razvijamo senzor za navigacijo ladij, ki je majhen in poceni.",
    "Croatian": "Razvijamo senzor za navigaciju brodova koji je malen i jeftin.",
    "Hungarian": "Egy olyan érzékelőt fejlesztünk, amely a hajók és a repülők számára készült.",
    "Romanian": "Dezvoltăm un senzor pentru navigația navelor și a avioanelor, care este mic.",
    "Albanian": "Ne zhvillojmë një sensor për anijet dhe avionët që është i vogël.",
    "Turkish": "Gemiler ve uçaklar için bir kuantum sensörü geliştiriyoruz.",
    "Lithuanian": "Mes kuriame jutiklį, kuris yra mažas ir tinka laivams bei lėktuvams.",
    "Latvian": "Mēs veidojam sensoru, kas ir mazs un der kuģiem vai lidmašīnām.",
}
SCRIPTS = {
    "Cyrillic": "Ми розробляємо дрони для розвідки.",
    "Greek": "Αναπτύσσουμε αισθητήρες για πλοία.",  # noqa: RUF001 - Greek has letters like ours
    "Hebrew": "אנחנו מפתחים חיישנים קוונטיים",
    "Arabic": "نحن نطور أجهزة استشعار",
    "Hangul": "우리는 양자 센서를 개발합니다",
    "Georgian": "ჩვენ ვქმნით სენსორებს",
    "CJK": "我们开发量子传感器。",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_language_is_known_by_its_small_words(name):
    assert language(TEXTS[name]) == name


def test_each_language_that_is_listed_has_an_example():
    assert set(TEXTS) == set(LANGUAGES) - {"English"}


@pytest.mark.parametrize("name", SCRIPTS)
def test_another_script_is_named(name):
    assert language(SCRIPTS[name]) == f"a language in {name} script"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "42",
        "AI in defence",
        "Low-cost C-UAS in Lithuania",
        "Radar, lidar, sonar",
        "Made in Italy by Leonardo da Vinci Labs, for the navies of Europe",
        "We build a sensor for navigation in ships.",
        "We are Kyiv (Київ) based and build drones for the front.",
        "Wir bauen Drohnen. We build drones for the inspection of power lines in the north of"
        " Germany, and we sell them to utilities that survey mines.",
    ],
)
def test_english_and_what_is_too_short_to_tell_is_not_called_foreign(text):
    assert language(text) is None


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text):
    found = language(text)

    assert found is None or found in LANGUAGES or found.endswith(" script")
    assert found != "English"
