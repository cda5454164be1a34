"""The attention model on Spark's workers: PyTorch in several processes by `TorchDistributor`, even where one dies."""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
from pyspark.ml.torch.distributor import TorchDistributor

from .counts import CountedLog, collect_sequences
from .errors import VitrineError, bad_options
from .pack import Section
from .schemas import schema

#: The latest interactions that are trained on, at most: each process holds them all.
_MOST_TRAINED = 10_000_000
#: How often a training is started that a process of it ended.
_ATTEMPTS = 4
_SIZES = ('width', 'blocks', 'heads', 'expansion', 'longest', 'batchTokens', 'epochs')
#: What is trained here as `vitrine train` has it by default, and in no other way.
_ONLY_BY_DEFAULT = ('loss', 'calibration', 'jitter', 'omit')


def attention_options(options: dict[str, Any], chosen: dict[str, Any] | None) -> dict[str, Any]:
    """The model's options: its defaults, those for sequences of visitors, those that are given, `--set`.

    `chosen`: of a pack whose choices are taken. Raises VitrineError `bad-options`.
    """
    known = schema('options')
    defaults: dict[str, Any] = known['settings']['attention']
    of_visitors = known['settingsOfVisitors']['attention'] if options['unit'] == 'visitor' else {}
    own = {**defaults, **of_visitors, **{name: value for name, value in (chosen or {}).items() if name in defaults}}
    for text in options['set'] or []:
        name, _, value = text.partition('=')
        section, _, option = name.partition('.')
        if section != 'attention':
            continue
        if option not in defaults:
            raise bad_options(f'--set {text}: there is no such option.', f'attention has {", ".join(defaults)}.')
        own[option] = value if isinstance(defaults[option], str) else _number(text, value, option in _SIZES)
    for option in _ONLY_BY_DEFAULT:
        if own[option] != defaults[option]:
            raise bad_options(
                f'attention.{option} is {own[option]}.', f'On a cluster it is {defaults[option]}; vitrine train has it.'
            )
    if own['width'] % own['heads']:
        raise bad_options(f'attention.heads is {own["heads"]}.', f'Give a number that divides {own["width"]}.')
    return own


def _number(text: str, value: str, whole: bool) -> int | float:
    try:
        number = float(value)
    except ValueError:
        raise bad_options(f'--set {text} is no number.', 'Give a number.') from None
    if whole and (number < 1 or not number.is_integer()):
        raise bad_options(f'--set {text} is no size.', 'Give a whole number of at least 1.')
    return int(number) if number.is_integer() else number


def fit_attention(
    log: CountedLog,
    model: dict[str, Any],
    options: dict[str, Any],
    processes: int,
    work: str | None,
    tell: Callable[[str], None],
) -> tuple[Section, dict[str, float]]:
    """The section `attention`, and how well it ranked on validation.

    `model`: see `attention_options`. `work`: where checkpoints lie, for all processes to see; `None`: a folder of
    this machine that goes. Raises VitrineError `no-torch`, `training-failed`.
    """
    try:
        import torch

        from .attention_net import AttentionNet, to_section
    except ImportError as cause:
        raise VitrineError(
            'no-torch',
            'The attention model is trained by PyTorch, which is not installed.',
            "Install it beside this package: pip install 'vitrine-spark[attention]'.",
        ) from cause
    sequences, whole = collect_sequences(log, _MOST_TRAINED)
    if not whole:
        tell(f'  attention: trained on the latest {_MOST_TRAINED:,} interactions')
    with tempfile.TemporaryDirectory(prefix='vitrine-attention-') if work is None else nullcontext(work) as folder:
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        plan = {'items': log.items, 'seed': options['seed'], 'refit': options['refit'], 'options': model}
        _prepare(place, plan, sequences.items, sequences.offsets)
        _run(log, place, processes, tell)
        found = torch.load(place / 'best.pt', weights_only=False)
        net = AttentionNet(log.items, model)
        net.load_state_dict(found['weights'])
    kept = {name: value for name, value in model.items() if name != 'epochs'}
    section = to_section(net, kept, options['vectors'])
    return section, {f'attention.{name}': value for name, value in found['metrics'].items()}


def _prepare(place: Path, plan: dict[str, Any], items: Any, offsets: Any) -> None:
    """What the processes read. Checkpoints of another training go."""
    text = json.dumps(plan, sort_keys=True)
    written = place / 'plan.json'
    sequences = place / 'sequences.npz'
    if written.exists() and sequences.exists() and written.read_text(encoding='utf-8') == text:
        with np.load(sequences) as known:
            if np.array_equal(known['items'], items) and np.array_equal(known['offsets'], offsets):
                return
    for old in place.glob('*.pt'):
        old.unlink()
    np.savez(sequences, items=items, offsets=offsets)
    written.write_text(text, encoding='utf-8')


def _run(log: CountedLog, place: Path, processes: int, tell: Callable[[str], None]) -> None:
    from .attention_training import train

    context = log.rows.sparkSession.sparkContext
    here = (context.master or '').startswith('local') and not (context.master or '').startswith('local-cluster')
    # Processes on this machine are to run by this Python.
    os.environ.setdefault('PYSPARK_DRIVER_PYTHON', sys.executable)
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            TorchDistributor(num_processes=processes, local_mode=here, use_gpu=False).run(train, str(place))
        except Exception as cause:
            if attempt == _ATTEMPTS:
                raise VitrineError(
                    'training-failed',
                    f'The attention model was started {_ATTEMPTS} times, and a process of it ended each time.',
                    'Its lines above say why: too little memory, a loss that is not finite, or no way between workers.',
                ) from cause
            tell(f'  attention: a process ended ({str(cause).splitlines()[0][:120]}); it goes on from its checkpoint')
        else:
            return
