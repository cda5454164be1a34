"""
The nets of the picture generator. Decoder and flow are the same, layer by layer, as those of
`src/learning/generators/picture/latent`, which the page runs; encoder and discriminator are for training alone.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

# Pixels a side for each number a side of the codes.
STRIDE = 8
# Channels of the codes, and levels that a stored code has.
CODE_CHANNELS = 8
LEVELS = 16
# Channels of the decoder at 1, 2 and 4 times the codes' size, and of the whole picture.
DECODER_WIDTHS = (96, 64, 40, 12)
ENCODER_WIDTHS = (48, 80, 96)
LEAK = 0.2
EPSILON = 1e-6


class PixelNormed(torch.autograd.Function):
    """Each pixel's channels scaled to mean square 1, in as few passes over memory as there can be."""

    @staticmethod
    def forward(ctx, x):
        scale = torch.rsqrt((x * x).mean(1, keepdim=True) + EPSILON)
        y = x * scale
        ctx.save_for_backward(y, scale)
        return y

    @staticmethod
    def backward(ctx, dy):
        y, scale = ctx.saved_tensors
        return (dy - y * (dy * y).mean(1, keepdim=True)) * scale


pixel_norm = PixelNormed.apply


def activate(x: torch.Tensor) -> torch.Tensor:
    return F.leaky_relu(x, LEAK)


def convolution(inputs: int, outputs: int, gain: float = 1.0) -> nn.Conv2d:
    layer = nn.Conv2d(inputs, outputs, 3, padding=1)
    nn.init.normal_(layer.weight, std=gain * math.sqrt(2 / (9 * inputs)))
    nn.init.zeros_(layer.bias)
    return layer


class Residual(nn.Module):
    """Two convolutions beside a way past them (He et al. 2016), with the norm and the activation before each."""

    def __init__(self, width: int, norm):
        super().__init__()
        self.norm1, self.norm2 = norm(width), norm(width)
        self.first = convolution(width, width)
        self.second = convolution(width, width, gain=0.1)

    def forward(self, x):
        y = self.first(activate(self.norm1(x)))
        return x + self.second(activate(self.norm2(y)))


class PixelNorm(nn.Module):
    def __init__(self, _width: int):
        super().__init__()

    def forward(self, x):
        return pixel_norm(x)


class Encoder(nn.Module):
    """Pictures in 0…1, [batch, 3, size, size] → codes in −1…1, [batch, 8, size / 8, size / 8]."""

    def __init__(self):
        super().__init__()
        norm = lambda width: nn.GroupNorm(8, width)
        a, b, c = ENCODER_WIDTHS
        self.layers = nn.Sequential(
            convolution(12, a),
            Residual(a, norm),
            nn.Conv2d(a, b, 4, stride=2, padding=1),
            Residual(b, norm),
            nn.Conv2d(b, c, 4, stride=2, padding=1),
            Residual(c, norm),
            Residual(c, norm),
            norm(c),
            nn.LeakyReLU(LEAK),
            convolution(c, CODE_CHANNELS),
        )

    def forward(self, pixels):
        return torch.tanh(self.layers(F.pixel_unshuffle(2 * pixels - 1, 2)).float())


class Decoder(nn.Module):
    """Codes → pictures in 0…1. Sizes are doubled by repeating pixels, the last time by turning channels into pixels."""

    def __init__(self, widths=DECODER_WIDTHS):
        super().__init__()
        a, b, c, d = widths
        self.start = convolution(CODE_CHANNELS, a)
        self.residual0 = Residual(a, PixelNorm)
        self.larger1 = convolution(a, b)
        self.residual1 = Residual(b, PixelNorm)
        self.larger2 = convolution(b, c)
        self.residual2 = Residual(c, PixelNorm)
        self.larger3 = convolution(c, 4 * d)
        self.pixels = convolution(d, 3)
        with torch.no_grad():  # The four pixels begin alike, so that there are no checks to unlearn (Aitken et al. 2017).
            self.larger3.weight.copy_(self.larger3.weight[::4].repeat_interleave(4, 0))

    def forward(self, codes):
        x = self.residual0(self.start(codes))
        x = self.residual1(self.larger1(F.interpolate(activate(pixel_norm(x)), scale_factor=2)))
        x = self.residual2(self.larger2(F.interpolate(activate(pixel_norm(x)), scale_factor=2)))
        x = F.pixel_shuffle(self.larger3(activate(pixel_norm(x))), 2)
        return 0.5 + 0.5 * torch.tanh(self.pixels(activate(pixel_norm(x))).float())


