"""The losses of libganloss in PyTorch: mean over a batch, gradient rounded once, without a copy.

    from ganloss_torch import Loss
    d_real, d_fake, g = Loss("minimax.d_real"), Loss("minimax.d_fake"), Loss("nonsaturating.g")
    (d_real(D(real)) + d_fake(D(G(z).detach()))).backward()

Tensors of any shape, float32 or float64, on the CPU; first derivatives, and an error for second ones. The shared library is libganloss_omp where there is one, with as many
threads as torch.get_num_threads() says, else libganloss; GANLOSS_LIBRARY names another file. Nothing but torch is needed.
"""
import ctypes
import ctypes.util
import os

import torch


def _open():
    named = os.environ.get("GANLOSS_LIBRARY")
    for name in [named] if named else ["ganloss_omp", "ganloss"]:
        path = name if named else ctypes.util.find_library(name)
        if path:
            return ctypes.CDLL(path)
    raise OSError("there is no libganloss: install it, or name its file in GANLOSS_LIBRARY")


_library = _open()
_find = _library.ganloss_loss_find
_find.restype, _find.argtypes = ctypes.c_void_p, [ctypes.c_char_p]


def _function(suffix, real):
    for prefix in "ganloss_omp_loss_", "ganloss_loss_":
        if hasattr(_library, prefix + suffix):
            function = getattr(_library, prefix + suffix)
            function.restype = real
            function.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p, real, ctypes.c_void_p]
            return function
    raise OSError("not a libganloss that has ganloss_loss_" + suffix)


_functions = {torch.float32: _function("f32", ctypes.c_float), torch.float64: _function("f64", ctypes.c_double)}


class _First(torch.autograd.Function):
    """A gradient that x has made, and that no gradient penalty may take for a constant."""

    @staticmethod
    def forward(ctx, x, grad):
        return grad.clone()

    @staticmethod
    def backward(ctx, upstream):
        raise RuntimeError("the losses of libganloss have first derivatives, and no second ones")


class _Mean(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y, loss):
        function, given, x = _functions[x.dtype], x, x.detach().contiguous()
        grad = torch.empty_like(x) if ctx.needs_input_grad[0] else None
        mean = function(loss, x.numel(), x.data_ptr(), None if y is None else y.data_ptr(), 1, None if grad is None else grad.data_ptr())
        ctx.loss = loss
        ctx.save_for_backward(given, x, y, grad)
        return x.new_tensor(mean)

    @staticmethod
    def backward(ctx, upstream):
        given, x, y, grad = ctx.saved_tensors
        scale = upstream.item()
        if scale != 1:  # a product with the gradients that are there would be rounded twice
            grad = torch.empty_like(x)
            _functions[x.dtype](ctx.loss, x.numel(), x.data_ptr(), None if y is None else y.data_ptr(), scale, grad.data_ptr())
        return _First.apply(given, grad) if torch.is_grad_enabled() else grad, None, None


class Loss(torch.nn.Module):
    """loss(logits), or loss(logits, targets) for a term that takes targets: a tensor of one number, the mean of the term."""

    def __init__(self, term):
        super().__init__()
        self.term, self._loss = term, _find(term.encode())
        if self._loss is None:
            raise ValueError(f"there is no term {term!r}")

    def forward(self, x, targets=None):
        if x.dtype not in _functions or x.device.type != "cpu":
            raise TypeError(f"float32 or float64 on the CPU, not {x.dtype} on {x.device}")
        if targets is not None:
            if targets.shape != x.shape:
                raise ValueError(f"targets of shape {tuple(targets.shape)} for logits of shape {tuple(x.shape)}")
            targets = targets.detach().to(x.dtype).contiguous()
        return _Mean.apply(x, targets, self._loss)
