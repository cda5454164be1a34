"""The pictures that `vitrine write-pictures` wrote, and the ways in which training varies them."""

import json
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from safetensors import safe_open

METADATA = "vitrine-pictures"


@dataclass
class PictureSet:
    # What the file says of all pictures: size, kinds, colours, combinations, taste.
    options: dict
    # 0…1. [count, 3, size, size]
    pixels: torch.Tensor
    # As the flow reads them: kind and colour, each as one 1 among zeros, then the taste. [count, condition]
    conditions: torch.Tensor
    # Indexes of the pictures that are trained on, and of those kept from it.
    trained: torch.Tensor
    held: torch.Tensor
    # Tensors that go into the generator's file as they are.
    gallery: dict[str, np.ndarray]


def read_pictures(path: str) -> PictureSet:
    with safe_open(path, "np") as file:
        options = json.loads(file.metadata()[METADATA])
        names = list(file.keys())
        tensors = {name: file.get_tensor(name) for name in names}
    pixels = torch.from_numpy(tensors["pixels"]).permute(0, 3, 1, 2).float() / 255
    held = torch.from_numpy(tensors["held"]) > 0
    return PictureSet(
        options=options,
        pixels=pixels.contiguous(),
        conditions=torch.from_numpy(tensors["conditions"]),
        trained=torch.nonzero(~held).flatten(),
        held=torch.nonzero(held).flatten(),
        gallery={name: tensors[name] for name in names if name.startswith("product.")},
    )


# Numbers that tell how a picture was varied: mirrored, moved down and to the right, and two of the turn of its hues.
VARIATION = 5


def varied(pixels: torch.Tensor, random: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """
    Half of the pictures mirrored, all moved by up to three pixels, and a third with other hues: there are few of them.
    Beside them what was done to each, all zero for a picture as it is. [count, VARIATION]
    """
    count, _, size, _ = pixels.shape
    mirrored = torch.rand(count, generator=random) < 0.5
    pixels = torch.where(mirrored[:, None, None, None], pixels.flip(3), pixels)
    padded = F.pad(pixels, (3, 3, 3, 3), mode="replicate")
    at = torch.randint(0, 7, (count, 2), generator=random)
    pixels = torch.stack([padded[i, :, y : y + size, x : x + size] for i, (y, x) in enumerate(at.tolist())])
    turned = torch.rand(count, generator=random) < 0.33
    angle = torch.where(turned, 2 * torch.pi * torch.rand(count, generator=random), 0)
    pixels = torch.where(turned[:, None, None, None], with_hues_turned(pixels, angle), pixels)
    how = torch.stack([mirrored.float(), *((at - 3) / 3).T, torch.cos(angle) - 1, torch.sin(angle)], 1)
    return pixels, how


# Luma and two axes of colour: a turn of the two changes hues and leaves greys and brightness as they are.
TO_YIQ = torch.tensor([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])


def with_hues_turned(pixels: torch.Tensor, angle: torch.Tensor) -> torch.Tensor:
    """Turns each picture's hues by its angle."""
    cosine, sine = torch.cos(angle), torch.sin(angle)
    turn = torch.zeros(len(pixels), 3, 3)
    turn[:, 0, 0] = 1
    turn[:, 1, 1], turn[:, 1, 2] = cosine, -sine
    turn[:, 2, 1], turn[:, 2, 2] = sine, cosine
    matrix = torch.linalg.inv(TO_YIQ) @ turn @ TO_YIQ
    return torch.einsum("bij,bjhw->bihw", matrix, pixels).clamp(0, 1)
