"""A folder that changes between trainings: what was learned from is never checked on later."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.data.folder.catalogue import Photo
from core.data.folder.division import divide
from core.data.side import Side
from tests.core.data.folder.photo_lists import catalogue, photo
from tests.core.data.folder.test_division import sides_of

CLASSES = st.integers(0, 2)


class ChangingFolder(RuleBasedStateMachine):
    """Pictures come, go, are moved and pinned; each division records the sides for the next."""

    def __init__(self) -> None:
        super().__init__()
        self.photos: list[Photo] = []
        self.sides: list[Side] = []
        self.recorded: dict[bytes, Side] = {}
        self.next = 0

    @initialize(counts=st.tuples(st.integers(3, 8), st.integers(3, 8), st.integers(3, 8)))
    def begin(self, counts: tuple[int, int, int]) -> None:
        for class_number, count in enumerate(counts):
            for _ in range(count):
                self._add(photo(self._number(), class_number))
        self._divide()

    @rule(class_number=CLASSES, count=st.integers(1, 5))
    def pictures_come(self, class_number: int, count: int) -> None:
        for _ in range(count):
            self._add(photo(self._number(), class_number))
        self._divide()

    @rule(data=st.data(), bits=st.integers(1, 3))
    def a_near_copy_comes(self, data: st.DataObject, bits: int) -> None:
        firsts = [p for p in self.photos if p.name.endswith("0.jpg")] or self.photos[:1]
        first = data.draw(st.sampled_from(firsts))
        hashed = int.from_bytes(first.look[:8], "big") ^ ((1 << bits) - 1)
        new = photo(self._number(), first.class_number)
        self._add(replace(new, look=hashed.to_bytes(8, "big") + first.look[8:]))
        self._divide()

    @rule(data=st.data(), class_number=CLASSES)
    def an_exact_copy_comes(self, data: st.DataObject, class_number: int) -> None:
        first = data.draw(st.sampled_from(self.photos))
        new = photo(self._number(), class_number)
        self._add(replace(new, content=first.content, look=first.look))
        self._divide()

    @precondition(lambda self: len(self.photos) > 6)
    @rule(data=st.data())
    def a_picture_goes(self, data: st.DataObject) -> None:
        self.photos.pop(data.draw(st.integers(0, len(self.photos) - 1)))
        self._divide()

    @rule(data=st.data(), class_number=CLASSES)
    def a_picture_is_moved(self, data: st.DataObject, class_number: int) -> None:
        place = data.draw(st.integers(0, len(self.photos) - 1))
        self._add(replace(self.photos.pop(place), class_number=class_number))
        self._divide()

    @rule(data=st.data(), side=st.sampled_from([None, *Side]))
    def a_picture_is_pinned(self, data: st.DataObject, side: Side | None) -> None:
        place = data.draw(st.integers(0, len(self.photos) - 1))
        self.photos[place] = replace(self.photos[place], pin=side)
        self._divide()

    @rule()
    def nothing_changes(self) -> None:
        before = self.sides
        self._divide()
        assert self.sides == before

    @invariant()
    def pins_and_records_hold(self) -> None:
        pinned = {p.content for p in self.photos if p.pin}
        for one, side in zip(self.photos, self.sides, strict=True):
            assert one.pin in (None, side)
            if one.content not in pinned:
                assert self.before.get(one.content, side) is side

    @invariant()
    def copies_are_together(self) -> None:
        pinned = {p.content for p in self.photos if p.pin}
        sides: dict[bytes, Side] = {}
        for one, side in zip(self.photos, self.sides, strict=True):
            if one.content not in pinned:
                assert sides.setdefault(one.content, side) is side

    def _number(self) -> int:
        self.next += 1
        return self.next

    def _add(self, one: Photo) -> None:
        self.photos.append(one)
        self.photos.sort(key=lambda p: p.class_number)

    def _divide(self) -> None:
        self.before = dict(self.recorded)
        whole = catalogue(self.photos, 3)
        division = divide(whole, validation=0.25, test=0.1, seed=3, recorded=self.recorded)
        self.sides = sides_of(division, whole)
        pinned = {p.content for p in self.photos if p.pin}
        for one, side in zip(self.photos, self.sides, strict=True):
            if one.content not in pinned:
                self.recorded[one.content] = side


TestChangingFolder = ChangingFolder.TestCase
TestChangingFolder.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
