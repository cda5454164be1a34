"""Event logs: Parquet, CSV or JSON, of any size → events, one a row. The trainer's vocabulary says what words mean.

Of the forms that `vitrine train` reads these are not read here: lines without a header, dates whose order is in doubt
(05/12/2024), lists within records. They are refused with a remedy, never guessed.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyspark.sql import Column, DataFrame, Observation, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType, TimestampNTZType, TimestampType

from .errors import VitrineError, bad_options
from .schemas import schema

#: Names of interactions that show interest in their product.
COUNTING = ('select_item', 'view_item', 'add_to_cart', 'add_to_wishlist', 'purchase')
#: Rows from which it is understood what the columns are.
_SAMPLE = 2000
#: A column is what it was taken for where so much of it can be read as that.
_READABLE = 0.5
_BLANKS = ' \t\r\n\u00a0\ufeff'
_BROKEN = '_broken'
_REASONS = {
    'broken': 'that are broken',
    'user': 'without a user',
    'unknown': 'of an unknown event',
    'no product': 'of an event that is about no product',
    'shown': 'of a list that was seen, or a search',
    'item': 'without an item',
    'returned': 'taken back',
    'long': 'with an id of over 512 characters',
    'unreadable': 'with an id of characters that cannot be read',
    'time': 'without a time',
}


@dataclass
class LogReport:
    """What became of the rows of a log: nothing is dropped silently."""

    rows: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    #: What was guessed, and what is odd, in words for a person.
    remarks: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """One line a reason, most frequent first, and what was guessed."""
        counted = sorted(self.refused.items(), key=lambda refused: -refused[1])
        return [f'{count} of {self.rows} rows left out: {reason}' for reason, count in counted] + self.remarks


@dataclass
class EventLog:
    """Events: `shopper`, `product`, `name`, `at` (milliseconds), and `line`, which rises as the log's lines do."""

    events: DataFrame
    #: Whether the log has times.
    timed: bool
    _counts: Observation
    _remarks: list[str]

    def report(self) -> LogReport:
        """What became of the rows; to be asked once the events have been computed."""
        counts: dict[str, Any] = self._counts.get
        refused = {text: counts[reason] for reason, text in _REASONS.items() if counts[reason]}
        remarks = list(self._remarks)
        if counts['example'] is not None:
            remarks.insert(0, f'Say what such a word means: --event-words "{counts["example"]}"=view_item')
        return LogReport(counts['rows'], refused, remarks)

    def dismissals(self) -> int:
        """Events that take interest back; to be asked once the events have been computed."""
        return int(self._counts.get['dismissals'])


