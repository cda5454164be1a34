"""
Writes the generator's file that a page loads: the nets' weights in 8 bits, and the codes of the shop's own pictures in 4.

    python write.py --pictures pictures.safetensors --work FOLDER --out imagine.safetensors
"""

import argparse
import datetime
import json
import os

import numpy as np
import torch
from safetensors.numpy import save_file

from nets import CODE_CHANNELS, DECODER_WIDTHS, LEVELS, STRIDE, Decoder, Flow
from pictures import VARIATION, read_pictures
from train import codes_of, code_statistics, load_autoencoder

METADATA = "vitrine-generator"
STEPS = 8
# How strongly colour and taste are asked for when pictures are drawn (Ho & Salimans 2022).
GUIDANCE = 2.0
# Layers of the flow whose names differ: those of a list, and the last modulation.
RENAMED = {"last_modulation": "last"}


def decoder_tensors(decoder: Decoder) -> dict[str, np.ndarray]:
    """Kernels [3, 3, in, out]; of what becomes pixels, the four pixels' channels one after the other."""
    tensors = {}
    for name, layer in decoder.named_modules():
        if not isinstance(layer, torch.nn.Conv2d):
            continue
        kernel, bias = layer.weight.detach().permute(2, 3, 1, 0), layer.bias.detach()
        if name == "larger3":
            order = torch.arange(len(bias)).view(-1, 4).T.flatten()
            kernel, bias = kernel[..., order], bias[order]
        tensors |= weights_of(f"decoder.{name}", kernel, bias)
    return tensors


def flow_tensors(flow: Flow) -> dict[str, np.ndarray]:
    tensors = {"flow.places": array(flow.places), "flow.own": array(flow.own)}
    for name, layer in flow.named_modules():
        if isinstance(layer, torch.nn.Linear):
            known = RENAMED.get(name, name.replace("layers.", "layer"))
            tensors |= weights_of(f"flow.{known}", layer.weight.detach().T, layer.bias.detach())
    return tensors


def weights_of(name: str, weights: torch.Tensor, bias: torch.Tensor) -> dict[str, np.ndarray]:
    """In 8 bits, with a scale for each output. weights […, out]"""
    scales = weights.abs().amax(tuple(range(weights.dim() - 1))).clamp(min=1e-12) / 127
    levels = (weights / scales).round().to(torch.int8)
    return {f"{name}.weights": array(levels), f"{name}.scales": array(scales), f"{name}.bias": array(bias)}


def packed(codes: torch.Tensor) -> np.ndarray:
    """Codes in −1…1 as 16 levels, two a byte. [products, channels, h, w] → [products, codes / 2]"""
    levels = ((codes.permute(0, 2, 3, 1).flatten(1) + 1) * (LEVELS - 1) / 2).round().to(torch.uint8).numpy()
    return levels[:, 0::2] | (levels[:, 1::2] << 4)


def array(tensor: torch.Tensor) -> np.ndarray:
    return np.ascontiguousarray(tensor.detach().contiguous().numpy())


def write(path: str, options: dict, tensors: dict[str, np.ndarray], metrics: dict[str, float]) -> None:
    manifest = {
        "version": 1,
        "kind": "latent-picture",
        "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "metrics": metrics,
        "options": options,
    }
    save_file(tensors, path, {METADATA: json.dumps(manifest)})


def options_of(pictures: dict, flow: Flow, widths) -> dict:
    told = {key: pictures[key] for key in ("size", "kinds", "colours", "combinations", "taste")}
    net = {"width": flow.width, "depth": flow.depth, "heads": flow.heads, "steps": STEPS, "guidance": GUIDANCE}
    return told | net | {"codeChannels": CODE_CHANNELS, "decoderWidths": list(widths)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--decoder", default="decoder", help="the stage whose decoder is written")
    args = parser.parse_args()
    torch.set_num_threads(1)
    pictures = read_pictures(args.pictures)
    nets = load_autoencoder(args.work)
    codes = codes_of(nets["encoder"], pictures.pixels)
    decoder = nets["decoder"]
    if args.decoder != "autoencoder":
        decoder.load_state_dict(averaged_of(args.work, args.decoder, "decoder"))
    flow = Flow(pictures.conditions.shape[1], pictures.options["size"] // STRIDE)
    flow.load_state_dict(without_variation(averaged_of(args.work, "flow", "flow"), pictures.conditions.shape[1]))
    mean, deviation = code_statistics(codes[pictures.trained])
    tensors = decoder_tensors(decoder) | flow_tensors(flow) | pictures.gallery
    # Of the products that the gallery has: it spreads them over all where they are too many.
    count = len(pictures.gallery["product.kinds"])
    kept = torch.arange(count) * len(codes) // max(1, count)
    tensors |= {"codes.mean": array(mean), "codes.deviation": array(deviation), "product.codes": packed(codes[kept])}
    write(args.out, options_of(pictures.options, flow, DECODER_WIDTHS), tensors, {})
    print(f"{args.out}: {os.path.getsize(args.out)} bytes")


def without_variation(flow: dict, conditions: int) -> dict:
    """Without the weights of the condition that tells how a picture was varied: it is zero for what the page makes."""
    weights = flow["condition1.weight"]
    return flow | {"condition1.weight": torch.cat([weights[:, :conditions], weights[:, conditions + VARIATION :]], 1)}


def averaged_of(work: str, stage: str, net: str) -> dict:
    return torch.load(os.path.join(work, f"{stage}.pt"), weights_only=False)["averaged"][net][0]


if __name__ == "__main__":
    main()
