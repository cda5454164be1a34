"""
Trains the nets of a picture generator in three stages, each of which goes on from its checkpoint where it was stopped:

  autoencoder   encoder and decoder, by L1 on pixels and on gradients
  decoder       the decoder alone, and against a discriminator (`--adversarial 0` leaves that out)
  flow          the prior over the codes of the pictures, under their conditions

    python train.py --pictures pictures.safetensors --work FOLDER
"""

import argparse
import copy
import json
import os
import signal
import time

import torch
import torch.nn.functional as F

from nets import CODE_CHANNELS, LEVELS, STRIDE, Decoder, Discriminator, Encoder, Flow
from pictures import VARIATION, PictureSet, read_pictures, varied

BATCH = 16
# Deviation of the noise on the codes: the decoder learns to bear what the flow gets wrong.
CODE_NOISE = 0.04
# Weight of the L1 loss of gradients beside that of pixels.
GRADIENTS = 1.0
# Weight of the codes' mean square: without it they become −1 or 1, and nothing lies between two pictures.
SMALL_CODES = 0.01
CLIPPED = 1.0
WARM_UP = 200
# Of the averaged weights, which are the ones that are kept.
AVERAGING = 0.999
CHECKPOINT_SECONDS = 120
REPORT_STEPS = 100
# Steps from one gradient penalty (R1: Mescheder et al. 2018) to the next (Karras et al. 2020), and its weight.
PENALTY_STEPS, PENALTY = 8, 2.0
# Of the adversarial loss, of the last layer's gradient by the other losses (Esser et al. 2021).
ADVERSARIAL = 0.3
FLOW_BATCH = 128
# How often a condition is hidden, so that the flow can do without it; deviation of what is added to tastes.
HIDDEN_COLOUR, HIDDEN_TASTE, TASTE_NOISE = 0.1, 0.3, 0.3
# Varied pictures of the flow's training, and how often one is drawn in place of a picture as it is.
VARIED_PICTURES, VARIED = 24_000, 0.7


class Averaged:
    """The moving average of a net's weights."""

    def __init__(self, net):
        self.net = copy.deepcopy(net).requires_grad_(False)
        self.steps = 0

    @torch.no_grad()
    def update(self, net):
        self.steps += 1
        keep = min(AVERAGING, 1 - 1 / (1 + self.steps / 10))
        for mine, theirs in zip(self.net.parameters(), net.parameters()):
            mine.lerp_(theirs, 1 - keep)


class Stage:
    """A training that knows its step, writes checkpoints and goes on from them."""

    def __init__(self, args, name: str, rate: float, nets: dict, averaged: dict):
        self.path = os.path.join(args.work, f"{name}.pt")
        self.log = os.path.join(args.work, f"{name}.jsonl")
        self.steps, self.step, self.nets, self.averaged = args.steps, 0, nets, averaged
        self.rate, self.stopped = rate, False
        signal.signal(signal.SIGINT, self.stop)
        signal.signal(signal.SIGTERM, self.stop)
        self.optimisers = {
            key: torch.optim.AdamW(net.parameters(), lr=rate, betas=(0.9 if key != "discriminator" else 0.5, 0.99), weight_decay=0.01)
            for key, net in nets.items()
        }
        self.random = torch.Generator().manual_seed(args.seed)
        self.sums, self.count, self.saved, self.begun = {}, 0, time.time(), time.time()
        if os.path.exists(self.path):
            self.load(torch.load(self.path, weights_only=False))
            print(f"{name}: goes on from step {self.step}", flush=True)
        elif args.start:
            self.begin_from(torch.load(os.path.join(args.start, f"{name}.pt"), weights_only=False))

    def __iter__(self):
        while self.step < self.steps and not self.stopped:
            for optimiser in self.optimisers.values():
                for group in optimiser.param_groups:
                    group["lr"] = self.rate * pace(self.step, self.steps)
            yield self.step
            self.step += 1
            if time.time() - self.saved > CHECKPOINT_SECONDS:
                self.save()
        self.save()

    @property
    def ended(self) -> bool:
        return self.step >= self.steps

    def stop(self, *_) -> None:
        """Ctrl-C or a kill: after this step."""
        self.stopped = True

    def descend(self, key: str, loss) -> None:
        optimiser = self.optimisers[key]
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.nets[key].parameters(), CLIPPED)
        optimiser.step()

    def report(self, examine, **values) -> None:
        self.count += 1
        for key, value in values.items():
            self.sums[key] = self.sums.get(key, 0.0) + float(value)
        if (self.step + 1) % REPORT_STEPS:
            return
        line = {"step": self.step + 1, "seconds": round(time.time() - self.begun)}
        line |= {key: round(value / self.count, 5) for key, value in self.sums.items()}
        line |= {key: round(float(value), 5) for key, value in examine().items()}
        self.sums, self.count = {}, 0
        print(json.dumps(line), flush=True)
        with open(self.log, "a", encoding="utf8") as file:
            file.write(json.dumps(line) + "\n")

    def save(self) -> None:
        state = {
            "step": self.step,
            "random": self.random.get_state(),
            "nets": {key: net.state_dict() for key, net in self.nets.items()},
            "optimisers": {key: optimiser.state_dict() for key, optimiser in self.optimisers.items()},
            "averaged": {key: (one.net.state_dict(), one.steps) for key, one in self.averaged.items()},
        }
        torch.save(state, self.path + ".new")
        os.replace(self.path + ".new", self.path)
        self.saved = time.time()

    def load(self, state) -> None:
        self.step = state["step"]
        self.random.set_state(state["random"])
        for key, net in self.nets.items():
            net.load_state_dict(state["nets"][key])
            self.optimisers[key].load_state_dict(state["optimisers"][key])
        for key, one in self.averaged.items():
            weights, one.steps = state["averaged"][key]
            one.net.load_state_dict(weights)

    def begin_from(self, state) -> None:
        """With the weights of another training, those that have the same shape: a net of other conditions fits but for these."""
        for key, net in self.nets.items():
            own = net.state_dict()
            net.load_state_dict(own | {name: w for name, w in state["nets"][key].items() if own[name].shape == w.shape})
            if key in self.averaged:
                self.averaged[key].net.load_state_dict(net.state_dict())