def read_events(spark: SparkSession, path: str, hints: Mapping[str, Any]) -> EventLog:
    """Opens a log and understands its columns. Nothing but its first rows is read before the events are asked for.

    `hints`: the options of the task `readLog`. Raises VitrineError `bad-options`.
    """
    rows = _flat(_rows(spark, path))
    fields = [name for name in rows.columns if name not in ('_line', _BROKEN)]
    sample = [row.asDict() for row in rows.limit(_SAMPLE).collect()]
    if not sample:
        raise bad_options('The log has no rows.', 'Give a log with at least one interaction.')
    columns = _understand(fields, sample, hints)
    remarks = list(columns.remarks)

    user, item = _user_of(columns.users), _somebody(columns.items[0])
    for other in columns.items[1:]:
        item = F.coalesce(item, _somebody(other))
    word = None if columns.event is None else _text(columns.event)
    rows = rows.withColumn('_word', F.lit(None).cast('string') if word is None else _plain(word))
    if word is None:
        rows = rows.withColumn('meaning', F.lit(columns.default_event))
    else:
        meanings = spark.createDataFrame(sorted(columns.meanings.items()), 'word string, meaning string')
        rows = rows.join(F.broadcast(meanings), rows['_word'] == meanings['word'], 'left')
    at = F.lit(0.0) if columns.time is None else columns.time(rows)
    quantity = F.lit(None) if columns.quantity is None else _number(columns.quantity)
    broken = F.col(_BROKEN).isNotNull() if _BROKEN in rows.columns else F.lit(False)

    read = rows.select(
        user.alias('shopper'),
        item.alias('product'),
        F.col('meaning').alias('name'),
        at.alias('at'),
        F.col('_line').alias('line'),
        '_word',
        quantity.cast('double').alias('_quantity'),
        broken.alias('_is_broken'),
    )
    ids = F.concat('shopper', 'product')
    longest = schema('log.vocabulary')['longestId']
    reason = (
        F.when(F.col('_is_broken'), 'broken')
        .when(F.col('shopper').isNull(), 'user')
        .when(F.col('name').isNull(), 'unknown')
        .when(F.col('name').isin('no product', 'shown'), F.col('name'))
        .when(F.col('product').isNull(), 'item')
        .when(F.col('_quantity') <= 0, 'returned')
        .when((F.length('shopper') > longest) | (F.length('product') > longest), 'long')
        .when(ids.contains('\ufffd'), 'unreadable')
        .when(F.col('at').isNull(), 'time')
    )
    counts = Observation('log')
    read = read.withColumn('_reason', reason).observe(
        counts,
        F.count(F.lit(1)).alias('rows'),
        *[F.count_if(F.col('_reason') == name).alias(name) for name in _REASONS],
        F.max(F.when(F.col('_reason') == 'unknown', F.col('_word'))).alias('example'),
        F.count_if(F.col('_reason').isNull() & (F.col('name') == 'dismiss')).alias('dismissals'),
    )
    events = read.filter(F.col('_reason').isNull()).select('shopper', 'product', 'name', 'at', 'line')
    return EventLog(events, columns.time is not None, counts, remarks)


# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _rows(spark: SparkSession, path: str) -> DataFrame:
    """The log's records, and `_line`, which rises through the files in order of their names."""
    form, first = _form_of(spark, path)
    read = spark.read
    if form == 'parquet':
        rows = read.parquet(path)
    elif form == 'json':
        start = spark.read.text(first).filter(F.trim('value') != '').limit(1).collect()
        several = bool(start) and str(start[0].value).lstrip('\ufeff ').startswith('[')
        options: dict[str, Any] = {
            'primitivesAsString': True,
            'columnNameOfCorruptRecord': _BROKEN,
            'multiLine': several,
        }
        rows = read.options(**options).json(path)
    else:
        rows = _table(spark, path, first)
    if not rows.columns:
        raise bad_options('The log has no rows.', 'Give a log with at least one interaction.')
    return _in_order(rows)


def _form_of(spark: SparkSession, path: str) -> tuple[str, str]:
    """Parquet, JSON or a table, by the names of the files; and the first of them."""
    jvm: Any = spark._jvm
    try:
        place = jvm.org.apache.hadoop.fs.Path(path)
        system = place.getFileSystem(spark._jsc.hadoopConfiguration())
        found = system.globStatus(place) or []
        files = []
        for status in found:
            inner = system.listStatus(status.getPath()) if status.isDirectory() else [status]
            files += [str(one.getPath().toString()) for one in inner]
    except Exception as cause:
        raise bad_options(
            f'{path} cannot be read: {str(cause).splitlines()[0]}', 'Check the path of the log.'
        ) from cause
    files = sorted(one for one in files if not one.rsplit('/', 1)[-1].startswith(('_', '.')))
    if not files:
        raise bad_options(f'There is no {path}.', 'Check the path of the log.')
    suffixes = re.findall(r'\.([a-z]+)', files[0].rsplit('/', 1)[-1].lower())
    for suffix in reversed(suffixes):
        if suffix in ('parquet', 'json', 'jsonl', 'ndjson', 'csv', 'tsv', 'txt', 'inter'):
            form = {'parquet': 'parquet', 'json': 'json', 'jsonl': 'json', 'ndjson': 'json'}.get(suffix, 'table')
            return form, files[0]
    raise bad_options(
        f'What {files[0]} is cannot be told by its name.', 'Give files called .parquet, .csv, .tsv or .json.'
    )


