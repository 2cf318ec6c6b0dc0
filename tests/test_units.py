"""Quantities are read exactly and shown as people write them."""

from fractions import Fraction

import pytest

from netplan import units


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.5 MEUR", 1_250_000_000),
        ("300 kEUR", 30_000_000),
        ("0.01 EUR", 1),
        ("30 min", 1800),
        ("1 h", 3600),
        ("2 km", 2000),
        ("54.7 %", Fraction(547, 1000)),
        ("3.6 km/h", Fraction(18, 5)),
        ("60 persons", 60),
        ("3 years", 3),
    ],
)
def test_a_quantity_is_read_exactly(text: str, amount: int | Fraction) -> None:
    assert units.quantity(text).amount == amount


@pytest.mark.parametrize(
    ("text", "kind", "sentence"),
    [
        ("30", "duration", '30 is not a duration; write it like "25 min".'),
        ("30 EUR", "duration", '30 EUR is not a duration; write it like "25 min".'),
        ("12,5 MEUR", "money", '12,5 MEUR is not an amount of money; write it like "12.5 MEUR".'),
        ("-3 min", "duration", '-3 min is not a duration; write it like "25 min".'),
        ("0.001 EUR", "money", '0.001 EUR is finer than netplan counts; write it like "12.5 MEUR".'),
        ("2.5 persons", "persons", '2.5 persons is finer than netplan counts; write it like "60 persons".'),
        ("viel", None, 'viel is no quantity; write a number and its unit, like "25 min" or "12.5 MEUR".'),
    ],
)
def test_what_is_no_quantity_is_refused_with_the_cure(text: str, kind: units.Kind | None, sentence: str) -> None:
    with pytest.raises(ValueError, match="is ") as refused:
        units.quantity(text, kind)
    assert str(refused.value) == sentence


def test_money_is_shown_as_people_write_it() -> None:
    assert units.shown_money(1_250_000_000, "de") == "12,5 Mio. €"
    assert units.shown_money(1_250_000_000, "en") == "€12.5 million"
    assert units.shown_money(99_949_900, "de") == "999.499 €"
    assert units.shown_money(99_950_000, "de") == "1 Mio. €"
    assert units.shown_money(-123_456_00, "en") == "−€123,456"


def test_numbers_minutes_and_shares_are_shown_as_people_write_them() -> None:
    assert units.shown_number(1234, "de") == "1.234"
    assert units.shown_number(1234.56, "en", 1) == "1,234.6"
    assert units.shown_minutes(840, "de") == "14 min"
    assert units.shown_share(0.547, "de") == "54,7 %"


def test_quantities_of_files_are_shown_as_germans_write_them() -> None:
    said = ("3.6 km/h", "2 years", "12.5 MEUR", "150 per 1000", "60 persons", "40 min")
    shown = [units.shown_quantity(units.quantity(text), "de") for text in said]
    assert shown == ["3,6 km/h", "2 Jahre", "12,5 Mio. €", "150 je 1.000", "60 Personen", "40 min"]
    assert units.shown_quantity(units.quantity("3.6 km/h"), "en") == "3.6 km/h"


def test_halves_are_rounded_to_even() -> None:
    assert [units.half_even(Fraction(n, 2)) for n in (1, 3, 5, -1)] == [0, 2, 2, 0]
