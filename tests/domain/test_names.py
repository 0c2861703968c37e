"""Names are found whatever their accents, hyphens and particles."""

import pytest

from izix_desk.domain.names import index_tokens, simplify, tokens


@pytest.mark.parametrize(("text", "plain"), [
    ("Élise", "elise"), ("Strauß", "strauss"), ("Ağaoğlu", "agaoglu"), ("Łukasz", "lukasz"),
    ("Jørgen", "jorgen"), ("Cœur", "coeur"), ("MAES", "maes"), ("İpek", "ipek"),
])  # fmt: skip
def test_simplified(text: str, plain: str) -> None:
    """Accents and case are gone."""
    assert simplify(text) == plain


@pytest.mark.parametrize(("text", "words"), [
    ("Jean-François D'Hondt", ("jean", "francois", "hondt")),
    ("Van den Berg", ("berg",)),
    ("El Idrissi, Ahmed", ("idrissi", "ahmed")),
    ("de", ("de",)),
    ("L'Écluse", ("ecluse",)),
    ("", ()),
])  # fmt: skip
def test_words_that_tell_a_name_apart(text: str, words: tuple[str, ...]) -> None:
    """Particles only when there is nothing else."""
    assert tokens(text) == words


@pytest.mark.parametrize(("name", "typed"), [
    ("El Idrissi", "elidrissi"), ("D'Hondt", "dhondt"), ("D'Hondt", "hondt"),
    ("Van den Berg", "vandenberg"), ("Van den Berg", "denberg"), ("Van den Berg", "van"),
])  # fmt: skip
def test_found_with_its_particles_grown_together(name: str, typed: str) -> None:
    """However one types it."""
    assert typed in index_tokens(name)
