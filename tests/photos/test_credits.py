"""Credits as others print them, taken apart, and put together again."""

import pytest

from photos.credits import credit_line, parse


@pytest.mark.parametrize(
    ("line", "elsewhere", "parts"),
    [
        ("Saul Loeb/AFP via Getty Images", "", ("Saul Loeb", "AFP", "Getty Images")),
        ("AFP via Getty Images", "Saul Loeb", ("Saul Loeb", "AFP", "Getty Images")),
        ("AFP via Getty Images", "", ("", "AFP", "Getty Images")),
        ("SAUL LOEB/AFP via Getty Images", "Saul Loeb", ("Saul Loeb", "AFP", "Getty Images")),
        ("Saul Loeb/AFP via Getty Images", "SAUL LOEB", ("Saul Loeb", "AFP", "Getty Images")),
        ("AFP/Getty Images", "Saul Loeb", ("Saul Loeb", "AFP", "Getty Images")),
        ("Saul Loeb/AFP/Getty Images", "", ("Saul Loeb", "AFP", "Getty Images")),
        ("(Photo by Saul Loeb/AFP via Getty Images)", "", ("Saul Loeb", "AFP", "Getty Images")),
        ("Saul Loeb / AFP через Getty Images", "", ("Saul Loeb", "AFP", "Getty Images")),
        ("REUTERS/Gleb Garanich", "", ("Gleb Garanich", "REUTERS", "")),
        ("REUTERS", "Gleb Garanich", ("Gleb Garanich", "REUTERS", "")),
        ("AP Photo/Efrem Lukatsky", "", ("Efrem Lukatsky", "AP Photo", "")),
        ("Фото: Іван Петренко / Укрінформ", "", ("Іван Петренко", "Укрінформ", "")),
        ("© Olena Ko", "", ("Olena Ko", "", "")),
        ("Olena Ko", "Olena Ko", ("Olena Ko", "", "")),
        ("AFP", "", ("", "AFP", "")),
        ("Getty Images", "", ("", "Getty Images", "")),
        ("NGO", "", ("", "NGO", "")),
        ("", "", ("", "", "")),
        ("", "Olena Ko", ("Olena Ko", "", "")),
        (" / via ", "", ("", "", "")),
        ("via Getty Images", "", ("", "", "Getty Images")),
        ("via Getty Images", "Olena Ko", ("Olena Ko", "", "Getty Images")),
        ("Vialli/AP", "", ("Vialli", "AP", "")),
        ("Photographers Ltd", "Olena Ko", ("Olena Ko", "Photographers Ltd", "")),
    ],
)
def test_a_printed_credit_is_taken_apart(line, elsewhere, parts):
    assert parse(line, photographer=elsewhere) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ("Saul Loeb", "AFP", "Getty Images"),
        ("Saul Loeb", "AFP", ""),
        ("Saul Loeb", "", "Getty Images"),
        ("Saul Loeb", "", ""),
        ("", "AFP", "Getty Images"),
        ("", "AFP", ""),
    ],
)
def test_what_we_print_comes_apart_as_it_was(parts):
    assert parse(credit_line(*parts)) == parts


def test_a_line_of_nonsense_is_no_error():
    for line in ("/" * 5000, "via " * 2000, "(" * 500, "photo by " * 300, "\u202e/\u202e via \u202e", "© " * 400):
        parse(line)
        parse(line, photographer="Olena Ko")
