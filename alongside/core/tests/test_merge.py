"""What merging keeps: examples that a person can check, then laws that hold for every text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.core.merge import Merged, merge


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "text", "had_overlap"),
    [
        ("one two three", "one two three four", "zero one two three", "zero one two three four", False),
        ("the cat sat", "the dog sat", "the cat sat down", "the dog sat down", False),
        ("a b c d", "a c d", "a b c", "a c", False),
        ("a b c", "a x b c", "a b y c", "a x b y c", False),
        ("the cat", "the dog", "the fox", "the dog fox", True),
        ("the cat", "the dog", "the dog", "the dog", False),
        ("see teh cat", "see the cat now", "We see the cat", "We see the cat now", False),
        ("a b c", "a x b c m", "t a x b c", "t a x b c m", False),
        ("", "hello", "world", "hello world", True),
        ("", "hello", "hello", "hello", False),
        ("a b c d", "a x d", "a b new c d", "a x new d", True),
        ("a b c d", "a d", "a b new c d", "a new d", True),
        ("a b", "a b c", "", "c", True),
        ("a b", "a b c", "a", "a c", False),
        ("a b c d", "a b c x d", "a", "a x", True),
        ("say hello", "say hello there", "say goodbye", "say goodbye there", False),
    ],
)
def test_two_changes_become_one_text(base: str, mine: str, theirs: str, text: str, had_overlap: bool) -> None:
    assert merge(base, mine, theirs) == Merged(text, had_overlap)
    assert merge(base, theirs, mine) == Merged(text, had_overlap)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "text"),
    [
        (
            "line one\nline two",
            "line one\nmine\nline two",
            "line one\ntheirs\nline two",
            "line one\nmine\ntheirs\nline two",
        ),
        ("one\ntwo", "one more\ntwo", "one\nnew\ntwo", "one more\nnew\ntwo"),
        ("end", "end\nmine", "end\ntheirs", "end\nmine\ntheirs"),
        ("a b", "a  b", "a b c", "a  b c"),
        ("a b\n", "a b\n", "a b c\n", "a b c\n"),
        ("a b\n", "a b x\n", "a y b\n", "a y b x\n"),
        ("a b", "a\nb", "a\n\nb", "a\n\nb"),
        ("  a b", "  a c", "d a b", "d a c"),
        ("  a b", "  c a", "d a b", "  c d a"),
    ],
)
def test_white_space_stays_as_its_author_put_it(base: str, mine: str, theirs: str, text: str) -> None:
    assert merge(base, mine, theirs).text == text
    assert merge(base, theirs, mine).text == text


def test_two_sentences_in_one_paragraph_both_change() -> None:
    base = "We agreed to move the launch. Eve talks to the supplier. Max asks for budget."
    mine = "We agreed to move the launch to May. Eve talks to the supplier. Max asks for budget."
    theirs = "We agreed to move the launch. Eve talks to both suppliers. Max asks for more budget."
    expected = "We agreed to move the launch to May. Eve talks to both suppliers. Max asks for more budget."
    assert merge(base, mine, theirs) == Merged(expected, had_overlap=False)


def test_scripts_without_spaces_merge_by_character() -> None:
    merged = merge("我们同意五月发布", "我们同意六月发布", "我们都同意五月发布。")
    assert merged == Merged("我们都同意六月发布。", had_overlap=False)


def test_line_ends_of_forms_are_no_change() -> None:
    assert merge("a\nb", "a\r\nb", "a\nc").text == "a\nc"
    assert merge("a\nb", "a\r\nb\r\nd", "x\nb").text == "x\nb\nd"


def test_long_texts_of_few_words_take_no_minutes_and_lose_nothing() -> None:
    base = ["a", "b"] * 5000
    mine = ["b", "mine", *base[::-1], "a"]
    theirs = ["theirs", *base[3:], "b", "b"]
    begun = time.process_time()
    merged = merge(" ".join(base), " ".join(mine), " ".join(theirs)).text.split()
    assert time.process_time() - begun < 10
    assert {"mine", "theirs"} < set(merged)


texts = st.text("ab \n", max_size=24)
any_text = st.text(max_size=30)


@settings(deadline=None)
@given(any_text, any_text)
def test_who_changed_nothing_changes_nothing(base: str, other: str) -> None:
    assert merge(base, base, other) == Merged(other, had_overlap=False)
    assert merge(base, other, base) == Merged(other, had_overlap=False)


@settings(deadline=None)
@given(any_text, any_text)
def test_the_same_change_by_both_is_applied_once(base: str, both: str) -> None:
    assert merge(base, both, both) == Merged(both, had_overlap=False)


@settings(max_examples=200, deadline=None)
@given(st.one_of(texts, any_text), st.one_of(texts, any_text), st.one_of(texts, any_text))
def test_it_does_not_matter_who_merges(base: str, mine: str, theirs: str) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.text.replace("\r\n", "\n") == other.text.replace("\r\n", "\n")
    assert one.had_overlap == other.had_overlap


@settings(max_examples=200, deadline=None)
@given(texts, texts, texts)
def test_words_that_nobody_took_away_are_there_also_where_words_repeat(
    base: str, mine: str, theirs: str
) -> None:
    merged = merge(base, mine, theirs).text.split()
    for word in {*mine.split(), *theirs.split()}:
        counts = [text.split().count(word) for text in (base, mine, theirs)]
        if counts[1] >= counts[0] <= counts[2]:
            assert word in merged
        if counts[0] == 0:
            assert max(counts[1:]) <= merged.count(word) <= sum(counts)


def edited(draw: st.DrawFn, base: list[str], who: str) -> list[str]:
    """Base words taken away or kept, with new words of this author between them; each word is unique."""
    words: list[str] = []
    for number in range(len(base) + 1):
        words += [f"{who}{number}.{n}" for n in range(draw(st.sampled_from([0, 0, 0, 1, 2])))]
        if number < len(base) and draw(st.sampled_from([True, True, False])):
            words.append(base[number])
    return words


def spaced(draw: st.DrawFn, words: list[str]) -> str:
    return "".join(word + draw(st.sampled_from([" ", " ", "\n", "\n\n"])) for word in words)


@st.composite
def three_texts(draw: st.DrawFn) -> tuple[str, str, str]:
    base = [f"base{number}" for number in range(draw(st.integers(0, 12)))]
    return (
        spaced(draw, base),
        spaced(draw, edited(draw, base, "mine")),
        spaced(draw, edited(draw, base, "theirs")),
    )


@settings(max_examples=200, deadline=None)
@given(three_texts())
def test_exactly_the_words_that_nobody_took_away_are_there_once_and_in_order(
    three: tuple[str, str, str],
) -> None:
    base, mine, theirs = (text.split() for text in three)
    merged = merge(*three).text.split()
    kept = {word for word in base if word in mine and word in theirs}
    brought = {word for word in mine + theirs if word not in base}
    assert sorted(merged) == sorted(kept | brought)
    for author in (mine, theirs):
        assert [word for word in merged if word in author] == [word for word in author if word in merged]


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(0, 5), st.integers(0, 5), st.booleans(), st.booleans())
def test_changes_with_a_kept_word_between_them_are_no_overlap_at_one_place_they_are(
    length: int, first: int, second: int, first_replaces: bool, second_replaces: bool
) -> None:
    base = [f"base{number}" for number in range(length + 6)]

    def changed(at: int, replaces: bool, word: str) -> str:
        return " ".join([*base[:at], word, *base[at + replaces :]])

    far = second + first + 2
    assert not merge(
        " ".join(base), changed(first, first_replaces, "x"), changed(far, second_replaces, "y")
    ).had_overlap
    assert merge(
        " ".join(base), changed(first, first_replaces, "x"), changed(first, first_replaces, "y")
    ).had_overlap
