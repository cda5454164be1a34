"""Packs: safetensors files, written and read. What a pack holds is in docs/pack.md and `schemas/pack.schema.json`."""

import itertools
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import VitrineError

Tensor = NDArray[Any]

_FORMAT = {'format': 'vitrine-pack', 'version': 2}
_LENGTH_BYTES = 8
_ALIGNMENT = 8
_TYPES = {'F32': '<f4', 'I32': '<i4', 'U32': '<u4', 'U16': '<u2', 'I8': 'i1', 'U8': 'u1'}
_NAMES = {np.dtype(code): name for name, code in _TYPES.items()}


@dataclass
class Section:
    """One part of a pack: its options and its tensors, by name."""

    options: dict[str, Any]
    tensors: dict[str, Tensor]


@dataclass
class Pack:
    """What one trained file knows about a shop. Row `i` is `product_ids[i - 1]`."""

    manifest: dict[str, Any]
    product_ids: list[str]
    sections: dict[str, Section] = field(default_factory=dict)


def item_rows(values: Any, items: int) -> Tensor:
    """Rows of items in as few bytes as the number of products allows."""
    return np.asarray(values, dtype=np.uint16 if items < 1 << 16 else np.uint32)


def write_pack(pack: Pack) -> bytes:
    """The pack as a file: the products, then the sections, the small before the large."""
    manifest = {
        **_FORMAT,
        **pack.manifest,
        'sections': {name: section.options for name, section in pack.sections.items()},
        'versions': {},
    }
    sections = [('products', _product_ids(pack.product_ids))]
    sections += sorted(pack.sections.items(), key=lambda named: sum(t.nbytes for t in named[1].tensors.values()))
    header: dict[str, Any] = {'__metadata__': {'vitrine': _json(manifest)}}
    parts: list[bytes] = []
    end = 0
    for name, section in sections:
        for tensor, data in section.tensors.items():
            data = np.ascontiguousarray(data)
            begin, end = end, end + data.nbytes
            header[f'{name}/{tensor}'] = {
                'dtype': _NAMES[data.dtype],
                'shape': list(data.shape),
                'data_offsets': [begin, end],
            }
            parts.append(data.tobytes())
    text = _json(header).encode()
    text += b' ' * (-len(text) % _ALIGNMENT)
    return b''.join([len(text).to_bytes(_LENGTH_BYTES, 'little'), text, *parts])


def _product_ids(ids: list[str]) -> Section:
    encoded = [one.encode() for one in ids]
    offsets = np.zeros(len(ids) + 1, dtype=np.uint32)
    np.cumsum([len(one) for one in encoded], out=offsets[1:])
    return Section({}, {'ids': np.frombuffer(b''.join(encoded), dtype=np.uint8), 'offsets': offsets})


def read_pack(path: str | Path) -> Pack:
    """Reads a pack. Raises VitrineError `bad-options` or `pack-corrupt`.

    That everything in it is as it should be, `vitrine inspect` checks.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as cause:
        raise VitrineError('bad-options', f'{path} cannot be read.', 'Check the path of the pack.') from cause
    try:
        end = _LENGTH_BYTES + int.from_bytes(data[:_LENGTH_BYTES], 'little')
        header = json.loads(data[_LENGTH_BYTES:end])
        manifest = json.loads(header.pop('__metadata__')['vitrine'])
        options = manifest.pop('sections')
        tensors: dict[str, dict[str, Tensor]] = {name: {} for name in ('products', *options)}
        for name, entry in header.items():
            section, tensor = name.split('/')
            begin, stop = entry['data_offsets']
            flat = np.frombuffer(data[end + begin : end + stop], dtype=_TYPES[entry['dtype']])
            tensors[section][tensor] = flat.reshape(entry['shape'])
        products = tensors.pop('products')
        text, offsets = products['ids'].tobytes(), products['offsets'].tolist()
        ids = [text[start:stop].decode() for start, stop in itertools.pairwise(offsets)]
    except (KeyError, ValueError, UnicodeDecodeError) as cause:
        raise VitrineError('pack-corrupt', f'{path} is no pack.', 'Train it again.') from cause
    for name in ('format', 'version', 'versions'):
        manifest.pop(name, None)
    sections = {name: Section(options[name], own) for name, own in tensors.items()}
    return Pack(manifest, ids, sections)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(',', ':'))