def _table(spark: SparkSession, path: str, first: str) -> DataFrame:
    start = spark.read.text(first).limit(1).collect()
    header = str(start[0].value).lstrip('\ufeff') if start else ''
    separator = max('\t,;|', key=header.count)
    names = [cell.strip().strip('"') for cell in header.split(separator)]
    known = {column: _candidates(names, column) for column in ('user', 'item')}
    if len(names) < 2 or not (known['user'] or known['item']):
        raise bad_options(f'{path} is not a table with a header.', 'Give a header that names user and item.')
    names = [name if names.count(name) == 1 else f'{name} {i + 1}' for i, name in enumerate(names)]
    form = StructType([StructField(name, StringType()) for name in names])
    options: dict[str, Any] = {
        'header': True,
        'sep': separator,
        'escape': '"',
        'enforceSchema': True,
        'maxCharsPerColumn': -1,
    }
    return spark.read.schema(form).options(**options).csv(path)


def _in_order(rows: DataFrame) -> DataFrame:
    """Adds `_line`: where the row is in the log. Spark takes the pieces of the files in an order of its own."""
    place = rows.select(
        '*',
        F.col('_metadata.file_path').alias('_file'),
        F.col('_metadata.file_block_start').alias('_start'),
        F.monotonically_increasing_id().alias('_row'),
    )
    pieces = rows.select('_metadata.file_path', '_metadata.file_block_start').distinct().collect()
    numbered = [(*piece, number) for number, piece in enumerate(sorted(tuple(piece) for piece in pieces))]
    table = rows.sparkSession.createDataFrame(numbered, '_file string, _start long, _piece long')
    line = F.col('_piece') * F.lit(1 << 33) + F.col('_row') % F.lit(1 << 33)
    placed = place.join(F.broadcast(table), ['_file', '_start']).withColumn('_line', line)
    return placed.drop('_file', '_start', '_row', '_piece')


def _flat(rows: DataFrame) -> DataFrame:
    """A field within a field is named by its path, and all but times are text."""

    def leaves(form: StructType, before: tuple[str, ...]) -> list[Column]:
        columns = []
        for one in form.fields:
            path = (*before, one.name)
            at = F.col('.'.join(f'`{part}`' for part in path))
            if isinstance(one.dataType, StructType):
                columns += leaves(one.dataType, path)
            elif isinstance(one.dataType, TimestampType | TimestampNTZType) or path == ('_line',):
                columns.append(at.alias('.'.join(path)))
            elif one.dataType.typeName() not in ('array', 'map', 'binary'):
                columns.append(at.cast('string').alias('.'.join(path)))
        return columns

    return rows.select(*leaves(rows.schema, ()))


# ── Columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Columns:
    users: list[str]
    items: list[str]
    event: str | None
    meanings: dict[str, str]
    default_event: str
    time: Callable[[DataFrame], Column] | None
    quantity: str | None
    remarks: list[str]