def pace(step: int, steps: int) -> float:
    """Rises over the first steps, and falls to nothing over the last third."""
    return min(1, (step + 1) / WARM_UP, 3 * (1 - step / steps) + 0.01)


def drawn(pictures: PictureSet, count: int, random) -> torch.Tensor:
    return pictures.trained[torch.randint(len(pictures.trained), (count,), generator=random)]


def noisy(codes, random):
    """Codes as they are stored, in levels, with noise: by what is added, so that gradients pass."""
    level = 2 / (LEVELS - 1)
    rounded = level * (torch.rand(codes.shape, generator=random) - 0.5)
    return codes + rounded + CODE_NOISE * torch.randn(codes.shape, generator=random)


def likeness(made, real):
    """L1 of pixels and of the differences between neighbours."""
    return F.l1_loss(made, real) + GRADIENTS * sum(
        F.l1_loss(made.diff(dim=dim), real.diff(dim=dim)) for dim in (2, 3)
    )


def half():
    """Convolutions in 16 bits; losses and norms stay in 32."""
    return torch.autocast("cpu", torch.bfloat16)


def fast(net):
    return net.to(memory_format=torch.channels_last)


@torch.no_grad()
def measure_held(pictures: PictureSet, encoder, decoder):
    real = pictures.pixels[pictures.held]
    made = decoder(stored(encoder(real)))
    gradient = lambda x: sum(x.diff(dim=dim).abs().mean() for dim in (2, 3))
    return {"held_l1": F.l1_loss(made, real), "sharpness": gradient(made) / gradient(real)}


def stored(codes):
    """Codes rounded to their levels."""
    return ((codes + 1) * (LEVELS - 1) / 2).round() * 2 / (LEVELS - 1) - 1


def train_autoencoder(pictures: PictureSet, args) -> bool:
    nets = torch.nn.ModuleDict({"encoder": Encoder(), "decoder": Decoder()})
    fast(nets)
    averaged = Averaged(nets)
    stage = Stage(args, "autoencoder", args.rate or 1e-3, {"nets": nets}, {"nets": averaged})
    for step in stage:
        real = pictures.pixels[drawn(pictures, BATCH, stage.random)]
        # At the end as they are: what is shown is the shop's own pictures.
        if step < 0.85 * stage.steps:
            real, _ = varied(real, stage.random)
        real = real.contiguous(memory_format=torch.channels_last)
        with half():
            codes = nets["encoder"](real)
            made = nets["decoder"](noisy(codes, stage.random))
        loss = likeness(made, real)
        stage.descend("nets", loss + SMALL_CODES * torch.atanh(codes.clamp(-0.999, 0.999)).square().mean())
        averaged.update(nets)
        stage.report(
            lambda: measure_held(pictures, averaged.net["encoder"], averaged.net["decoder"]),
            l1=F.l1_loss(made, real).detach(),
            loss=loss.detach(),
            spread=codes.detach().std(),
        )
    return stage.ended


