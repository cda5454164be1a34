"""Packs are written as docs/pack.md says, and read back."""

import json

import jsonschema
import numpy as np
import pytest
from conftest import GOLDEN

from vitrine_spark.errors import VitrineError
from vitrine_spark.pack import Pack, Section, read_pack, write_pack
from vitrine_spark.schemas import schema


def test_golden_packs_are_written_again_as_they_were() -> None:
    for path in sorted(GOLDEN.glob('v2/*.safetensors')):
        pack = read_pack(path)
        again = path.read_bytes()
        own = write_pack(pack)
        assert _header(own).keys() == _header(again).keys(), path.name
        assert own[-1000:] == again[-1000:], path.name


def test_what_is_written_fits_the_schema_and_reads_back(tmp_path) -> None:
    manifest = {
        'created': '2026-01-31T12:00:00.000Z',
        'unit': 'visitor',
        'minShoppers': 1,
        'weights': {},
        'metrics': {},
    }
    popular = {'allTime': np.array([0, 65535, 2], dtype=np.uint16), 'recent': np.array([0, 1, 65535], dtype=np.uint16)}
    pack = Pack(manifest, ['p-1', 'größe 2'], {'popular': Section({'recentShare': 0.5}, popular)})
    header = _header(write_pack(pack))
    header['__metadata__']['vitrine'] = json.loads(header['__metadata__']['vitrine'])
    jsonschema.validate(header, schema('pack'))
    path = tmp_path / 'shop.safetensors'
    path.write_bytes(write_pack(pack))
    read = read_pack(path)
    assert (read.manifest, read.product_ids) == (manifest, pack.product_ids)
    np.testing.assert_array_equal(read.sections['popular'].tensors['recent'], popular['recent'])


@pytest.mark.parametrize('content', [b'', b'<!doctype html>', b'\x02\0\0\0\0\0\0\0{}'])
def test_what_is_no_pack_is_refused(tmp_path, content: bytes) -> None:
    path = tmp_path / 'shop.safetensors'
    path.write_bytes(content)
    with pytest.raises(VitrineError, match='is no pack') as raised:
        read_pack(path)
    assert raised.value.code == 'pack-corrupt'


def _header(data: bytes) -> dict:
    return dict(json.loads(data[8 : 8 + int.from_bytes(data[:8], 'little')]))
