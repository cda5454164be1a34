"""Trains the net of `vitrine train-encoder` with PyTorch, which takes a fraction of the time on a CPU: the same net, the same
views of each picture, the same losses. `vitrine train-encoder --weights` makes an encoder of what it writes.

    pip install torch==2.13.0 pillow==13.0.0 numpy==2.4.6
    python bench/pictures/train_encoder.py --pictures FOLDER --products FILE.csv --leave-out 15 --out weights.safetensors

Stopped, the same command goes on from its last checkpoint.
"""
import argparse
import collections
import csv
import functools
import json
import math
import os
import struct
import time

# Small products of matrices: threads that wait for each other cost more than they bring.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from PIL import Image

SIZE = 64
WIDTHS = [32, 64, 128, 192]
KIND, LOOK = 64, 64
NAMES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"]
BATCH = 64
LEARNING_RATE, WEIGHT_DECAY, WARM_UP = 2e-3, 0.02, 200
AVERAGING, SMOOTHING, TEMPERATURE, COLOUR_WEIGHT = 0.998, 0.05, 0.1, 0.3
# Pictures of a kind from which on it is one that is learned.
LEAST_OF_A_KIND = 8
# The basic colours that the net learns, as red, green and blue (src/learning/generators/picture/colours.ts has the finer rule).
COLOURS = [(20, 20, 20), (245, 245, 245), (128, 128, 128), (200, 30, 40), (240, 140, 30), (120, 75, 40), (240, 220, 70),
           (60, 140, 60), (40, 80, 180), (120, 60, 150), (240, 150, 180)]
LUMINANCE = [16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87,
             80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92,
             95, 98, 112, 100, 103, 99]


