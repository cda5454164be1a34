"""
Writes what the tests of the page's side compare with: a generator's file with small nets of random weights, and what they
answer to some inputs.

    python golden.py ../src/learning/generators/picture/latent/golden
"""

import json
import os
import sys

import numpy as np
import torch

from nets import CODE_CHANNELS, Decoder, Flow, tokens_of
from write import array, decoder_tensors, flow_tensors, options_of, packed, write

SIZE, SIDE, KINDS, COLOURS, TASTE = 32, 4, ["Cups", "Hats"], ["red", "blue"], 3
WIDTHS = (16, 8, 8, 4)


def main(folder: str) -> None:
    torch.manual_seed(5)
    decoder, flow = Decoder(WIDTHS), Flow(len(KINDS) + len(COLOURS) + TASTE, SIDE, width=16, depth=2, heads=2)
    for net in (decoder, flow):
        for parameter in net.parameters():
            torch.nn.init.normal_(parameter, std=0.3 if net is flow else 0.2)
        rounded(net)
    codes = torch.rand(2, CODE_CHANNELS, SIDE, SIDE) * 2 - 1
    mean, deviation = torch.randn(CODE_CHANNELS) * 0.1, torch.rand(CODE_CHANNELS) + 0.3
    gallery = {
        "product.ids": np.frombuffer(b"ab", np.uint8),
        "product.offsets": np.array([0, 1, 2], np.uint32),
        "product.kinds": np.array([0, 1], np.uint16),
        "product.colours": np.array([0, 1], np.uint16),
        "product.tastes": np.array([[0, 1, 0], [1, 0, -1]], np.float32),
        "product.features": np.arange(192, dtype=np.uint8).reshape(2, 96),
    }
    tensors = decoder_tensors(decoder) | flow_tensors(flow) | gallery
    tensors |= {"codes.mean": array(mean), "codes.deviation": array(deviation), "product.codes": packed(codes)}
    pictures = {"size": SIZE, "kinds": KINDS, "colours": COLOURS, "combinations": [0, 3], "taste": TASTE}
    os.makedirs(folder, exist_ok=True)
    write(os.path.join(folder, "tiny.safetensors"), options_of(pictures, flow, WIDTHS), tensors, {})
    conditions = torch.tensor([[1, 0, 1, 0, 0, 1, 0], [0, 1, 0, 1, 1, 0, -1]], dtype=torch.float32)
    time, x = torch.tensor([0.0, 0.6]), torch.randn(codes.shape)
    with torch.no_grad():
        answers = {
            "codes": codes.permute(0, 2, 3, 1),
            "pixels": 2 * decoder(codes).permute(0, 2, 3, 1) - 1,
            "conditions": conditions,
            "times": time,
            "x": tokens_of(x),
            "velocity": tokens_of(flow(x, time, conditions)),
        }
    path = os.path.join(folder, "answers.json")
    with open(path, "w", encoding="utf8") as file:
        json.dump({name: [round(value, 6) for value in tensor.flatten().tolist()] for name, tensor in answers.items()}, file)
        file.write("\n")


@torch.no_grad()
def rounded(net) -> None:
    """The weights as 8 bits hold them, so that both sides compute with the same."""
    for layer in net.modules():
        if isinstance(layer, (torch.nn.Conv2d, torch.nn.Linear)):
            scales = layer.weight.flatten(1).abs().amax(1).view(-1, *[1] * (layer.weight.dim() - 1)) / 127
            layer.weight.copy_((layer.weight / scales).round() * scales)


if __name__ == "__main__":
    main(sys.argv[1])
