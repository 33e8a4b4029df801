"""The example for PyTorch against PyTorch's own loss: the same training run where that is right, a better one where it is not.
Usage: GANLOSS_LIBRARY=FILE python3 training.py"""
import math
import pathlib
import sys
import unittest

import numpy
import torch

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "losses/examples"))
from ganloss_torch import Loss  # noqa: E402

bce = torch.nn.functional.binary_cross_entropy_with_logits


def exact(x, label):
    """Loss and gradient of a label in double, without cancellation."""
    s = numpy.asarray(x, dtype=numpy.float64) * (1 if label == 0 else -1)
    e = numpy.exp(-abs(s))
    return numpy.maximum(s, 0) + numpy.log1p(e), numpy.where(s > 0, 1, e) / (1 + e) * (1 if label == 0 else -1)


def ulps(got, want):
    want = want.astype(numpy.float64)
    return float(numpy.max(abs(got.astype(numpy.float64) - want) / numpy.spacing(abs(want).astype(numpy.float32))))


class Values(unittest.TestCase):
    def test_mean_and_gradient_are_exact_ones_rounded(self):
        torch.manual_seed(1)
        for n in 1, 2, 16, 17, 257, 5000, 100000:
            for spread in 1, 20:
                for scale in 1, 3, 65536 / 7:
                    x = (torch.randn(n) * spread).requires_grad_()
                    mean = Loss("nonsaturating.g")(x)
                    mean.backward(torch.tensor(float(scale)))
                    loss, grad = exact(x.detach().numpy(), 1)
                    want = grad * float(numpy.float32(scale)) / n
                    self.assertLess(ulps(x.grad.numpy(), want), 0.5001)
                    self.assertLess(ulps(numpy.array(mean.item()), numpy.array(math.fsum(loss) / n)), 0.505)

    def test_gradients_that_torch_loses(self):
        x = torch.tensor([20.0, 40.0, 80.0], requires_grad=True)
        bce(x, torch.ones(3)).backward()
        self.assertEqual(x.grad.tolist(), [0, 0, 0])  # if this fails, torch has become better
        x.grad = None
        Loss("minimax.d_real")(x).backward()
        self.assertLess(ulps(x.grad.numpy(), exact(x.detach().numpy(), 1)[1] / 3), 0.5001)

    def test_double(self):
        torch.manual_seed(2)
        x = (torch.randn(50, dtype=torch.float64) * 5).requires_grad_()
        for term in "nonsaturating.g", "bce.d_fake", "minimax.g":
            self.assertTrue(torch.autograd.gradcheck(Loss(term), (x,)))
        targets = torch.rand(50, dtype=torch.float64)
        self.assertTrue(torch.autograd.gradcheck(Loss("bce.target"), (x, targets)))
        difference = Loss("bce.target")(x, targets) - bce(x, targets)
        self.assertLess(abs(difference.item()), 1e-14)

    def test_any_shape_and_order(self):
        torch.manual_seed(3)
        x = torch.randn(6, 4).t().requires_grad_()
        self.assertFalse(x.is_contiguous())
        Loss("minimax.d_fake")(x).backward()
        self.assertLess(ulps(x.grad.numpy(), exact(x.detach().numpy(), 0)[1] / 24), 0.5001)
        self.assertTrue(math.isnan(Loss("minimax.g")(torch.empty(0)).item()))
        self.assertFalse(Loss("minimax.g")(torch.zeros(3)).requires_grad)

    def test_a_second_derivative_is_refused(self):
        x = torch.randn(5, requires_grad=True)
        (grad,) = torch.autograd.grad(Loss("nonsaturating.g")(x), x, create_graph=True)
        penalised = x.sum() + grad.square().sum()  # which has a gradient without it
        self.assertRaisesRegex(RuntimeError, "no second ones", penalised.backward)

    def test_what_it_does_not_take(self):
        self.assertRaises(ValueError, Loss, "minimax")
        self.assertRaises(TypeError, Loss("minimax.g"), torch.zeros(3, dtype=torch.float16))
        self.assertRaises(ValueError, Loss("bce.target"), torch.zeros(3), torch.zeros(2))
        self.assertTrue(math.isnan(Loss("bce.target")(torch.zeros(3)).item()))


def train(dtype, d_real, d_fake, g, steps=200):
    """A small GAN on two clouds of points; all parameters at its end."""
    torch.manual_seed(4)
    D = torch.nn.Sequential(torch.nn.Linear(2, 16), torch.nn.Tanh(), torch.nn.Linear(16, 1)).to(dtype)
    G = torch.nn.Sequential(torch.nn.Linear(2, 16), torch.nn.Tanh(), torch.nn.Linear(16, 2)).to(dtype)
    of_d, of_g = torch.optim.SGD(D.parameters(), lr=0.1), torch.optim.SGD(G.parameters(), lr=0.05)
    for _ in range(steps):
        real, noise = torch.randn(64, 2, dtype=dtype) + 2, torch.randn(64, 2, dtype=dtype)
        of_d.zero_grad()
        (d_real(D(real)) + d_fake(D(G(noise).detach()))).backward()
        of_d.step()
        of_g.zero_grad()
        g(D(G(noise))).backward()
        of_g.step()
    return torch.cat([p.detach().flatten() for p in [*D.parameters(), *G.parameters()]])


def torch_one(x):
    return bce(x, torch.ones_like(x))


def torch_zero(x):
    return bce(x, torch.zeros_like(x))


class Runs(unittest.TestCase):
    def test_ends_where_torch_ends(self):
        ours = Loss("minimax.d_real"), Loss("minimax.d_fake"), Loss("nonsaturating.g")
        begin = train(torch.float64, *ours, steps=0)
        for dtype, rounding in (torch.float32, 2e-5), (torch.float64, 1e-12):
            with self.subTest(dtype=dtype):
                end, theirs = train(dtype, *ours), train(dtype, torch_one, torch_zero, torch_one)
                self.assertGreater((end.double() - begin).abs().max().item(), 0.1)  # it has learned something
                self.assertLess((end - theirs).abs().max().item(), rounding)

    def test_goes_on_where_torch_stands_still(self):
        """One logit, sure to 2e-9, and steps as large: exact arithmetic goes on by log(1 + ...)."""
        ends = []
        for loss, dtype in (torch_one, torch.float32), (Loss("minimax.d_real"), torch.float32), (torch_one, torch.float64):
            s = torch.tensor([20.0], dtype=dtype, requires_grad=True)
            for _ in range(50):
                s.grad = None
                loss(s).backward()
                with torch.no_grad():
                    s -= 1e8 * s.grad
            ends.append(s.item())
        theirs, ours, want = ends
        self.assertEqual(theirs, 20)
        self.assertGreater(want, 22)
        self.assertLess(abs(ours - want), 1e-4)


if __name__ == "__main__":
    torch.set_num_threads(2)
    unittest.main()