def left_out(product, percent):
    """As src/trainer/pictures/leave-out.ts: by the id alone."""
    hashed = 0x811C9DC5
    for character in product:
        hashed = ((hashed ^ ord(character)) * 0x01000193) & 0xFFFFFFFF
    hashed = ((hashed ^ (hashed >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
    return (hashed ^ (hashed >> 16)) % 100 < percent


@functools.lru_cache
def areas(from_side, to_side):
    """How much of each old pixel each new one is the mean of. [to, from]"""
    scale = from_side / to_side
    edges = np.arange(from_side)
    overlaps = [np.clip(np.minimum(edges + 1, (i + 1) * scale) - np.maximum(edges, i * scale), 0, None) for i in range(to_side)]
    return (np.stack(overlaps) / scale).astype(np.float32)


def square(path):
    """The whole picture in a white square, as src/learning/encoders/picture/fit-square.ts makes it. [SIZE, SIZE, 3]"""
    picture = np.asarray(Image.open(path).convert("RGB"), np.float32)
    height, width = picture.shape[:2]
    side = max(width, height)
    framed = np.full((side, side, 3), 255, np.float32)
    top, left = (side - height) // 2, (side - width) // 2
    framed[top:top + height, left:left + width] = picture
    down = areas(side, SIZE)
    rows = (down @ framed.reshape(side, -1)).reshape(SIZE, side, 3)
    return np.rint(down @ rows).astype(np.uint8)


def colour_of(picture):
    """The commonest basic colour among the pixels that differ from the rim."""
    pixels = picture.reshape(-1, 3).astype(np.float32)
    rim = np.concatenate([picture[:4].reshape(-1, 3), picture[-4:].reshape(-1, 3)]).astype(np.float32)
    shown = pixels[np.linalg.norm(pixels - np.median(rim, 0), axis=1) > 30]
    shown = shown if len(shown) else pixels
    named = np.asarray(COLOURS, np.float32)
    nearest = ((named**2).sum(1) - 2 * shown @ named.T).argmin(1)
    return int(np.bincount(nearest, minlength=len(COLOURS)).argmax())


def read(folder, products, percent):
    pictures, kinds = [], []
    with open(products, newline="", encoding="utf8") as file:
        for row in csv.DictReader(file):
            path = os.path.join(folder, row["id"] + ".jpg")
            if not os.path.exists(path) or left_out(row["id"], percent):
                continue
            pictures.append(square(path))
            kinds.append(row["articleType"])
    counts = collections.Counter(kinds)
    named = {kind: i for i, kind in enumerate(kind for kind, count in counts.items() if count >= LEAST_OF_A_KIND)}
    return np.stack(pictures), np.array([named.get(kind, -1) for kind in kinds]), len(named)


class Net(nn.Module):
    def __init__(self, kinds):
        super().__init__()
        self.stages = nn.ModuleList()
        channels = 12
        for stage, width in enumerate(WIDTHS):
            layers = nn.ModuleList()
            for _ in range(1 if stage == 0 else 2):
                layers.append(nn.Sequential(nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width)))
                channels = width
            self.stages.append(layers)
        self.kind, self.look = nn.Linear(channels, KIND), nn.Linear(channels * 4, LOOK)
        self.kinds, self.colours = nn.Linear(KIND, kinds), nn.Linear(LOOK, len(COLOURS))
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight)

    def forward(self, x):
        x = F.pixel_unshuffle(x, 2)
        for stage, layers in enumerate(self.stages):
            if stage:
                x = F.max_pool2d(x, 2)
            for layer in layers:
                x = F.relu(layer(x))
        kind = F.normalize(self.kind(x.mean((2, 3))).float(), dim=1)
        look = F.normalize(self.look(F.adaptive_avg_pool2d(x, 2).flatten(1)).float(), dim=1)
        return kind, look


def cosines():
    n = np.arange(8)
    basis = np.cos((2 * n[None] + 1) * n[:, None] * np.pi / 16) * 0.5
    basis[0] /= math.sqrt(2)
    return torch.tensor(basis, dtype=torch.float32)


BASIS, STEPS = cosines(), torch.tensor(LUMINANCE, dtype=torch.float32).view(8, 8)


def compressed(x):
    """As a JPEG of a low quality leaves it: blocks of 8 × 8 in coarse steps."""
    count = len(x)
    blocks = (x - 128).view(count, 3, SIZE // 8, 8, SIZE // 8, 8)
    waves = torch.einsum("ai,ncyixj,bj->ncyaxb", BASIS, blocks, BASIS)
    steps = STEPS[:, None, :] * (0.6 + 1.2 * torch.rand(count, 1, 1, 1, 1, 1))
    waves = torch.round(waves / steps) * steps
    return (torch.einsum("ai,ncyaxb,bj->ncyixj", BASIS, waves, BASIS).reshape(count, 3, SIZE, SIZE) + 128).clamp(0, 255)


def view(pictures):
    """Cropped, mirrored, in another light, blurred, compressed again and grainy, each by chance. [count, 3, SIZE, SIZE]"""
    count, x = len(pictures), pictures.float()
    about = lambda most, *shape: (2 * torch.rand(count, *shape) - 1) * most
    side, stretch = torch.sqrt(1 - 0.45 * torch.rand(count)), torch.exp(about(0.15))
    width, height = (side * stretch).clamp(max=1), (side / stretch).clamp(max=1)
    place = torch.zeros(count, 2, 3)
    place[:, 0, 0] = width * torch.where(torch.rand(count) < 0.5, -1.0, 1.0)
    place[:, 0, 2], place[:, 1, 2] = about(1) * (1 - width), about(1) * (1 - height)
    place[:, 1, 1] = height
    x = F.grid_sample(x, F.affine_grid(place, x.shape, align_corners=False), align_corners=False, padding_mode="border")
    gain, contrast = torch.exp(about(0.3, 1, 1, 1) + about(0.1, 3, 1, 1)), torch.exp(about(0.25, 1, 1, 1))
    x = (255 * gain * (x.clamp(min=0) / 255) ** contrast).clamp(max=255)
    blurred = torch.rand(count) < 0.3
    if blurred.any():
        line = torch.tensor([1, 2, 1]) / 4
        kernel = (line[:, None] * line)[None, None].expand(3, 1, 3, 3)
        x[blurred] = F.conv2d(F.pad(x[blurred], (1, 1, 1, 1), mode="replicate"), kernel, groups=3)
    again = torch.rand(count) < 0.5
    if again.any():
        x[again] = compressed(x[again])
    x = x + 8 * torch.rand(count, 1, 1, 1) * torch.randn_like(x)
    return (x.clamp(0, 255) / 127.5 - 1).contiguous(memory_format=torch.channels_last)


def served(state):
    """The weights as the page has them: with the normalisation in them, channels last."""
    tensors, at = {}, 0
    for stage, width in enumerate(WIDTHS):
        for layer in range(1 if stage == 0 else 2):
            own = {part: state[f"stages.{stage}.{layer}.{part}"].numpy() for part in
                   ["0.weight", "1.weight", "1.bias", "1.running_mean", "1.running_var"]}
            scale = own["1.weight"] / np.sqrt(own["1.running_var"] + 1e-5)
            kernel = own["0.weight"] * scale[:, None, None, None]
            if at == 0:  # the page folds pixels as (row, column, colour), PyTorch as (colour, row, column)
                kernel = kernel.reshape(width, 3, 4, 3, 3).transpose(0, 2, 1, 3, 4).reshape(width, 12, 3, 3)
            tensors[f"{NAMES[at]}.weights"] = kernel.transpose(2, 3, 1, 0)
            tensors[f"{NAMES[at]}.bias"] = own["1.bias"] - own["1.running_mean"] * scale
            at += 1
    look = state["look.weight"].numpy().reshape(LOOK, WIDTHS[-1], 4).transpose(2, 1, 0).reshape(-1, LOOK)
    tensors["kind.weights"], tensors["kind.bias"] = state["kind.weight"].numpy().T, state["kind.bias"].numpy()
    tensors["look.weights"], tensors["look.bias"] = look, state["look.bias"].numpy()
    return {name: np.ascontiguousarray(values, np.float32) for name, values in tensors.items()}


def write(path, tensors, metadata):
    header, end = {"__metadata__": {name: str(value) for name, value in metadata.items()}}, 0
    for name, values in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [end, end + values.nbytes]}
        end += values.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(values.tobytes() for values in tensors.values()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--products", required=True, help="CSV with the columns id and articleType")
    parser.add_argument("--leave-out", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", required=True)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    pixels, kinds, count = read(given.pictures, given.products, given.leave_out)
    colours = torch.tensor([colour_of(picture) for picture in pixels])
    pictures, kinds = torch.tensor(pixels).permute(0, 3, 1, 2).contiguous(), torch.tensor(kinds)
    print(f"{len(pictures)} pictures of {count} kinds", flush=True)
    net, mean = Net(count).to(memory_format=torch.channels_last), Net(count)
    mean.load_state_dict(net.state_dict())
    weights, others = ([p for p in net.parameters() if (p.ndim > 1) == matrix] for matrix in (True, False))
    adam = torch.optim.AdamW([{"params": weights, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0}])
    per_epoch = len(pictures) // BATCH
    first, step, losses, checkpoint = 0, 0, [], given.out + ".checkpoint"
    if os.path.exists(checkpoint):
        state = torch.load(checkpoint)
        net.load_state_dict(state["net"]), mean.load_state_dict(state["mean"]), adam.load_state_dict(state["adam"])
        first, step, losses = state["epoch"], state["epoch"] * per_epoch, state["losses"]
    started = time.time()
    for epoch in range(first, given.epochs):
        torch.manual_seed(given.seed * 1000 + epoch)
        order, total = torch.randperm(len(pictures)), 0
        for at in range(per_epoch):
            rows = order[at * BATCH:(at + 1) * BATCH].repeat(2)
            pace = min(1, (step + 1) / WARM_UP) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * step / (per_epoch * given.epochs))))
            for group in adam.param_groups:
                group["lr"] = LEARNING_RATE * pace
            seen = view(pictures[rows])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                kind, look = net(seen)
            likeness = look @ look.T / TEMPERATURE - 1e4 * torch.eye(2 * BATCH)
            partners = (torch.arange(2 * BATCH) + BATCH) % (2 * BATCH)
            loss = (F.cross_entropy(net.kinds(kind / TEMPERATURE), kinds[rows], ignore_index=-1, label_smoothing=SMOOTHING)
                    + COLOUR_WEIGHT * F.cross_entropy(net.colours(look / TEMPERATURE), colours[rows])
                    + F.cross_entropy(likeness, partners))
            adam.zero_grad(set_to_none=True)
            loss.backward()
            adam.step()
            step += 1
            with torch.no_grad():
                decay = min(AVERAGING, (1 + step) / (10 + step))
                for averaged, now in zip(mean.state_dict().values(), net.state_dict().values()):
                    averaged.lerp_(now, 1 - decay) if averaged.dtype.is_floating_point else averaged.copy_(now)
            total += loss.item()
        losses.append(total / per_epoch)
        print(f"epoch {epoch + 1} of {given.epochs}: loss {losses[-1]:.3f}, {time.time() - started:.0f} s", flush=True)
        torch.save({"net": net.state_dict(), "mean": mean.state_dict(), "adam": adam.state_dict(), "epoch": epoch + 1,
                    "losses": losses}, checkpoint + ".new")
        os.replace(checkpoint + ".new", checkpoint)
        write(given.out, served(mean.state_dict()), {
            "shape": json.dumps({"size": SIZE, "widths": WIDTHS, "kind": KIND, "look": LOOK}), "epochs": epoch + 1,
            "pictures": len(pictures), "leftOut": given.leave_out, "seed": given.seed, "torch": torch.__version__,
            "losses": json.dumps([round(loss, 4) for loss in losses])})


if __name__ == "__main__":
    main()
