"""Forward and backward of PyTorch's loss and of ours, from Python: us per call, minimum and median of interleaved rounds, and the
ratio of the two minima and medians. One thread. Logits N(0, 3).
Usage: GANLOSS_LIBRARY=FILE python3 speed.py [SECONDS]: so many in all (20)"""
import pathlib
import statistics
import sys
import time

import torch

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "losses/examples"))
from ganloss_torch import Loss, _functions  # noqa: E402

SIZES = 1, 16, 256, 4096, 65536, 1 << 20
ours = Loss("nonsaturating.g")
call = _functions[torch.float32]


def of_torch(x, ones, grad):
    x.grad = None
    torch.nn.functional.binary_cross_entropy_with_logits(x, ones).backward()


def of_ours(x, ones, grad):
    x.grad = None
    ours(x).backward()


def without_autograd(x, ones, grad):
    call(ours._loss, x.numel(), x.data_ptr(), None, 1, grad.data_ptr())


def timed(function, calls, *tensors):
    start = time.perf_counter_ns()
    for _ in range(calls):
        function(*tensors)
    return (time.perf_counter_ns() - start) / calls / 1000


def main(seconds):
    torch.set_num_threads(1)
    torch.manual_seed(1)
    ways = of_torch, of_ours, without_autograd
    print(f"torch {torch.__version__}, 1 thread; us per call, minimum (median)")
    print(f"{'n':>8}  {'torch':>20}  {'ours':>20}  {'ours, no autograd':>20}  {'torch / ours':>16}")
    for n in SIZES:
        x = (torch.randn(n) * 3).requires_grad_()
        tensors = x, torch.ones(n), torch.empty(n)
        calls = max(1, int(2000 / timed(of_torch, 20, *tensors)))
        rounds = [[] for _ in ways]
        end = time.perf_counter() + seconds / len(SIZES)
        while time.perf_counter() < end or len(rounds[0]) < 5:
            for way, times in zip(ways, rounds):
                times.append(timed(way, calls, *tensors))
        least, middle = [min(t) for t in rounds], [statistics.median(t) for t in rounds]
        shown = "  ".join(f"{a:9.2f} ({b:8.2f})" for a, b in zip(least, middle))
        print(f"{n:>8}  {shown}  {least[0] / least[1]:6.2f} ({middle[0] / middle[1]:6.2f})")


main(float(sys.argv[1]) if len(sys.argv) > 1 else 20)
