"""What is chosen rather than counted: options of the sources, weights, the learned ranker.

The project's own trainer chooses them, on a sample of whole shoppers: choosing takes thousands of held-out cases, not a
cluster. Where the sample is the whole log, the choices are those of `vitrine train`.
"""

import json
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .errors import VitrineError, bad_options
from .options import dashed
from .pack import Pack, read_pack


class Trainer:
    """The command line `vitrine`, which runs on Node."""

    def __init__(self, command: str) -> None:
        self._command = shlex.split(command)

    @property
    def is_there(self) -> bool:
        """Whether it can be started."""
        return bool(self._command) and shutil.which(self._command[0]) is not None

    def choose(
        self, sample: Path, products: list[str], sources: list[str], options: dict[str, Any], work: Path
    ) -> Pack:
        """A pack of the sample, for its choices. Raises VitrineError where the command fails."""
        out = work / 'choices.safetensors'
        args = ['train', '--events', str(sample), '--out', str(out), '--work', str(work / 'work')]
        args += ['--model', '+'.join(sources)]
        for name in ('fusion', 'minShoppers', 'unit', 'seed'):
            args += [f'--{dashed(name)}', str(options[name])]
        for text in options['set'] or []:
            args += ['--set', text]
        for feed in products:
            args += ['--products', feed]
        self._run(args)
        return read_pack(out)

    def add_vectors(self, pack: Path, ids: list[str], section: str, vectors: Any, options: dict[str, Any]) -> None:
        """Adds a section of these vectors to a pack. Raises VitrineError where the command fails."""
        with tempfile.TemporaryDirectory(prefix='vitrine-spark-') as folder:
            work = Path(folder)
            np.save(work / 'vectors.npy', vectors)
            (work / 'ids.json').write_text(json.dumps(ids), encoding='utf-8')
            args = ['import', '--vectors', str(work / 'vectors.npy'), '--ids', str(work / 'ids.json')]
            args += ['--section', section, '--into', str(pack), '--out', str(pack)]
            for name, value in options.items():
                args += [f'--{dashed(name)}', str(value)]
            self._run(args)

    def inspect(self, path: str) -> dict[str, Any]:
        """What a pack holds and tells, after reading all of it as the page does."""
        return dict(json.loads(self._run(['inspect', path, '--json'])))

    def _run(self, args: list[str]) -> str:
        if not self.is_there:
            raise VitrineError(
                'no-node',
                f'{shlex.join(self._command)} cannot be started: it chooses options, weights and the ranker.',
                'Install Node 20.19 or newer and vitrine beside it, and name it with --vitrine; or give a pack whose '
                'choices are taken, with --like.',
            )
        done = subprocess.run([*self._command, *args], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            lines = [line for line in done.stderr.splitlines() if line.strip() != '']
            said = [line for line in lines if line.startswith('vitrine ')]
            remedy = lines[-1] if lines else 'Run the same command by itself.'
            raise bad_options((said or lines or [f'vitrine {args[0]} failed'])[0], remedy)
        return done.stdout


def write_sample(interactions: DataFrame, most: int, seed: int, timed: bool, path: Path) -> tuple[int, int]:
    """Writes what some shoppers did, as a log. Returns how many shoppers, and of how many."""
    shoppers = interactions.select('who').distinct().count()
    chosen = interactions
    if shoppers > most:
        share = round(most / shoppers * 1_000_000)
        chosen = interactions.filter(F.pmod(F.xxhash64(F.lit(seed), 'who'), F.lit(1_000_000)) < share)
    columns = [F.col('shopper').alias('user'), F.col('product').alias('item'), F.col('name').alias('event')]
    times = [(F.col('at') / 1000).alias('ts')] if timed else []
    table: Any = chosen.orderBy('who', 'at', 'line').select(*columns, *times).toPandas()
    table.to_csv(path, index=False, float_format='%.3f')
    return int(table['user'].nunique()), shoppers
