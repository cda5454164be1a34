"""Logs in the forms that a cluster has them: read alike, and what is left out is told."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from vitrine_spark.errors import VitrineError
from vitrine_spark.event_log import read_events
from vitrine_spark.interests import read_interests

HINTS: Mapping[str, Any] = {'columns': None, 'dates': None, 'eventWords': None}
CSV = 'user,item,event,ts\na,p1,view,1767225955\na,p2,buy,1767226003\nb,p1,click,1767226100\n'
EXPECTED = [('a', 'p1', 'view_item'), ('a', 'p2', 'purchase'), ('b', 'p1', 'select_item')]


def interests(spark: SparkSession, path: Path, **hints: Any) -> tuple[list[tuple[str, str, str]], list[str]]:
    log = read_events(spark, str(path), {**HINTS, **hints})
    found, report = read_interests(log)
    rows = found.orderBy('who', 'at', 'line').collect()
    return [(row.shopper, row['product'], row['name']) for row in rows], report.lines()


def test_csv_json_and_parquet_are_read_alike(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / 'log.csv').write_text(CSV)
    (tmp_path / 'log.tsv').write_text('\ufeff' + CSV.replace(',', '\t'))
    records = [dict(zip(CSV.split('\n', 1)[0].split(','), line.split(','), strict=True)) for line in CSV.split()[1:]]
    (tmp_path / 'log.jsonl').write_text('\n'.join(map(json.dumps, records)))
    (tmp_path / 'log.json').write_text(json.dumps(records, indent=1))
    nested = [{'user': {'id': one['user']}, 'context': {'product_id': one['item']}, **one} for one in records]
    for one in nested:
        del one['item']
        one['user_id'] = one.pop('user')['id'] if isinstance(one['user'], dict) else one.pop('user')
    (tmp_path / 'nested.jsonl').write_text('\n'.join(map(json.dumps, nested)))
    table = spark.read.option('header', True).csv(str(tmp_path / 'log.csv'))
    table = table.withColumn('ts', table['ts'].cast('long').cast('timestamp'))
    table.coalesce(1).write.parquet(str(tmp_path / 'log.parquet'))
    for name in ('log.csv', 'log.tsv', 'log.jsonl', 'log.json', 'nested.jsonl', 'log.parquet'):
        assert interests(spark, tmp_path / name) == (EXPECTED, []), name


def test_a_folder_is_read_in_the_order_of_its_files(spark: SparkSession, tmp_path: Path) -> None:
    header = 'user,item\n'
    # The larger file comes later: Spark begins with it.
    (tmp_path / 'part-0.csv').write_text(f'{header}b,p1\n')
    (tmp_path / 'part-1.csv').write_text(header + ''.join(f'a,q{i}\n' for i in range(50)))
    (tmp_path / 'part-2.csv').write_text(header)
    (tmp_path / 'part-3.csv').write_text(f'{header}b,p2\n')
    found, _ = interests(spark, tmp_path)
    assert [product for _, product, _ in found] == ['p1', 'p2', *[f'q{i}' for i in range(50)]]


@pytest.mark.short
def test_dirty_lines_are_counted_and_told(spark: SparkSession, tmp_path: Path) -> None:
    dirty = [',p1,view,1767225955', 'a,,view,1767225955', 'a,null,view,1767225955', 'a,p1,teleport,1767225955']
    dirty += ['a,p1,page,1', 'a,p1,impression,1', 'a,p1,view,soon', 'half a line', f'a,{"x" * 513},view,1767225955']
    (tmp_path / 'log.csv').write_text(CSV + '\n'.join(dirty) + '\n')
    found, lines = interests(spark, tmp_path / 'log.csv')
    assert found == EXPECTED
    assert {line.split(': ')[1]: int(line.split()[0]) for line in lines if ' rows left out: ' in line} == {
        'without a user': 1,
        'without an item': 2,
        'of an unknown event': 2,
        'of an event that is about no product': 1,
        'of a list that was seen, or a search': 1,
        'with an id of over 512 characters': 1,
        'without a time': 1,
    }
    assert any('--event-words "teleport"=view_item' in line for line in lines)


def test_a_broken_record_is_counted(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / 'log.jsonl').write_text('{"user":"a","item":"p1"}\n{"user":"a","it\n{"user":"b","item":"p2"}\n')
    found, lines = interests(spark, tmp_path / 'log.jsonl')
    assert len(found) == 2
    assert lines == ['1 of 3 rows left out: that are broken']


@pytest.mark.parametrize(
    ('text', 'hints', 'message', 'remedy'),
    [
        ('who,item\na,p1\n', {}, 'No column of the log is the user: who, item.', '--columns user='),
        ('user,item,event\na,p1,zap\n', {}, 'No word of the column event is known: zap.', '--event-words zap='),
        ('user,item,ts\na,p1,05/12/2024\n', {}, 'are not read here: 05/12/2024.', 'Unix seconds'),
        ('user,item\na,p1\n', {'columns': {'time': 'when'}}, 'There is no column when', '--columns time='),
        ('1\t2\n', {}, 'is not a table with a header', 'Give a header'),
        ('user,item\n', {}, 'The log has no rows.', 'at least one'),
    ],
)
def test_what_is_not_understood_is_asked_for(
    spark: SparkSession, tmp_path: Path, text: str, hints: dict[str, Any], message: str, remedy: str
) -> None:
    (tmp_path / 'log.csv').write_text(text)
    with pytest.raises(VitrineError, match=message) as raised:
        interests(spark, tmp_path / 'log.csv', **hints)
    assert raised.value.code == 'bad-options'
    assert remedy in raised.value.remedy


def test_a_log_that_is_not_there_is_named(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(VitrineError, match=r'There is no .*nowhere\.csv'):
        interests(spark, tmp_path / 'nowhere.csv')


SCRIPTS = {
    'view:a view:a buy:a': 'purchase:a',
    'view:a view:b view:a': 'view_item:a view_item:b view_item:a',
    'view:a remove:a view:b': 'view_item:a view_item:b',
    'view:a view:b view:b dislike:a': 'view_item:b',
    'view:a view:b dislike:b view:a': 'view_item:a',
    'view:a view:b view:a dislike:b': 'view_item:a view_item:a',
}


@pytest.mark.short
def test_interests_are_those_of_the_page(spark: SparkSession, tmp_path: Path) -> None:
    events = [(shopper, *word.split(':')) for shopper, script in enumerate(SCRIPTS) for word in script.split()]
    lines = [f's{shopper},{product},{name},{i + 1767225955}' for i, (shopper, name, product) in enumerate(events)]
    (tmp_path / 'log.csv').write_text('user,item,event,ts\n' + '\n'.join(lines) + '\n')
    found, _ = interests(spark, tmp_path / 'log.csv')
    own = [
        ' '.join(f'{name}:{product}' for user, product, name in found if user == f's{i}') for i in range(len(SCRIPTS))
    ]
    assert dict(zip(SCRIPTS, own, strict=True)) == SCRIPTS


def test_a_bot_counts_as_much_as_the_next_shopper(spark: SparkSession, tmp_path: Path) -> None:
    lines = [f's{i},p{j},view,{1767225955 + j}' for i in range(30) for j in range(4)]
    lines += [f'bot,p{j % 50},view,{1767225955 + j}' for j in range(400)]
    (tmp_path / 'log.csv').write_text('user,item,event,ts\n' + '\n'.join(lines) + '\n')
    found, told = interests(spark, tmp_path / 'log.csv')
    theirs = [product for user, product, _ in found if user == 'bot']
    assert theirs == ['p46', 'p47', 'p48', 'p49']
    assert '396 of 520 rows left out: of bot, who has a large share of all rows' in told
    assert any('may be a bot' in line for line in told)
