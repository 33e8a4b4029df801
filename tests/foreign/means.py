"""means.py -- a program that answers blocks of kind "mean" through its descriptors: `piped` is right, `raises` does so at three
elements, `too-much` gives a loss of each."""
import json
import math
import os
import struct

NAMES = ("piped", "raises", "too-much")


def read(size):
    data = b""
    while len(data) < size:
        now = os.read(3, size - len(data))
        if not now:
            raise SystemExit
        data += now
    return data


def answer(name, x):
    losses = [max(-s, 0) + math.log1p(math.exp(-abs(s))) for s in x]
    slopes = [-(1 if s < 0 else math.exp(-s)) / (1 + math.exp(-abs(s))) / len(x) for s in x]
    return (losses if name == "too-much" else [math.fsum(losses) / len(x)]) + slopes


os.write(4, (json.dumps({"ganloss": 1, "library": "means", "kernels": [
    {"term": "nonsaturating.g", "variant": name, "format": "f32", "kind": "mean", "loss_ulp": 1, "grad_ulp": 1}
    for name in NAMES]}) + "\n").encode())
while True:
    number, kernel, n, repeat = struct.unpack("<QIII44x", read(64))
    x = struct.unpack(f"<{n}f", read(4 * n))
    if repeat and NAMES[kernel] == "raises" and n == 3:
        os.write(4, struct.pack("<QII", number, 1, 0))
        continue
    results = answer(NAMES[kernel], x) if repeat and n else []
    os.write(4, struct.pack("<QII", number, 0, 0) + struct.pack(f"<{len(results)}f", *results))
