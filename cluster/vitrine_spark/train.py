"""Training a pack: reads a log, chooses on a sample, counts the whole."""

import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyspark import StorageLevel
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from .als import ROUNDS, fit_als
from .attention import attention_options, fit_attention
from .choices import Trainer, write_sample
from .counts import CountedLog, count_popularity, count_products
from .errors import bad_options
from .event_log import no_interactions, read_events
from .interests import read_interests
from .options import counted_sections
from .pack import Pack, Section, read_pack
from .perturbation import Perturbation
from .schemas import schema
from .sections import knn_section, popular_section, ranker_section, rules_section


@dataclass
class TrainInput:
    """What a pack is made of."""

    events: str
    products: list[str]
    #: Shoppers that options, weights and ranker are chosen on, at most.
    sample: int
    #: A pack whose choices are taken; `None`: they are made on the sample.
    like: str | None
    #: Processes that the attention model is trained in.
    processes: int = 1
    #: Where its checkpoints lie, for all of them to see; `None`: in a folder of this machine that goes.
    work: str | None = None


@dataclass
class Factors:
    """Vectors that a section is to be made of. [products, width]"""

    section: str
    vectors: NDArray[np.float32]
    #: How the section is read.
    options: dict[str, Any]
    weight: float


def tell(line: str) -> None:
    """Standard error: what a person should know beside the result."""
    sys.stderr.write(f'{line}\n')


def train_pack(
    spark: SparkSession, given: TrainInput, options: dict[str, Any], trainer: Trainer
) -> tuple[Pack, Factors | None]:
    """The pack that `vitrine train` makes of the same log with the same options.

    Vectors come beside it: the project's own writer adds them. Raises VitrineError `bad-options`, `no-node`.
    """
    spark.conf.set('spark.sql.execution.arrow.pyspark.enabled', 'true')
    least = options['minShoppers']
    sources, sections = counted_sections(options['model'], least)
    if 'attention' in sections:
        attention_options(options, None)
    log = read_events(spark, given.events, options)
    found, report = read_interests(log)
    if options['until'] is not None:
        if not log.timed:
            raise bad_options('The log has no times.', 'Name its column of times.')
        until = datetime.fromisoformat(options['until'])
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        found = found.filter(F.col('at') < until.timestamp() * 1000)
    interactions = found.persist(StorageLevel.DISK_ONLY)
    size = interactions.agg(F.count(F.lit(1)), F.count_distinct('who'), F.count_distinct('product')).collect()[0]
    tell(f'{given.events}: {size[0]} interactions of {size[1]} shoppers with {size[2]} products')
    for line in report.lines():
        tell(f'  {line}')
    log.events.unpersist()
    if size[0] == 0:
        raise no_interactions()

    choices = _choose(given, interactions, log.timed, sources, options, trainer)
    perturbation = Perturbation(least)
    counted = count_products(interactions, log.timed, perturbation)
    interactions.unpersist()
    if counted.items == 0:
        raise bad_options('No product is left.', 'Lower --min-shoppers, or give a longer log.')
    made = _count(spark, counted, choices, sections, perturbation)
    metrics = dict(choices.manifest.get('metrics', {}))
    if 'attention' in sections:
        learned = choices.sections['attention'].options if 'attention' in choices.sections else None
        model = attention_options(options, learned)
        tell(f'training the attention model in {given.processes} process{"es" if given.processes > 1 else ""}')
        made['attention'], quality = fit_attention(counted, model, options, given.processes, given.work, tell)
        metrics |= quality
    factors = _factors(counted, choices, options) if 'als' in sections else None
    counted.rows.unpersist()
    manifest = {
        **choices.manifest,
        'metrics': metrics,
        'created': datetime.now(UTC).isoformat(timespec='milliseconds').replace('+00:00', 'Z'),
        'unit': options['unit'],
        'minShoppers': least,
    }
    return Pack(manifest, counted.product_ids, made), factors


def _factors(log: CountedLog, choices: Pack, options: dict[str, Any]) -> Factors:
    own = choices.sections['als'].options if 'als' in choices.sections else schema('options')['settings']['als']
    rounds = [int(text.split('=')[1]) for text in options['set'] or [] if text.startswith('als.epochs=')]
    vectors = fit_als(log, own, rounds[-1] if rounds else ROUNDS, options['seed'])
    tell(f'  als: {len(vectors)} vectors of {vectors.shape[1]} numbers')
    read = {name: own[name] for name in ('decay', 'ridge', 'unobserved')}
    return Factors('als', vectors, read, float(choices.manifest.get('weights', {}).get('als', 1)))


def _choose(
    given: TrainInput, interactions: Any, timed: bool, sources: list[str], options: dict[str, Any], trainer: Trainer
) -> Pack:
    if given.like is not None:
        return read_pack(given.like)
    if sources == ['attention']:  # Alone it has nothing to be weighed against.
        return Pack({'weights': {'attention': 1}}, [])
    with tempfile.TemporaryDirectory(prefix='vitrine-spark-') as folder:
        work = Path(folder)
        sample = work / 'sample.csv'
        shoppers, of = write_sample(interactions, given.sample, options['seed'], timed, sample)
        how = 'all shoppers' if shoppers == of else f'{shoppers} of {of} shoppers'
        tell(f'choosing options, weights and the ranker on what {how} did')
        return trainer.choose(sample, given.products, sources, options, work)


def _count(
    spark: SparkSession, log: CountedLog, choices: Pack, sections: list[str], perturbation: Perturbation
) -> dict[str, Section]:
    defaults: dict[str, dict[str, Any]] = schema('options')['settings']

    def chosen(name: str) -> dict[str, Any]:
        own = choices.sections[name].options if name in choices.sections else {}
        if choices.sections and name not in choices.sections:
            raise bad_options(f'The choices have no section {name}.', 'Give a pack with the same sources to --like.')
        return {**defaults[name], **own}

    tell(f'counting {log.total} interactions with {log.items} products')
    left = [name for name in choices.sections if name not in (*sections, 'ranker')]
    if left:
        tell(f'  not counted here: {", ".join(left)}')
    half_life = chosen('popular')['halfLife'] if 'popular' in sections else defaults['popular']['halfLife']
    popularity = count_popularity(log, half_life, schema('options')['counting']['eras'])
    made: dict[str, Section] = {}
    if 'rules' in sections:
        made['rules'] = rules_section(log, chosen('rules'), popularity.all_time, perturbation)
        tell(f'  rules: {len(made["rules"].tensors["items"])} pairs')
    if 'knn' in sections:
        made['knn'], whole = knn_section(spark.sparkContext, log, chosen('knn'), perturbation)
        part = '' if whole else ', of the latest 10,000,000 interactions'
        tell(f'  knn: {len(made["knn"].tensors["offsets"]) - 1} windows{part}')
    if 'popular' in sections:
        made['popular'] = popular_section(popularity, chosen('popular'), log.timed, perturbation)
    if 'ranker' in choices.sections:
        made['ranker'] = ranker_section(choices.sections['ranker'], popularity, perturbation)
    return made
