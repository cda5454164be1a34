"""Options are those of the trainer's schema."""

import pytest

from vitrine_spark.command import _parser
from vitrine_spark.errors import VitrineError
from vitrine_spark.options import counted_sections, dashed, read_options, trainer_options

NEEDED = ['train', '--events', 'events.csv', '--out', 'shop.safetensors']


def read(*args: str) -> dict:
    return read_options(vars(_parser().parse_args([*NEEDED, *args])))


def test_what_is_left_out_is_as_the_schema_says() -> None:
    assert read() == {name: option.get('default') for name, option in trainer_options().items()}


def test_what_is_given_is_read() -> None:
    given = read('--min-shoppers', '3', '--set', 'rules.top=60', '--set', 'knn.last=5', '--columns', 'user=who,item=2')
    assert given['minShoppers'] == 3
    assert given['set'] == ['rules.top=60', 'knn.last=5']
    assert given['columns'] == {'user': 'who', 'item': '2'}


@pytest.mark.parametrize(
    ('args', 'remedy'),
    [
        (['--min-shoppers', '0'], 'Give a whole number of at least 1.'),
        (['--min-shoppers', 'many'], 'Give a whole number of at least 1.'),
        (['--fusion', 'both'], 'Give one of learned, weights.'),
        (['--columns', 'who=user'], 'Give pairs of one of user, item, event, time, quantity and a text.'),
        (['--event-words', 'gekauft=buy'], 'Give pairs of a name and one of view_item'),
        (['--until', 'yesterday'], 'Give a date'),
        (['--epsilon', '1'], 'vitrine train alone'),
        (['--colour', 'red'], 'See vitrine-spark'),
    ],
)
def test_what_an_option_does_not_take_is_refused_with_a_remedy(args: list[str], remedy: str) -> None:
    with pytest.raises(VitrineError) as raised:
        read(*args)
    assert raised.value.code == 'bad-options'
    assert remedy in raised.value.remedy


def test_fused_stands_for_its_counted_sources_where_little_may_be_told() -> None:
    sources, sections = counted_sections('fused', 5)
    assert sources == ['rules', 'knn', 'successors', 'predecessors', 'content', 'popular']
    assert sections == ['rules', 'knn', 'popular']
    assert counted_sections('popular+rules', 1) == (['rules', 'popular'], ['rules', 'popular'])


def test_a_private_pack_may_have_the_attention_model() -> None:
    assert counted_sections('fused', 1)[0] == ['attention', *counted_sections('fused', 5)[0]]
    assert counted_sections('attention', 1) == (['attention'], ['attention'])


@pytest.mark.parametrize('model', ['ease', 'friends', 'tea', 'rules+gru4rec'])
def test_a_source_that_is_not_counted_here_is_refused(model: str) -> None:
    with pytest.raises(VitrineError, match=r'The source|There is no source'):
        counted_sections(model, 1)


def test_names_are_written_with_dashes() -> None:
    assert dashed('minShoppers') == 'min-shoppers'
