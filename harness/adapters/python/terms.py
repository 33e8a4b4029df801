"""terms.py -- the terms that libraries' functions compute, as a function of a logit or of D and of a label, times a factor."""

REAL, FAKE, TARGET = range(3)  # the label is 1, is 0, is y

# Terms on logits: -log sigmoid(s) for a real sample, -log(1 - sigmoid(s)) for a fake one.
CROSS_ENTROPIES = {
    "nonsaturating.g": (REAL, 1), "nonsaturating.d_real": (REAL, 1), "nonsaturating.d_fake": (FAKE, 1),
    "minimax.d_real": (REAL, 1), "minimax.d_fake": (FAKE, 1), "minimax.g": (FAKE, -1),
    "bce.d_real": (REAL, 0.5), "bce.d_fake": (FAKE, 0.5), "bce.g": (FAKE, -1), "bce.target": (TARGET, 1),
}

# The same of D itself.
AT_D = {
    "nonsaturating.g@D": (REAL, 1), "minimax.d_real@D": (REAL, 1), "minimax.d_fake@D": (FAKE, 1), "minimax.g@D": (FAKE, -1),
}

# Critics: -s for a real sample, s for a fake one.
CRITICS = {"wasserstein.d_real": (REAL, 1), "wasserstein.d_fake": (FAKE, 1), "wasserstein.g": (REAL, 1)}
