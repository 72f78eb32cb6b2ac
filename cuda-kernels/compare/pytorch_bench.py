#!/usr/bin/env python3
"""The operations of `./colloquy bench cuda` in PyTorch, on the same shapes and the same GPU.

    python3 pytorch_bench.py [--json] [--small]

Each is measured eagerly, under torch.compile and, for the losses and the update, as a Triton kernel
where Triton is there. Like the benchmark it queues 8 calls before it waits, warms up first and takes
the median of 5 samples of at least 0.1 s. Bytes are those that must move at least, so figures compare
with those of the benchmark line by line. Needs PyTorch with CUDA; says so and ends with status 2 where
there is none.
"""

import argparse
import json
import statistics
import sys
import time

CALLS_AT_ONCE = 8
REPEATS = 5
SAMPLE_SECONDS = 0.1


def seconds(torch, call):
    """Of one call, among several that are queued at once."""

    def several():
        for _ in range(CALLS_AT_ONCE):
            call()
        torch.cuda.synchronize()

    end = time.perf_counter() + SAMPLE_SECONDS
    several()
    while time.perf_counter() < end:
        several()
    samples = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        count = 0
        while time.perf_counter() - start < SAMPLE_SECONDS:
            several()
            count += 1
        samples.append((time.perf_counter() - start) / count / CALLS_AT_ONCE)
    return statistics.median(samples)


def policy_loss(torch, logits, targets, behaviour, advantages):
    """Clipped policy-gradient loss, mean over tokens, as DeviceCases asks for it."""
    log_probs = torch.log_softmax(logits.float(), dim=-1)
    chosen = log_probs.gather(1, targets[:, None])[:, 0]
    ratio = torch.exp(chosen - behaviour)
    clipped = torch.clamp(ratio, 0.8, 1.2)
    return -torch.minimum(ratio * advantages, clipped * advantages).mean()


def loss_call(torch, function, t, v, kind):
    logits = torch.randn(t, v, device="cuda", dtype=kind, requires_grad=True)
    targets = torch.randint(0, v, (t,), device="cuda")
    behaviour = torch.full((t,), -10.0, device="cuda")
    advantages = torch.randn(t, device="cuda")

    def call():
        logits.grad = None
        function(logits, targets, behaviour, advantages).backward()

    return call


def advantages_of(torch, rewards):
    """Perception calibration between two agents, then group normalisation: rewards (Q, 2, G)."""
    mean = rewards.mean(-1, keepdim=True).flip(1)
    spread = (rewards.amax(-1, keepdim=True) - rewards.amin(-1, keepdim=True)).flip(1)
    difference = rewards - mean
    seen = torch.where(
        spread > 0, (difference / spread).clamp(-1, 1), torch.sign(difference)
    )
    calibrated = rewards + seen
    centred = calibrated - calibrated.mean(-1, keepdim=True)
    return centred / (calibrated.std(-1, keepdim=True) + 1e-4)