class Discriminator(nn.Module):
    """Says of each patch whether it is of a real picture (Isola et al. 2017). [batch, 3, h, w] → [batch, 1, h / 8, w / 8]"""

    def __init__(self, width: int = 32):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, width, 4, stride=2, padding=1),
            nn.LeakyReLU(LEAK),
            nn.Conv2d(width, 2 * width, 4, stride=2, padding=1),
            nn.LeakyReLU(LEAK),
            nn.Conv2d(2 * width, 4 * width, 4, stride=2, padding=1),
            nn.LeakyReLU(LEAK),
            nn.Conv2d(4 * width, 1, 3, padding=1),
        )

    def forward(self, pixels):
        return self.layers(2 * pixels - 1)


# Numbers a side of the codes in one token of the flow.
PATCH = 2
# Waves, each as sine and cosine, that tell the flow the time.
WAVES = 16


class Flow(nn.Module):
    """
    The velocity by which noise flows to codes (Lipman et al. 2023; Liu et al. 2023), of a Transformer over squares of the
    codes (Peebles & Xie 2023). Its conditions scale, shift and gate each layer by one net for all layers (Chen et al. 2024).
    """

    def __init__(self, condition: int, side: int, width: int = 128, depth: int = 4, heads: int = 4):
        super().__init__()
        self.heads, self.depth, self.width = heads, depth, width
        token = PATCH * PATCH * CODE_CHANNELS
        self.tokens = nn.Linear(token, width)
        self.places = nn.Parameter(0.02 * torch.randn((side // PATCH) ** 2, width))
        self.condition1 = nn.Linear(condition + 2 * WAVES, width)
        self.condition2 = nn.Linear(width, width)
        self.modulation = nn.Linear(width, 6 * width)
        self.layers = nn.ModuleList(
            nn.ModuleDict(
                {
                    "attention": nn.Linear(width, 3 * width),
                    "joined": nn.Linear(width, width),
                    "wide": nn.Linear(width, 4 * width),
                    "narrow": nn.Linear(4 * width, width),
                }
            )
            for _ in range(depth)
        )
        # What each layer adds to the modulation that all share.
        self.own = nn.Parameter(torch.zeros(depth, 6 * width))
        self.last_modulation = nn.Linear(width, 2 * width)
        self.velocity = nn.Linear(width, token)
        for layer in (self.modulation, self.last_modulation, self.velocity):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, x, time, conditions):
        """x [batch, channels, h, w], time [batch] 0…1, conditions [batch, condition] → as x"""
        h = self.tokens(tokens_of(x)) + self.places
        condition = torch.cat([conditions, waves(time)], 1)
        condition = F.silu(self.condition2(F.silu(self.condition1(condition))))
        shared = self.modulation(condition)
        for i, layer in enumerate(self.layers):
            shift1, scale1, gate1, shift2, scale2, gate2 = (shared + self.own[i])[:, None].chunk(6, 2)
            h = h + gate1 * layer["joined"](self.attend(layer["attention"](modulated(h, shift1, scale1))))
            h = h + gate2 * layer["narrow"](F.relu(layer["wide"](modulated(h, shift2, scale2))))
        shift, scale = self.last_modulation(condition)[:, None].chunk(2, 2)
        return pictures_of(self.velocity(modulated(h, shift, scale)), x.shape)

    def attend(self, qkv):
        batch, count, _ = qkv.shape
        q, k, v = (part.view(batch, count, self.heads, -1).transpose(1, 2) for part in qkv.chunk(3, 2))
        return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(batch, count, self.width)


def modulated(h, shift, scale):
    return F.layer_norm(h, h.shape[-1:]) * (1 + scale) + shift


def waves(time):
    """The time as waves of growing frequency. [batch] → [batch, 2 · WAVES]"""
    angles = time[:, None] * (math.pi / 2) * torch.arange(1, WAVES + 1)
    return torch.cat([torch.sin(angles), torch.cos(angles)], 1)


def tokens_of(x):
    """[batch, channels, h, w] → [batch, tokens, PATCH · PATCH · channels], the channels of a place together"""
    batch, channels, h, w = x.shape
    parts = x.reshape(batch, channels, h // PATCH, PATCH, w // PATCH, PATCH)
    return parts.permute(0, 2, 4, 3, 5, 1).reshape(batch, -1, PATCH * PATCH * channels)


def pictures_of(tokens, shape):
    batch, channels, h, w = shape
    parts = tokens.reshape(batch, h // PATCH, w // PATCH, PATCH, PATCH, channels)
    return parts.permute(0, 5, 1, 3, 2, 4).reshape(shape)
