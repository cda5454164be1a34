"""Options of the command, by the schema of the trainer: names, defaults and meanings are those of `vitrine train`."""

import argparse
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NoReturn

from .errors import bad_options
from .schemas import schema

#: Sections that are made here.
_SECTIONS = ('attention', 'als', 'rules', 'knn', 'popular')
#: What `vitrine train` can be told and this trainer does not do.
_NOT_HERE = {
    'epsilon': 'Counting with noise of a differential privacy is done by vitrine train alone.',
    'sessionSample': 'Visits of virtual shoppers are made by vitrine train alone.',
}


def trainer_options() -> dict[str, dict[str, Any]]:
    """Options of reading a log and of training a pack, by name."""
    tasks = schema('options')['$defs']
    return {**tasks['readLog']['properties'], **tasks['trainPack']['properties']}


def dashed(name: str) -> str:
    """`minShoppers` as it is written: `min-shoppers`."""
    return ''.join(f'-{letter.lower()}' if letter.isupper() else letter for letter in name)


class Arguments(argparse.ArgumentParser):
    """A parser whose errors have a remedy and no traceback."""

    def error(self, message: str) -> NoReturn:
        raise bad_options(f'{message[:1].upper()}{message[1:]}.', f'See {self.prog} --help for the options.')


def add_trainer_options(parser: argparse.ArgumentParser) -> None:
    """Adds an argument for each of the trainer's options."""
    for name, option in trainer_options().items():
        flag = f'--{dashed(name)}'
        default = option.get('default')
        meaning = option['description'].replace('%', '%%') + ('' if default is None else f'; default {default}')
        kind = option.get('type')
        if kind == 'boolean':
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=default, help=meaning, dest=name)
        elif kind == 'array':
            parser.add_argument(flag, action='append', help=meaning, dest=name, metavar='TEXT')
        else:
            parser.add_argument(flag, default=default, help=meaning, dest=name, metavar=_placeholder(option))


def _placeholder(option: Mapping[str, Any]) -> str:
    if 'enum' in option:
        return '|'.join(option['enum'])
    return {'integer': 'N', 'number': 'N', 'object': 'A=B,…'}.get(option['type'], 'TEXT')


def read_options(values: Mapping[str, Any]) -> dict[str, Any]:
    """The trainer's options among these arguments, each checked by the schema.

    Raises VitrineError `bad-options`.
    """
    read = {name: _read(name, option, values.get(name)) for name, option in trainer_options().items()}
    for name, why in _NOT_HERE.items():
        if read[name] != trainer_options()[name].get('default'):
            raise bad_options(f'--{dashed(name)} cannot be given here.', why)
    return read


def _read(name: str, option: Mapping[str, Any], value: object) -> object:
    if value is None or not isinstance(value, str):
        return value
    written = f'--{dashed(name)} is {value}.'
    if 'enum' in option:
        if value not in option['enum']:
            raise bad_options(written, f'Give one of {", ".join(option["enum"])}.')
        return value
    match option['type']:
        case 'integer' | 'number':
            return _number(written, option, value)
        case 'object':
            return _pairs(written, option, value)
    if value == '':
        raise bad_options(written, 'Give a text.')
    if option.get('format') == 'date-time':
        try:
            datetime.fromisoformat(value)
        except ValueError:
            raise bad_options(written, 'Give a date, such as 2026-01-31 or 2026-01-31T12:00:00Z.') from None
    return value


def _number(written: str, option: Mapping[str, Any], value: str) -> int | float:
    least, most = option.get('minimum', float('-inf')), option.get('maximum', float('inf'))
    whole = option['type'] == 'integer'
    bounds = f'of at least {least}' if most == float('inf') else f'from {least} to {most}'
    remedy = f'Give a {"whole " if whole else ""}number {bounds}.'
    try:
        number = int(value) if whole else float(value)
    except ValueError:
        raise bad_options(written, remedy) from None
    if not least <= number <= most:
        raise bad_options(written, remedy)
    return number


def _pairs(written: str, option: Mapping[str, Any], value: str) -> dict[str, str]:
    names = option.get('properties')
    words = option['additionalProperties']['enum'] if isinstance(option['additionalProperties'], dict) else None
    pairs = {}
    for pair in value.split(','):
        name, equals, text = (part.strip() for part in pair.partition('='))
        known = (names is None or name in names) and (words is None or text in words)
        if equals == '' or name == '' or not known:
            of_names = 'a name' if names is None else f'one of {", ".join(names)}'
            of_words = 'a text' if words is None else f'one of {", ".join(words)}'
            raise bad_options(written, f'Give pairs of {of_names} and {of_words}.')
        pairs[name] = text
    return pairs


def counted_sections(model: str, min_shoppers: int) -> tuple[list[str], list[str]]:
    """The sources that a model names, and the sections that they read.

    Raises VitrineError `bad-options` where one of them is not made here.
    """
    sources: dict[str, dict[str, Any]] = schema('options')['sources']
    named: set[str] = set()
    for name in model.split('+'):
        if name == 'fused':
            named |= {
                source
                for source, known in sources.items()
                if known['fused'] and not (known['trained'] and min_shoppers > 1)
            }
        elif name in sources:
            named.add(name)
        else:
            raise bad_options(
                f'There is no source {name}.', f'Give fused, or one or more of {", ".join(sources)}, joined by +.'
            )
    chosen = [name for name in sources if name in named]
    here = [name for name in sources if sources[name]['section'] in _SECTIONS or name == 'content']
    for name in chosen:
        if name not in here:
            raise bad_options(
                f'The source {name} is not made on a cluster.',
                f'Name sources among {"+".join(here)}, with --model; vitrine train makes the others.',
            )
    sections = dict.fromkeys(sources[name]['section'] for name in chosen if sources[name]['section'])
    return chosen, list(sections)