def _understand(fields: list[str], sample: list[dict[str, Any]], hints: Mapping[str, Any]) -> _Columns:
    named: Mapping[str, str] = hints.get('columns') or {}
    nobody = re.compile(schema('log.vocabulary')['nobody'], re.IGNORECASE)

    def values(name: str) -> list[Any]:
        return [row[name] for row in sample if row[name] is not None and str(row[name]).strip() != '']

    def filled(name: str) -> bool:
        return any(not nobody.match(str(value).strip()) for value in values(name))

    def given_or(column: str, choose: Callable[[list[str]], list[str]]) -> list[str]:
        if column not in named:
            return choose(_candidates(fields, column))
        return [] if named[column] == '' else [_named(fields, column, named[column])]

    items = given_or('item', lambda all_: [name for name in all_ if filled(name)][:1] or all_[:1])
    users = given_or('user', lambda all_: [name for i, name in enumerate(all_) if i == 0 or filled(name)])
    users = [name for name in users if name not in items]
    for column, found in (('user', users), ('item', items)):
        if not found:
            raise bad_options(
                f'No column of the log is the {column}: {", ".join(fields)[:300]}.',
                f'Name it: --columns {column}=THE_COLUMN',
            )
    remarks: list[str] = []
    taken = [*users, *items]
    events = given_or('event', lambda all_: [name for name in all_ if name not in taken])
    event, meanings = _event(events, values, hints.get('eventWords') or {}, 'event' in named, remarks)
    time = _time(given_or('time', lambda all_: all_), values, 'time' in named, remarks)
    readable = [name for name in given_or('quantity', lambda all_: all_) if _mostly(values(name), _is_number)]
    of_orders = [name for name in fields if _plain_name(name.rsplit('.', 1)[-1]) in schema('log.vocabulary')['orders']]
    lines = re.search(r'line_?items?|order_items|order_lines', items[0], re.IGNORECASE) is not None
    orders = event is None and (lines or any(2 * len(values(name)) >= len(sample) for name in of_orders))
    default = 'purchase' if orders else 'view_item'
    return _Columns(users, items, event, meanings, default, time, readable[0] if readable else None, remarks)


def _plain_name(name: str) -> str:
    name = re.sub(r':(?:token|float|token_seq|float_seq)$', '', unicodedata.normalize('NFC', name))
    return _plain_word(re.sub(r'^\s*g:', '', name))


def _plain_word(word: str) -> str:
    return ''.join(
        letter for letter in unicodedata.normalize('NFC', word).lower() if unicodedata.category(letter)[0] in 'LN'
    )


def _candidates(fields: Sequence[str], column: str) -> list[str]:
    """Fields that may be a column by their names, best first; whole paths before last names."""
    names: list[str] = schema('log.vocabulary')['columns'][column]
    ranks = {}
    for name in fields:
        for text in (name, name.rsplit('.', 1)[-1]):
            if _plain_name(text) in names:
                ranks[name] = names.index(_plain_name(text))
                break
    return sorted(ranks, key=lambda name: ranks[name])


def _named(fields: Sequence[str], column: str, name: str) -> str:
    for found in fields:
        if found == name.strip():
            return found
    for found in fields:
        if _plain_name(found) == _plain_name(name):
            return found
    if name.isdigit() and 1 <= int(name) <= len(fields):
        return fields[int(name) - 1]
    raise bad_options(
        f'There is no column {name}: {", ".join(fields)[:300]}.', f'Name one of them: --columns {column}=THE_COLUMN'
    )


def _event(
    names: Sequence[str],
    values: Callable[[str], list[Any]],
    own: Mapping[str, str],
    given: bool,
    remarks: list[str],
) -> tuple[str | None, dict[str, str]]:
    """The column of events, and what its plain words mean."""
    vocabulary = schema('log.vocabulary')
    meanings: dict[str, str] = {}
    for meaning, words in vocabulary['words'].items():
        for word in words:
            meanings[word] = meaning
    for word, meaning in list(meanings.items()):
        meanings.setdefault(f'{word}s', meaning)
    meanings |= {_plain_word(word): meaning for word, meaning in own.items()}
    best: tuple[int, str, dict[str, str]] | None = None
    for name in names:
        words = {_plain_word(str(value)) for value in values(name)}
        known = meanings
        for coded in vocabulary['codes']:
            if coded['column'] == _plain_name(name) and words <= set(coded['codes']):
                known = {**meanings, **coded['codes']}
                said = ', '.join(f'{code} is {meaning}' for code, meaning in coded['codes'].items())
                remarks.append(f'The numbers of {name} are read as public logs have them: {said}.')
        products = sum(known.get(word, 'no product') != 'no product' for word in words)
        if products > 0 and (best is None or products > best[0]):
            best = (products, name, known)
    if best is not None:
        return best[1], best[2]
    weak = ('type', 'name', 'activity')
    for name in names:
        words = {str(value) for value in values(name)}
        if words and (given or (_plain_name(name.rsplit('.', 1)[-1]) not in weak and len(words) <= 50)):
            raise bad_options(
                f'No word of the column {name} is known: {", ".join(sorted(words)[:8])}.',
                f'Say what they mean: --event-words {min(words)}=view_item; '
                'or, where this is no column of events: --columns event=',
            )
    return None, meanings