def load_autoencoder(work: str):
    nets = torch.nn.ModuleDict({"encoder": Encoder(), "decoder": Decoder()})
    state = torch.load(os.path.join(work, "autoencoder.pt"), weights_only=False)
    nets.load_state_dict(state["averaged"]["nets"][0])
    return fast(nets)


def train_decoder(pictures: PictureSet, args) -> bool:
    """The encoder stays as it is, so that codes and flow fit both decoders, with the discriminator and without."""
    nets = load_autoencoder(args.work)
    encoder, decoder = nets["encoder"].requires_grad_(False), nets["decoder"]
    averaged = Averaged(decoder)
    trained = {"decoder": decoder}
    if args.adversarial:
        trained["discriminator"] = discriminator = fast(Discriminator())
    name = "decoder" if args.adversarial else "decoder-without"
    stage = Stage(args, name, args.rate or 4e-4, trained, {"decoder": averaged})
    for step in stage:
        real = pictures.pixels[drawn(pictures, BATCH, stage.random)].contiguous(memory_format=torch.channels_last)
        with torch.no_grad(), half():
            codes = noisy(encoder(real), stage.random)
        with half():
            made = decoder(codes)
        loss = likeness(made, real)
        values = {"l1": F.l1_loss(made, real).detach()}
        if args.adversarial:
            with half():
                judged = -discriminator(shifted(made, stage.random)).float().mean()
            last = decoder.pixels.weight
            by_likeness, by_judge = (torch.autograd.grad(one, last, retain_graph=True)[0].norm() for one in (loss, judged))
            weight = (ADVERSARIAL * by_likeness / (by_judge + 1e-6)).clamp(max=10).detach()
            loss = loss + weight * judged
            values |= {"generator": judged.detach(), "weight": weight}
        stage.descend("decoder", loss)
        averaged.update(decoder)
        if args.adversarial:
            values["discriminator"] = judge(stage, discriminator, real, made.detach())
        stage.report(lambda: measure_held(pictures, encoder, averaged.net), **values)
    return stage.ended


def judge(stage: Stage, discriminator, real, made):
    """One step of the discriminator by the hinge loss, and at times by the penalty on its gradient at real pictures."""
    with half():
        on_real = discriminator(shifted(real, stage.random)).float()
        on_made = discriminator(shifted(made, stage.random)).float()
    loss = F.relu(1 - on_real).mean() + F.relu(1 + on_made).mean()
    total = loss
    if stage.step % PENALTY_STEPS == 0:
        shown = real.detach().clone().requires_grad_()
        (slope,) = torch.autograd.grad(discriminator(shown).mean((1, 2, 3)).sum(), shown, create_graph=True)
        total = loss + PENALTY_STEPS * PENALTY / 2 * slope.square().sum((1, 2, 3)).mean()
    stage.descend("discriminator", total)
    return loss.detach()


def shifted(pixels, random):
    """Moved before they are judged, so that a discriminator of few pictures cannot learn them by heart (Zhao et al. 2020)."""
    y, x = torch.randint(-4, 5, (2,), generator=random).tolist()
    return pixels.roll((y, x), (2, 3))


@torch.no_grad()
def codes_of(encoder, pixels):
    return torch.cat([encoder(part) for part in pixels.split(60)])


def code_statistics(codes):
    """Mean and deviation of each channel."""
    return codes.mean((0, 2, 3)), codes.std((0, 2, 3))


