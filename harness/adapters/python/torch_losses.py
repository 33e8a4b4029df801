"""torch_losses.py -- PyTorch's losses, and your own, for ganloss: ganloss-torch --help."""
import os
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "1")  # a program is run for each thread of ganloss

import blocks
import mine
import terms

try:
    import torch
    import torch.nn.functional as F
except ImportError as error:
    blocks.refuse(f"PyTorch cannot be imported ({error}): GANLOSS_PYTHON or --python names the Python that has it")

TYPES = {"f32": torch.float32, "f64": torch.float64}
device = torch.device("cpu")


class Constant:
    """Arrays of one number, each made once."""

    def __init__(self, number):
        self.number, self.made = number, {}

    def __call__(self, x):
        n = x.shape[0]
        made = self.made.get(x.dtype)
        if made is None or made.shape[0] < n:
            made = self.made[x.dtype] = torch.full((n,), self.number, dtype=x.dtype, device=x.device)
        return made if made.shape[0] == n else made[:n]


ones, zeros, minus_ones = Constant(1.0), Constant(0.0), Constant(-1.0)


def by_label(function):
    """A function of input and label. A factor that is not a sign is passed as its weight."""
    return {"real": lambda x, **more: function(x, ones(x), **more),
            "fake": lambda x, **more: function(x, zeros(x), **more), "target": function}


def with_logits(x, y, weight=None, reduction="none"):
    return F.binary_cross_entropy_with_logits(x, y, weight, reduction=reduction)


def of_sigmoid(x, y, weight=None, reduction="none"):
    return F.binary_cross_entropy(torch.sigmoid(x), y, weight, reduction=reduction)


def of_probability(p, y, weight=None, reduction="none"):
    return F.binary_cross_entropy(p, y, weight, reduction=reduction)


def of_two_classes(x, y, reduction="none"):
    """The logits of the two classes are 0 and x."""
    return F.cross_entropy(torch.stack((torch.zeros_like(x), x), 1), torch.stack((1 - y, y), 1), reduction=reduction)


def multilabel(x, y, reduction="none"):
    return F.multilabel_soft_margin_loss(x.unsqueeze(1), y.unsqueeze(1), reduction=reduction)


def soft_margin(sign):
    return lambda x, reduction="none": F.soft_margin_loss(x, sign(x), reduction=reduction)


FUNCTIONS = {
    "logit": {
        "bce_with_logits": by_label(with_logits),
        "bce_after_sigmoid": by_label(of_sigmoid),
        "logsigmoid": {"real": lambda x: -F.logsigmoid(x), "fake": lambda x: -F.logsigmoid(-x),
                       "target": lambda x, y: -(y * F.logsigmoid(x) + (1 - y) * F.logsigmoid(-x))},
        "softplus": {"real": lambda x: F.softplus(-x), "fake": F.softplus, "target": lambda x, y: F.softplus(x) - y * x},
        "soft_margin": {"real": soft_margin(ones), "fake": soft_margin(minus_ones)},
        "multilabel_soft_margin": by_label(multilabel),
        "cross_entropy": by_label(of_two_classes),
        "logaddexp": {"real": lambda x: torch.logaddexp(zeros(x), -x), "fake": lambda x: torch.logaddexp(zeros(x), x)},
    },
    "D": {
        "bce": by_label(of_probability),
        "log": {"real": lambda p: -torch.log(p), "fake": lambda p: -torch.log(1 - p)},
        "log1p": {"fake": lambda p: -torch.log1p(-p)},
    },
    "critic": {"plain": {"real": torch.neg, "fake": torch.clone}},
}
WEIGHED = {"bce_with_logits", "bce_after_sigmoid"}
# Those that take the mean themselves, with reduction="mean"; of the others it is that of their losses, by mean().
REDUCING = {"bce_with_logits", "bce_with_logits_pos_weight", "bce_after_sigmoid", "bce", "soft_margin",
            "multilabel_soft_margin", "cross_entropy"}


def scaled(function, variant, factor):
    """The function times the factor, which those that have a weight are given as such."""
    if factor == 1:
        return function
    if factor == -1:
        return lambda *arrays, **more: -function(*arrays, **more)
    if variant in WEIGHED:
        return lambda x, **more: function(x, weight=torch.full((), factor, dtype=x.dtype, device=x.device), **more)
    return lambda *arrays, **more: factor * function(*arrays, **more)


def positive_weight(x, reduction="none"):
    """Half the loss of real samples, by pos_weight."""
    half = torch.full((), 0.5, dtype=x.dtype, device=x.device)
    return F.binary_cross_entropy_with_logits(x, ones(x), pos_weight=half, reduction=reduction)


