"""Answers that a hostile or broken publisher could give, each with what must become of it.

`BOMBS` is all of them by name. Names begin with the id of the fault that they stand for, where it has one.
"""

from tests.helpers.bomb import Bomb
from tests.helpers.bombs_encoded import ENCODED
from tests.helpers.bombs_http import HTTP
from tests.helpers.bombs_json import JSON
from tests.helpers.bombs_text import TEXT
from tests.helpers.bombs_xml import XML

BOMBS: dict[str, Bomb] = {**XML, **TEXT, **ENCODED, **JSON, **HTTP}
