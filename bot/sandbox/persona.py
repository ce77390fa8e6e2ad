"""Made-up citizens for the demo: they read the buttons that the bot shows and tap what suits their habits.

Every number here is invented. The habits only have to give a plausible picture: people who manage well on a phone use it,
others go to a centre, and a few do something odd (go back, change an answer, stop).
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.interview import taps
from bot.message import Message

Weights = Mapping[str, float]

AGES: Weights = {"a18": 26, "a30": 38, "a45": 22, "a60": 12, "a75": 2}
SKILLED: Weights = {"a18": 0.92, "a30": 0.86, "a45": 0.66, "a60": 0.38, "a75": 0.15}
LANGUAGES: Weights = {"kk": 58, "ru": 40, "en": 2}
REGIONS: Weights = {
    "almaty_city": 15, "astana": 12, "shymkent": 7, "turkistan": 8, "almaty_region": 7, "karaganda": 7, "zhambyl": 5,
    "aktobe": 5, "kostanay": 4, "east_kz": 4, "pavlodar": 4, "akmola": 4, "kyzylorda": 4, "atyrau": 3, "mangystau": 3,
    "west_kz": 3, "zhetisu": 3, "abai": 3, "north_kz": 2, "ulytau": 1,
}  # fmt: skip
EASY: Weights = {
    "egov_mobile": 46, "egov_portal": 13, "bank_app": 9, "csc_operator": 14, "csc_self": 4, "csc_helped": 4, "agency": 5,
    "proactive": 3, "other_site": 3, "call_1414": 1, "telegram": 1, "other_person": 2, "dont_remember": 1,
    "easy": 80, "hard": 18, "helped": 2, "tried": 42, "not_tried": 58, "v0": 30, "v1": 35, "v2": 22, "v3": 10, "v5": 3,
}  # fmt: skip
HARD: Weights = {
    "egov_mobile": 14, "egov_portal": 4, "bank_app": 3, "csc_operator": 42, "csc_self": 5, "csc_helped": 14, "agency": 8,
    "proactive": 3, "other_person": 13, "dont_remember": 2, "hard": 28, "helped": 48, "never": 24, "tried": 18,
    "not_tried": 82, "v0": 10, "v1": 34, "v2": 28, "v3": 20, "v5": 8,
}  # fmt: skip
REASONS: Weights = {
    "unaware": 24, "advice": 17, "must_come": 13, "skills": 14, "faster": 9, "in_person": 10, "no_eds": 12, "eds_fail": 20,
    "face_fail": 14, "tech_fail": 15, "complicated": 8, "sent_there": 7, "paper": 6, "not_online": 5, "trust": 5,
    "no_internet": 4, "data_error": 5, "rejected": 3, "payment": 3, "language": 1, "other": 0, "hard_to_say": 3,
}  # fmt: skip
REST: Weights = {
    "m1": 38, "m3": 30, "m12": 32, "urban": 62, "rural": 38, "female": 60, "male": 37, "not_said": 3, "none": 7, "other": 0,
    "no_need": 28, "no_skills": 26, "security": 9, "no_eid": 14, "other_did": 15, "not_available": 6, "id_card": 9, "eds": 9,
    "address_cert": 9, "residence_reg": 6, "property_cert": 5, "criminal_record": 5, "driver_licence": 4, "passport": 4,
}  # fmt: skip

NEIGHBOURS = 300
"""The weight of the region that somebody's place of recruitment is in; all regions together have about 100."""

STOPS, GOES_BACK, TICKS_MORE, LOOKS_FURTHER, CORRECTS = 0.004, 0.015, 0.4, 0.3, 0.03


@dataclass(slots=True)
class Persona:
    """One made-up citizen; all chance comes from the seed.

    Who is asked `at_desk` went to a centre: no habits of people who manage without one. `region` is where most others of the
    same place live.
    """

    seed: int
    at_desk: bool = False
    region: str = ""
    chance: random.Random = field(init=False)
    weights: dict[str, float] = field(init=False)
    language: str = field(init=False)
    seen: Message | None = None
    looked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - made-up people, no secret
        age = self._one(AGES)
        skilled = self.chance.random() < SKILLED[age]
        habits = EASY if skilled and not self.at_desk else HARD
        self.language = self._one(LANGUAGES)
        self.weights = {**REST, **REGIONS, **REASONS, **habits, age: 10_000}
        if self.region:
            self.weights |= {self.region: NEIGHBOURS}

    def tap(self, message: Message) -> str:
        """The callback data of the button this person taps under a message; empty where they stop."""
        buttons = {press.action: button.data for row in message.rows for button in row if (press := taps.read(button.data))}
        refused, self.seen = message is self.seen, message
        # Who is told «at most two» is done.
        return buttons["!done"] if refused and "!done" in buttons else buttons.get(self._action(list(buttons)), "")

    def _action(self, actions: Sequence[str]) -> str:
        speak = f"L{self.language}"
        if speak in actions or "!yes" in actions:
            return speak if speak in actions else "!yes"
        if self.chance.random() < STOPS:
            return ""
        if "!send" in actions:
            lines = [action for action in actions if action[0] == "@"]
            return self.chance.choice(lines) if self.chance.random() < CORRECTS else "!send"
        if "!back" in actions and self.chance.random() < GOES_BACK:
            return "!back"
        if "!done" in actions and self.chance.random() > TICKS_MORE:
            return "!done"
        return self._further(actions) or self._choice(actions)

    def _further(self, actions: Sequence[str]) -> str:
        """A button that leads through a long list: to the categories, to one of them where they stand, or to the next."""
        categories = [action for action in actions if action[0] == "#" and action not in ("#", "#*")]
        # Nobody looks a second time where they did not find it.
        unseen = [action for action in categories if action not in self.looked]
        stays = "#*" in actions and self.chance.random() >= LOOKS_FURTHER
        if stays or not unseen:
            return "#*" if "#*" in actions and not stays else ""
        chosen = self.chance.choice(unseen)
        self.looked.add(chosen)
        return chosen

    def _choice(self, actions: Sequence[str]) -> str:
        open_choices = {action: self.weights.get(action[1:], 1) for action in actions if action[0] in "=+"}
        if "!done" in actions:
            open_choices = {action: weight for action, weight in open_choices.items() if action[0] == "+"}
        if not any(open_choices.values()):
            return "!done" if "!done" in actions else next((action for action in actions if action != "!back"), "")
        return self._one(open_choices)

    def _one(self, weights: Weights) -> str:
        return self.chance.choices(list(weights), list(weights.values()))[0]