def _time(
    names: Sequence[str], values: Callable[[str], list[Any]], given: bool, remarks: list[str]
) -> Callable[[DataFrame], Column] | None:
    """Reads a column of times as milliseconds in UTC; null where there is none."""
    for name in names:
        known = values(name)
        if not known:
            continue
        if not isinstance(known[0], str):
            return lambda _, name=name: F.unix_millis(F.col(f'`{name}`').cast('timestamp')).cast('double')  # type: ignore[misc]  # mypy infers no lambda with a default
        if _mostly(known, lambda text: re.fullmatch(r'(?:19|20)\d\d[01]\d[0-3]\d', str(text).strip()) is not None):
            return lambda _, name=name: F.unix_millis(F.try_to_timestamp(_text(name), F.lit('yyyyMMdd'))).cast('double')  # type: ignore[misc]  # mypy infers no lambda with a default
        if _mostly(known, _is_number):
            small = min(abs(float(str(text).replace(',', '.'))) for text in known if _is_number(text))
            if small < 1e8:
                remarks.append(
                    f'Times are small numbers such as {known[0]}: they are read as seconds, '
                    'and only their order counts.'
                )
            return lambda _, name=name: _unix_time(_number(name))  # type: ignore[misc]  # mypy infers no lambda with a default
        if _mostly(known, lambda text: re.match(r'\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d)?', str(text).strip()) is not None):
            return lambda _, name=name: F.unix_millis(_text(name).try_cast('timestamp')).cast('double')  # type: ignore[misc]  # mypy infers no lambda with a default
        if given or _mostly(known, lambda text: re.search(r'\d', str(text)) is not None):
            raise bad_options(
                f'The times of the column {name} are not read here: {known[0]}.',
                'Write them as Unix seconds or as 2026-01-31T12:00:00Z; name another column, '
                '--columns time=THE_COLUMN; or say that there is none, --columns time=',
            )
    return None


def _mostly(values: Sequence[Any], fits: Callable[[Any], bool]) -> bool:
    return len(values) > 0 and sum(map(fits, values)) >= _READABLE * len(values)


def _is_number(value: object) -> bool:
    return re.fullmatch(r'\s*[-+]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?\s*', str(value), re.IGNORECASE) is not None


# ── Cells ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _text(name: str) -> Column:
    return F.btrim(F.col(f'`{name}`').cast('string'), F.lit(_BLANKS))


def _plain(word: Column) -> Column:
    return F.regexp_replace(F.lower(F.coalesce(word, F.lit(''))), r'[^\p{L}\p{N}]', '')


def _number(name: str) -> Column:
    return F.regexp_replace(_text(name), ',', '.').try_cast('double')


def _somebody(name: str) -> Column:
    """An id; null where the cell has a word for nobody."""
    text = _text(name)
    nobody = '(?i)' + schema('log.vocabulary')['nobody']
    return F.when((F.length(text) > 0) & ~((F.length(text) <= 36) & text.rlike(nobody)), text)


def _user_of(names: Sequence[str]) -> Column:
    """The first column that a row fills; shoppers of further ones never meet those of the first."""
    first, *others = names
    return F.coalesce(_somebody(first), *[F.concat(F.lit(f'{name}:'), _somebody(name)) for name in others])


def _unix_time(number: Column) -> Column:
    """Seconds, milli-, micro- or nanoseconds: the digits tell."""
    size = F.abs(number)
    return (
        F.when(size < 1e11, number * 1000)
        .when(size < 1e14, number)
        .when(size < 1e17, number / 1e3)
        .otherwise(number / 1e6)
    )


def no_interactions() -> VitrineError:
    """What to say of a log in which nothing counts."""
    return bad_options(
        'The log has no interactions that count.',
        'Check its columns with --columns, and that its events are views, carts or purchases.',
    )
