"""Prints what random rules of all kinds find in random texts, one line a text, below a line that says how they ran.

Run as `python -m tests.helpers.findings SEED`, once compiled and once interpreted: the lines must be the same.
"""

import random
import sys

import daemon
from daemon.rules.match import find
from tests.unit.rules.parts import a_set, a_text
from tests.unit.rules.test_oracle_random import ENTITIES, RULES, as_yaml, random_condition, random_text

RULE_SETS, TEXTS = 30, 12
LANGUAGES = (None, None, "en", "ru", "ar", "de", "tr", "uk")


def main() -> None:
    """Print them."""
    chance = random.Random(int(sys.argv[1]))
    print(daemon.matching)
    for _ in range(RULE_SETS):
        trees = [as_yaml(random_condition(chance, 2)) for _ in range(RULES)]
        lines = [f"  - {{id: r{number}, severity: low, when: {tree}}}" for number, tree in enumerate(trees)]
        rules = a_set(ENTITIES + "\n".join(["rules:", *lines]))
        for _ in range(TEXTS):
            item = a_text(
                random_text(chance, 7),
                summary=random_text(chance, 9),
                body=random_text(chance, 40),
                language=chance.choice(LANGUAGES),
            )
            print(find(rules, item))


if __name__ == "__main__":
    main()