def library():
    """(term, variant, function) of all that there is."""
    for term, variant, function, factor in terms.functions(FUNCTIONS):
        yield term, variant, scaled(function, variant, factor)
    yield "bce.d_real", "bce_with_logits_pos_weight", positive_weight


def caller(function, has_grad=True):
    """The protocol's call. The gradient is what backward() gives of the sum of losses: of each, times 1."""
    def call(x, y, loss, grad):
        a = x.to(device).requires_grad_(has_grad)
        result = function(a) if y is None else function(a, y.to(device))
        value, slope = result if isinstance(result, tuple) else (result, None)
        if value.shape != a.shape:
            raise ValueError(f"{a.shape[0]} losses are expected, it gave shape {tuple(value.shape)}")
        if slope is None and has_grad:
            (slope,) = torch.autograd.grad(value, a, ones(a))
        loss.copy_(value.detach())
        if slope is not None:
            grad.copy_(slope.detach() if slope.requires_grad else slope)
    return call


def averaged(variant, function):
    """A function of the library, by its own reduction or by mean()."""
    if variant in REDUCING:
        return lambda *arrays: function(*arrays, reduction="mean")
    return lambda *arrays: function(*arrays).mean()


def mean_caller(function, has_grad=True):
    """Of kind `mean`: the mean of the block's losses, which is loss[0], and what backward() gives of it."""
    def call(x, y, loss, grad):
        a = x.to(device).requires_grad_(has_grad)
        result = function(a) if y is None else function(a, y.to(device))
        value, slope = result if isinstance(result, tuple) else (result, None)
        if value.numel() != 1:
            raise ValueError(f"one mean is expected, it gave shape {tuple(value.shape)}")
        if slope is None and has_grad:
            (slope,) = torch.autograd.grad(value, a)
        loss[:1].copy_(value.detach())
        if slope is not None:
            grad.copy_(slope.detach() if slope.requires_grad else slope)
    return call


KINDS = {"none": ("element", caller), "mean": ("mean", mean_caller)}


def own(text, term, format, options):
    """The row and the call of a user's function."""
    kind, make = KINDS[options.reduction]
    function = options.compiled(mine.load(text))
    arrays = [torch.tensor([0.25, 0.75], dtype=TYPES[format], device=device, requires_grad=True)]
    if terms.takes_label(term):
        arrays.append(torch.tensor([1.0, 0.0], dtype=TYPES[format], device=device))
    loss, grad = mine.probe(text, function, arrays, options.reduction)
    has_grad = grad is not None or loss.requires_grad
    return (blocks.row(term, (options.variant_prefix or "") + mine.variant(text), format, kind=kind, grad=has_grad,
                       loss_ulp=options.loss_ulp, grad_ulp=options.grad_ulp), make(function, has_grad))


def kernels(options):
    prefix = options.variant_prefix if options.variant_prefix is not None else "torch."
    for format in options.formats:
        if options.mine:
            yield from (own(text, term, format, options) for text, term in mine.pairs(options.mine))
            continue
        for term, variant, function in library():
            if options.reduction != "mean":
                yield blocks.row(term, prefix + variant, format), caller(options.compiled(function))
            if options.reduction != "none":
                yield (blocks.row(term, prefix + variant + ".mean", format, kind="mean"),
                       mean_caller(options.compiled(averaged(variant, function))))


def view(memory, format, n, at, whole={}):
    """An array of a memory, which is made into one tensor, once."""
    key = id(memory), format
    if key not in whole:
        whole[key] = torch.frombuffer(memory, dtype=TYPES[format])
    size = whole[key].element_size()
    return whole[key][at // size:at // size + n]


def read_options():
    parser = blocks.Options("ganloss-torch", "PyTorch's losses, and gradients by autograd.")
    parser.add_argument("--device", default="cpu", help="cpu, cuda, cuda:1, ... (default: cpu)")
    parser.add_argument("--compile", action="store_true", help="through torch.compile (PyTorch 2.0 and later)")
    options = parser.read(TYPES)
    options.compiled = lambda function: function
    if options.compile:
        if not hasattr(torch, "compile"):
            blocks.refuse(f"PyTorch {torch.__version__} has no torch.compile: it came with 2.0")
        options.compiled = lambda function: torch.compile(function, dynamic=True)
        if options.variant_prefix is None:
            options.variant_prefix = "torch.compile."
    return options


def main():
    global device
    options = read_options()
    try:
        device = torch.device(options.device)
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError) as error:
        blocks.refuse(f"--device {options.device}: {error}".splitlines()[0])
    warnings.filterwarnings("ignore", message=".*not writable.*")
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    where = "" if device.type == "cpu" else " on " + options.device
    blocks.serve("PyTorch", torch.__version__ + where, list(kernels(options)), view)


main()