def cases(torch, small):
    """Name, unit, work of one call, and a function that makes the call from a compiler."""
    n = 1 << (16 if small else 26)
    t, c, v, wide = (64, 64, 320, 1520) if small else (8192, 1024, 32_000, 151_936)
    cuda = {"device": "cuda"}
    a = torch.full((n,), 0.5, **cuda)
    b = torch.full((n,), 0.25, **cuda)
    yield "copy within the device", "GB/s", 8.0 * n, lambda how: lambda: a.copy_(b)
    gate = torch.full((n,), 0.5, **cuda)

    def swi_glu(how):
        function = how(lambda x, y: torch.nn.functional.silu(x) * y)
        return lambda: function(gate, b)

    yield "swiGlu", "GB/s", 12.0 * n, swi_glu

    def adam_w(how):
        parameter = torch.nn.Parameter(a.clone())
        parameter.grad = b.clone()
        fused = torch.optim.AdamW([parameter], lr=1e-6, fused=True)
        plain = torch.optim.AdamW([parameter], lr=1e-6, fused=False)
        return plain.step if how.name == "eager" else fused.step

    yield "adamW (compiled: fused)", "GB/s", 28.0 * n, adam_w
    x = torch.randn(t, c, **cuda)
    weight = torch.ones(c, **cuda)

    def rms_norm(how):
        function = how(
            lambda y: y * torch.rsqrt(y.square().mean(-1, keepdim=True) + 1e-5) * weight
        )
        return lambda: function(x)

    yield "rmsNorm", "GB/s", 8.0 * t * c, rms_norm
    for kind, size in ((torch.float32, 4), (torch.bfloat16, 2)):
        for rows, words in ((t, v), (max(1, t // 8), wide)):
            yield (
                "policy loss, %d x %d, %s" % (rows, words, str(kind)[6:]),
                "GB/s",
                2.0 * rows * words * size,
                lambda how, k=kind, r=rows, w=words: loss_call(
                    torch, how(lambda *given: policy_loss(torch, *given)), r, w, k
                ),
            )
    rewards = torch.rand(4 if small else 256, 2, 16, **cuda)

    def group_advantages(how):
        function = how(lambda r: advantages_of(torch, r))
        return lambda: function(rewards)

    yield "advantages of %d rewards" % rewards.numel(), "us", None, group_advantages
    logits = torch.randn(64, v, **cuda)

    def draws(how):
        function = how(lambda z: torch.multinomial(torch.softmax(z, -1), 1))
        return lambda: function(logits)

    yield "draws of 64 tokens of %d" % v, "us", None, draws
    for name, kind, tf32 in (
        ("f32", torch.float32, False),
        ("tf32", torch.float32, True),
        ("bf16", torch.bfloat16, False),
    ):
        left = torch.randn(t, 4 * c, **cuda).to(kind)
        right = torch.randn(4 * c, 4 * c, **cuda).to(kind)

        def product(how, left=left, right=right, tf32=tf32):
            def call():
                torch.backends.cuda.matmul.allow_tf32 = tf32
                torch.matmul(left, right)

            return call

        yield (
            "product, %d x %d x %d by %s" % (t, 4 * c, 4 * c, name),
            "GFLOP/s",
            2.0 * t * 16 * c * c,
            product,
        )
    heads = torch.randn(1, 16, t // 8, 64, **cuda)
    keys = torch.randn(1, 8, t // 8, 64, **cuda).repeat_interleave(2, dim=1)

    def attention(how):
        function = how(
            lambda q, k: torch.nn.functional.scaled_dot_product_attention(
                q, k, k, is_causal=True
            )
        )
        return lambda: function(heads, keys)

    length = t // 8
    yield (
        "attention of %d tokens" % length,
        "GFLOP/s",
        2.0 * length * (length + 1) * 16 * 64,
        attention,
    )


class Eager:
    name = "eager"

    def __call__(self, function):
        return function


class Compiled:
    name = "torch.compile"

    def __init__(self, torch):
        self.torch = torch

    def __call__(self, function):
        return self.torch.compile(function)


def triton_losses(torch, small):
    """A fused policy loss in Triton: a program has a row, which it reads twice and writes once."""
    try:
        import triton
        import triton.language as tl
    except ImportError:
        return

    @triton.jit
    def kernel(z, targets, behaviour, advantages, losses, v, scale, BLOCK: tl.constexpr):
        row = tl.program_id(0)
        at = z + row.to(tl.int64) * v
        most = float("-inf")
        total = 0.0
        for start in range(0, v, BLOCK):
            i = start + tl.arange(0, BLOCK)
            x = tl.load(at + i, mask=i < v, other=float("-inf")).to(tl.float32)
            above = tl.maximum(most, tl.max(x, 0))
            total = total * tl.exp(most - above) + tl.sum(tl.exp(x - above), 0)
            most = above
        target = tl.load(targets + row)
        chosen = tl.load(at + target).to(tl.float32) - most - tl.log(total)
        advantage = tl.load(advantages + row)
        ratio = tl.exp(chosen - tl.load(behaviour + row))
        clipped = tl.minimum(tl.maximum(ratio, 0.8), 1.2)
        tl.store(losses + row, -tl.minimum(ratio * advantage, clipped * advantage))
        counts = ratio * advantage <= clipped * advantage
        pull = tl.where(counts, -ratio * advantage, 0.0) * scale
        tl.debug_barrier()
        for start in range(0, v, BLOCK):
            i = start + tl.arange(0, BLOCK)
            x = tl.load(at + i, mask=i < v, other=float("-inf")).to(tl.float32)
            p = tl.exp(x - most) / total
            d = pull * (tl.where(i == target, 1.0, 0.0) - p)
            tl.store(at + i, d, mask=i < v)

    t, v, wide = (64, 320, 1520) if small else (8192, 32_000, 151_936)
    for kind, size in ((torch.float32, 4), (torch.bfloat16, 2)):
        for rows, words in ((t, v), (max(1, t // 8), wide)):
            logits = torch.randn(rows, words, device="cuda", dtype=kind)
            targets = torch.randint(0, words, (rows,), device="cuda")
            behaviour = torch.full((rows,), -10.0, device="cuda")
            advantages = torch.randn(rows, device="cuda")
            losses = torch.empty(rows, device="cuda")

            def call():
                kernel[(rows,)](
                    logits, targets, behaviour, advantages, losses, words, 1.0 / rows, BLOCK=4096
                )

            name = "policy loss, %d x %d, %s" % (rows, words, str(kind)[6:])
            yield name, "GB/s", 2.0 * rows * words * size, call


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON object for each line")
    parser.add_argument("--small", action="store_true", help="small shapes, to try it out")
    options = parser.parse_args()
    try:
        import torch
    except ImportError:
        print("nothing is measured: there is no PyTorch (python3 -m pip install torch)",
              file=sys.stderr)
        return 2
    if not torch.cuda.is_available():
        print("nothing is measured: PyTorch finds no CUDA device", file=sys.stderr)
        return 2
    print("PyTorch %s on %s" % (torch.__version__, torch.cuda.get_device_name()), file=sys.stderr)

    def tell(name, way, unit, work, taken):
        value = taken * 1e6 if work is None else work / taken / 1e9
        if options.json:
            print(json.dumps({"name": name, "way": way, "value": value, "unit": unit}))
        else:
            print("%-48s %-14s %12.1f %s" % (name, way, value, unit))

    for how in (Eager(), Compiled(torch)):
        for name, unit, work, make in cases(torch, options.small):
            tell(name, how.name, unit, work, seconds(torch, make(how)))
    for name, unit, work, call in triton_losses(torch, options.small):
        tell(name, "triton", unit, work, seconds(torch, call))
    return 0


if __name__ == "__main__":
    sys.exit(main())
