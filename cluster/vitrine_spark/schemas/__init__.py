"""What this trainer has in common with the one in TypeScript: files that are generated there."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def schema(name: str) -> dict[str, Any]:
    """One of `options` (of the trainer), `log.vocabulary` or `pack`."""
    suffix = 'json' if name == 'log.vocabulary' else 'schema.json'
    text = files(__package__).joinpath(f'{name}.{suffix}').read_text(encoding='utf-8')
    return dict(json.loads(text))