def train_flow(pictures: PictureSet, args) -> bool:
    """
    Most of what the flow sees are varied pictures, with a condition that tells how: so it cannot know few pictures by heart,
    and makes none of the variations when none is asked for (Karras et al. 2022). `write.py` leaves that condition out.
    """
    encoder = load_autoencoder(args.work)["encoder"]
    codes = codes_of(encoder, pictures.pixels)
    mean, deviation = code_statistics(codes[pictures.trained])
    standard = lambda codes: (codes - mean[:, None, None]) / deviation[:, None, None]
    codes = standard(codes)
    pool, how = varied_codes(pictures, encoder)
    pool = standard(pool)
    options = pictures.options
    flow = Flow(pictures.conditions.shape[1] + VARIATION, options["size"] // STRIDE)
    averaged = Averaged(flow)
    stage = Stage(args, "flow", args.rate or 1e-3, {"flow": flow}, {"flow": averaged})
    as_it_is = torch.zeros(len(codes), VARIATION)
    known = torch.cat([pictures.conditions, as_it_is], 1)
    for _ in stage:
        at = torch.randint(len(pictures.trained), (FLOW_BATCH,), generator=stage.random)
        variant = torch.randint(len(pool), (FLOW_BATCH,), generator=stage.random)
        plain = torch.rand(FLOW_BATCH, generator=stage.random) >= VARIED
        chosen = pictures.trained[at]
        shown = torch.where(plain[:, None, None, None], codes[chosen], pool[variant, at])
        done = torch.where(plain[:, None], as_it_is[chosen], how[variant, at])
        conditions = hidden(pictures.conditions[chosen], options, stage.random)
        # A picture whose hues were turned no longer has its colour.
        conditions[done[:, 3] != 0, len(options["kinds"]) : len(options["kinds"]) + len(options["colours"])] = 0
        loss = flow_loss(flow, shown, torch.cat([conditions, done], 1), stage.random)
        stage.descend("flow", loss)
        averaged.update(flow)
        stage.report(lambda: held_flow(averaged.net, codes, known, pictures), loss=loss.detach())
    return stage.ended


@torch.no_grad()
def varied_codes(pictures: PictureSet, encoder):
    """Codes of the pictures that are trained on, varied several times, and how. [variants, trained, …]"""
    random = torch.Generator().manual_seed(2)
    real = pictures.pixels[pictures.trained]
    codes, how = [], []
    for _ in range(max(2, VARIED_PICTURES // len(real))):
        shown, done = varied(real, random)
        codes.append(codes_of(encoder, shown))
        how.append(done)
    return torch.stack(codes), torch.stack(how)


def flow_loss(flow, codes, conditions, random):
    noise = torch.randn(codes.shape, generator=random)
    time = torch.sigmoid(torch.randn(len(codes), generator=random))  # the middle most often (Esser et al. 2024)
    at = time[:, None, None, None]
    with half():
        velocity = flow((1 - at) * noise + at * codes, time, conditions)
    return F.mse_loss(velocity.float(), codes - noise)


def hidden(conditions, options, random):
    """Conditions without some colours and tastes, and the tastes not quite what they are: each is one product's."""
    kinds, colours = len(options["kinds"]), len(options["colours"])
    conditions = conditions.clone()
    taste = conditions[:, kinds + colours :]
    taste += TASTE_NOISE * torch.randn(taste.shape, generator=random)
    rows = len(conditions)
    conditions[torch.rand(rows, generator=random) < HIDDEN_COLOUR, kinds : kinds + colours] = 0
    conditions[torch.rand(rows, generator=random) < HIDDEN_TASTE, kinds + colours :] = 0
    return conditions


@torch.no_grad()
def held_flow(flow, codes, conditions, pictures: PictureSet):
    random = torch.Generator().manual_seed(1)
    return {"held_loss": flow_loss(flow, codes[pictures.held], conditions[pictures.held], random)}


# What a stage does, and its steps.
STAGES = {
    "autoencoder": (train_autoencoder, 6000),
    "flow": (train_flow, 10_000),
    "decoder": (train_decoder, 4000),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", required=True, help="written by `vitrine write-pictures`")
    parser.add_argument("--work", required=True, help="folder of the checkpoints")
    parser.add_argument("--start", help="folder of another training's checkpoints, to begin from its weights")
    parser.add_argument("--stage", choices=STAGES, help="this one only; by default all, one after the other")
    parser.add_argument("--steps", type=int, help="of the stage; each has its own by default")
    parser.add_argument("--rate", type=float, help="learning rate; each stage has its own by default")
    parser.add_argument("--adversarial", type=int, default=1, choices=(0, 1))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    os.makedirs(args.work, exist_ok=True)
    pictures = read_pictures(args.pictures)
    asked_steps = args.steps
    for name in [args.stage] if args.stage else STAGES:
        train, steps = STAGES[name]
        args.steps = asked_steps or steps
        torch.manual_seed(args.seed)
        if not train(pictures, args):
            break


if __name__ == "__main__":
    main()
