"""The command `vitrine-spark`: arguments, files and printing."""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from .choices import Trainer
from .errors import VitrineError, bad_options
from .options import Arguments, add_trainer_options, read_options
from .pack import write_pack
from .spark import open_spark
from .train import TrainInput, tell, train_pack


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command. Exit codes: 0 done, 1 it failed, 2 it was called wrongly, 130 interrupted."""
    try:
        _run(sys.argv[1:] if argv is None else argv)
    except VitrineError as error:
        sys.stderr.write(f'\nvitrine-spark: {error.message}\n')
        if error.remedy:
            sys.stderr.write(f'{error.remedy}\n')
        return 2 if error.code == 'bad-options' else 1
    except KeyboardInterrupt:
        sys.stderr.write('\nvitrine-spark: interrupted\n')
        return 130
    return 0


def _parser() -> Arguments:
    parser = Arguments(
        prog='vitrine-spark',
        description='Trains the pack that a shop ships beside its page, on a Spark cluster: docs/cluster.md',
    )
    commands = parser.add_subparsers(dest='command', metavar='COMMAND', required=True, parser_class=Arguments)
    train = commands.add_parser('train', help='trains a pack from an event log')
    train.add_argument(
        '--events',
        required=True,
        metavar='LOG',
        help='Parquet, CSV or JSON, a file or a folder, at any address that Spark reads',
    )
    train.add_argument(
        '--products',
        action='append',
        default=[],
        metavar='FEED',
        help="the shop's products, beside the driver: weighs neighbours by content in",
    )
    train.add_argument(
        '--out', required=True, metavar='FILE', help='the pack, such as shop.safetensors, beside the driver'
    )
    train.add_argument(
        '--master',
        metavar='URL',
        help="where the cluster is, such as spark://host:7077; default: as spark-submit says, or this machine's cores",
    )
    train.add_argument(
        '--conf', action='append', default=[], metavar='NAME=VALUE', help="a setting of Spark's; may be given again"
    )
    train.add_argument(
        '--sample',
        type=int,
        default=50_000,
        metavar='N',
        help='shoppers that options, weights and the ranker are chosen on, at most; default 50000',
    )
    train.add_argument(
        '--like', metavar='PACK', help='a pack whose options, weights and ranker are taken, instead of choosing them'
    )
    train.add_argument(
        '--processes',
        type=int,
        default=1,
        metavar='N',
        help='processes that the attention model is trained in, each on a worker of its own; default 1',
    )
    train.add_argument(
        '--work',
        metavar='FOLDER',
        help='where its checkpoints lie, so that the same command goes on where it was stopped: on a cluster a folder '
        'that all workers see; default: a folder of this machine that goes',
    )
    train.add_argument(
        '--vitrine',
        default=os.environ.get('VITRINE', 'npx vitrine'),
        metavar='COMMAND',
        help='how vitrine is started; default: VITRINE of the environment, else npx vitrine',
    )
    add_trainer_options(train)
    return parser


def _run(argv: Sequence[str]) -> None:
    values = vars(_parser().parse_args(list(argv)))
    options = read_options(values)
    if values['sample'] < 1:
        raise bad_options(f'--sample is {values["sample"]}.', 'Give a whole number of at least 1.')
    if values['processes'] < 1:
        raise bad_options(f'--processes is {values["processes"]}.', 'Give a whole number of at least 1.')
    settings = dict(_setting(text) for text in values['conf'])
    trainer = Trainer(values['vitrine'])
    start = time.monotonic()
    spark = open_spark(values['master'], settings)
    try:
        given = TrainInput(
            values['events'], values['products'], values['sample'], values['like'], values['processes'], values['work']
        )
        pack, factors = train_pack(spark, given, options, trainer)
    finally:
        spark.stop()
    out = Path(values['out'])
    part = out.with_name(f'{out.name}.part')
    part.write_bytes(write_pack(pack))
    if factors is not None:
        read = {**factors.options, 'weight': factors.weight, 'precision': options['vectors']}
        trainer.add_vectors(part, pack.product_ids, factors.section, factors.vectors, read)
    part.replace(out)
    size = out.stat().st_size
    if not trainer.is_there:
        tell(f'{out}: {size} bytes; not checked, since vitrine cannot be started')
        return
    summary = trainer.inspect(str(out))
    made = ', '.join(summary['sections'])
    tell(f'{out}: {size} bytes, {summary["products"]} products, sources {made}, in {time.monotonic() - start:.0f} s')
    for line in summary['tells']:
        tell(f'  {line}')


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition('=')
    if equals == '':
        raise bad_options(f'--conf is {text}.', 'Give NAME=VALUE, such as spark.executor.memory=4g.')
    return name, value


if __name__ == '__main__':
    sys.exit(main())
