import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.pools.signals import bands, calibres


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("155 mm HE shells", ["155 mm"]),
        ("pocisk 155mm", ["155 mm"]),
        ("155-mm-Geschosse", ["155 mm"]),
        ("12 cm granatkastare", ["120 mm"]),
        ("cartucce 5,56x45", ["5.56x45 mm"]),
        ("5.56 \u00d7 45 mm NATO", ["5.56x45 mm"]),
        ("calibre 12.7", ["12.7 mm"]),
        (".50 cal", ["12.7 mm"]),
        ("81 mm and 120 mm mortar bombs", ["81 mm", "120 mm"]),
        ("steel plate of 17 mm", []),
        ("generator 20 kW", []),
        ("8x8 trucks", []),
        ("delivery in 2155", []),
    ],
)
def test_calibres_are_read_however_they_are_written(text, expected):
    assert [str(one) for one in calibres(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VHF radio", ["VHF"]),
        ("HF radio", ["HF"]),
        ("V/UHF radio", ["VHF", "UHF"]),
        ("X-band terminal", ["X band"]),
        ("terminali in banda X", ["X band"]),
        ("paśmie Ku", ["Ku band"]),
        ("30-88 MHz", ["30 to 88 MHz"]),
        ("2,4 GHz", ["2400 to 2401 MHz"]),
        ("C-130 and X-rays", []),
    ],
)
def test_bands_are_read_however_they_are_written(text, expected):
    assert [str(one) for one in bands(text)] == expected


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    calibres(text)
    bands(text)
