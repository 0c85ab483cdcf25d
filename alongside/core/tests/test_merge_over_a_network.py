"""Two clients type into one text over a bad line: requests and answers are lost, repeated and overtaken.

The client keeps one request on its way and repeats it unchanged, with its once-key, until an answer comes;
what is typed meanwhile goes into the next one. The server merges against the version the request was based
on.
"""

from dataclasses import dataclass, field
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.core.merge import merge
from tests.typist import Typist


@dataclass(frozen=True)
class Save:
    sender: int
    base_version: int
    text: str
    once_key: str


@dataclass(frozen=True)
class Answer:
    receiver: int
    once_key: str
    version: int
    text: str


@dataclass
class Server:
    versions: list[str]
    answers: dict[str, Answer] = field(default_factory=dict)
    signed_in: set[int] = field(default_factory=lambda: {0, 1})

    def save(self, request: Save) -> Answer | None:
        """None is the answer to somebody whose login has lapsed."""
        if request.sender not in self.signed_in:
            return None
        if request.once_key not in self.answers:
            base = self.versions[request.base_version]
            self.versions.append(merge(base, request.text, self.versions[-1]).text)
            version = len(self.versions) - 1
            self.answers[request.once_key] = Answer(
                request.sender, request.once_key, version, self.versions[-1]
            )
        return self.answers[request.once_key]


@dataclass(kw_only=True)
class Client(Typist):
    version: int
    known: str
    pending: Save | None = None
    keys: count = field(default_factory=count)

    def request(self) -> Save | None:
        if self.pending is None and self.draft != self.known:
            self.pending = Save(self.number, self.version, self.draft, f"{self.number}-{next(self.keys)}")
        return self.pending

    def hear(self, answer: Answer) -> None:
        if self.pending is not None and self.pending.once_key == answer.once_key:
            self.draft = merge(self.pending.text, self.draft, answer.text).text
            self.version, self.known, self.pending = answer.version, answer.text, None

    def refresh(self, version: int, text: str) -> None:
        if self.pending is None and version > self.version:
            self.draft = merge(self.known, self.draft, text).text
            self.version, self.known = version, text


class World:
    """One server, two clients, and everything that is on its way between them."""

    def __init__(self, text: str) -> None:
        self.server = Server([text])
        self.clients = [Client(number=number, draft=text, version=0, known=text) for number in (0, 1)]
        self.on_the_way: list[Save | Answer] = []

    def send(self, client: Client) -> None:
        request = client.request()
        if request is not None:
            self.on_the_way.append(request)

    def deliver(self, place: int, *, keep_a_copy: bool) -> None:
        if not self.on_the_way:
            return
        place %= len(self.on_the_way)
        message = self.on_the_way[place] if keep_a_copy else self.on_the_way.pop(place)
        if isinstance(message, Answer):
            self.clients[message.receiver].hear(message)
        elif (answer := self.server.save(message)) is not None:
            self.on_the_way.append(answer)

    def lose(self, place: int) -> None:
        if self.on_the_way:
            self.on_the_way.pop(place % len(self.on_the_way))

    def refresh(self, client: Client) -> None:
        client.refresh(len(self.server.versions) - 1, self.server.versions[-1])

    def act(self, action: tuple[str, int, int, str]) -> None:
        name, number, place, gap = action
        client = self.clients[number]
        match name:
            case "type":
                client.type_word(place, gap)
            case "take":
                client.take_word(place)
            case "send":
                self.send(client)
            case "deliver":
                self.deliver(place, keep_a_copy=False)
            case "repeat":
                self.deliver(place, keep_a_copy=True)
            case "lose":
                self.lose(place)
            case "refresh":
                self.refresh(client)
            case "lapse":
                self.server.signed_in.discard(number)
            case "sign in":
                self.server.signed_in.add(number)

    def settle(self) -> None:
        """The line comes back, both sign in, and everything still on its way arrives, latest first."""
        self.server.signed_in = {0, 1}
        while self.on_the_way:
            self.deliver(-1, keep_a_copy=False)
        for client in (*self.clients, *self.clients):
            while client.request() is not None:
                self.send(client)
                self.deliver(-1, keep_a_copy=False)
                self.deliver(-1, keep_a_copy=False)
            self.refresh(client)


names = (
    ["type"] * 4
    + ["send"] * 3
    + ["deliver"] * 4
    + ["take", "take", "repeat", "lose", "refresh", "lapse", "sign in"]
)
actions = st.lists(
    st.tuples(
        st.sampled_from(names),
        st.integers(0, 1),
        st.integers(0, 30),
        st.sampled_from([" ", " ", "\n", "\n\n"]),
    ),
    max_size=60,
)
beginnings = st.sampled_from(["", "b0", "b0 b1 b2\nb3 b4\n\nb5 b6 b7", " b0  b1\n"])


@settings(max_examples=300, deadline=None)
@given(beginnings, actions)
def test_both_end_with_exactly_the_words_that_nobody_took_away(beginning, steps) -> None:
    world = World(beginning)
    for step in steps:
        world.act(step)
    world.settle()
    typed = set(beginning.split()).union(*(client.typed for client in world.clients))
    taken = set[str]().union(*(client.taken for client in world.clients))
    final = world.server.versions[-1]
    assert sorted(final.split()) == sorted(typed - taken)
    assert [client.draft for client in world.clients] == [final, final]


@settings(max_examples=100, deadline=None)
@given(beginnings, actions)
def test_no_word_leaves_the_page_of_its_author_at_any_moment(beginning, steps) -> None:
    world = World(beginning)
    for step in steps:
        world.act(step)
        taken = set[str]().union(*(client.taken for client in world.clients))
        for client in world.clients:
            assert client.typed - taken <= set(client.draft.split())


@settings(max_examples=100, deadline=None)
@given(beginnings, actions, st.randoms(use_true_random=False))
def test_a_repeated_request_has_no_second_effect(beginning, steps, random) -> None:
    world = World(beginning)
    sent: list[Save] = []
    for step in steps:
        sent += [message for message in world.on_the_way if isinstance(message, Save)]
        world.act(step)
    world.settle()
    versions, answers = list(world.server.versions), dict(world.server.answers)
    random.shuffle(sent)
    for request in sent:
        answer = world.server.save(request)
        assert answer is None or answer == answers.get(request.once_key, answer)
    assert world.server.versions[: len(versions)] == versions
    known = {request.once_key for request in sent if request.once_key in answers}
    assert len(world.server.versions) - len(versions) == len({request.once_key for request in sent} - known)


@settings(max_examples=100, deadline=None)
@given(beginnings, actions)
def test_each_once_key_makes_one_version(beginning, steps) -> None:
    world = World(beginning)
    for step in steps:
        world.act(step)
    world.settle()
    assert len(world.server.versions) == 1 + len(world.server.answers)
