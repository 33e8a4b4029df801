# ganloss -- see `make help`. One non-recursive makefile; everything it makes is under build/$(CONFIG).

CONFIG ?= release
CC     ?= cc
PREFIX ?= /usr/local
B      := build/$(CONFIG)
Q      := $(if $(V),,@)# make V=1 shows the commands

# The lists of Debian packages: what building, testing and reporting need; and what else takes more.
PACKAGES     := gcc libc6-dev make pkg-config libmpfr-dev libjansson-dev libcriterion-dev libflint-arb-dev \
                gnuplot-nox bats
LINT_PACKAGES     := clang-format clang-tidy libomp-14-dev
COVERAGE_PACKAGES := gcovr
DEV_PACKAGES      := $(LINT_PACKAGES) $(COVERAGE_PACKAGES) clang valgrind

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wdouble-promotion -Wstrict-prototypes \
            -Wmissing-prototypes -Wvla -Werror
# Never -ffast-math; fma only where it is written; the last two are what vectorisation needs.
FLOAT    := -ffp-contract=off -fno-math-errno -fno-trapping-math
OPTIMISE_release  := -O2 -g
OPTIMISE_sanitize := -O1 -g -fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all -fno-omit-frame-pointer
OPTIMISE_coverage := -O0 -g --coverage
OPTIMISE := $(OPTIMISE_$(CONFIG))
ifeq ($(OPTIMISE),)
$(error CONFIG=$(CONFIG): it is release, sanitize or coverage)
endif

# In parallel, with or without -j; where `deps` is among the goals, everything else waits for it.
DEPS := $(filter deps deps-%,$(MAKECMDGOALS))
ifeq ($(filter -j% --jobs% --jobserver%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 1)
endif
$(B)/flags: | $(DEPS)

VERSION  := $(shell git describe --always --dirty 2>/dev/null || echo unknown)
CFLAGS   += -I. -std=c17 -D_GNU_SOURCE $(OPTIMISE) $(WARNINGS) $(FLOAT) -fopenmp -fPIC -MMD -MP
LDFLAGS  += $(OPTIMISE) -fopenmp
LDLIBS   := -lmpfr -lgmp -ljansson -lm
# How the program was built, for its results and for `doctor`.
BUILD_INFO = -DGANLOSS_VERSION='"$(VERSION)"' -DGANLOSS_FLAGS='"$(OPTIMISE) $(FLOAT)"' -DGANLOSS_REPORTS='"$(abspath reports)"' \
             -DGANLOSS_INSTALLED_REPORTS='"$(PREFIX)/share/ganloss/reports"' -DGANLOSS_WORST='"$(abspath tests/worst)"'

# Compiled once per format: the kernels, the batch reductions, and (CALLS) what is timed.
PER_FORMAT := $(wildcard losses/kernels/*.c) losses/batch.c
LOSSES     := $(PER_FORMAT:%.c=$(B)/%.f32.o) $(PER_FORMAT:%.c=$(B)/%.f64.o) \
              $(patsubst %.c,$(B)/%.o,$(filter-out losses/batch.c,$(wildcard losses/*.c)))
# Compiled once per instruction set, and vectorised.
SCREEN_ISAS    := any $(if $(filter x86_64%,$(shell $(CC) -dumpmachine)),avx2 avx512)
SCREENS        := $(SCREEN_ISAS:%=$(B)/reference/screen_f32.%.o)
SCREENS_F64    := $(SCREEN_ISAS:%=$(B)/reference/screen_f64.%.o)
FLAGS_any      :=
FLAGS_avx2     := -mavx2 -mfma
FLAGS_avx512   := -mavx512f -mavx512dq -mavx512vl -mavx512bw -mfma -mprefer-vector-width=512
VECTORISE      := $(if $(filter release,$(CONFIG)),-O3)
REFERENCE  := $(patsubst %.c,$(B)/%.o,$(filter-out reference/screen_f32.c reference/screen_f64.c,$(wildcard reference/*.c))) \
              $(SCREENS) $(SCREENS_F64)
COMPARERS  := $(SCREEN_ISAS:%=$(B)/harness/metric/f32.%.o)
COMPARERS_F64 := $(SCREEN_ISAS:%=$(B)/harness/metric/f64.%.o)
# Twins of the float kernels, the same machine code but for what their calls of libm are bound to (exhaustive/memo.h).
MEMO       := $(B)/harness/exhaustive/memo_kernels.o
REMEMBERED := expf expm1f logf log1pf
CALLS      := $(addprefix $(B)/harness/bench/,calls.f32.o calls.f64.o)
HARNESS    := $(patsubst %.c,$(B)/%.o,$(filter-out $(addprefix harness/,bench/calls.c metric/f32.c metric/f64.c), \
                                                   $(wildcard harness/*/*.c))) \
              $(CALLS) $(COMPARERS) $(COMPARERS_F64) $(MEMO)
TESTS      := $(patsubst %.c,$(B)/%,$(wildcard tests/unit/*/*.c))
# Programs that measure at length what the tests check in short.
TOOLS      := exhaustive_speed planted_table screen_audit trials
PLANT      := $(addprefix $(B)/tests/planted/,plant.f32.o plant.f64.o)
TEST_UTILS := $(patsubst %.c,$(B)/%.o,$(filter-out tests/planted/plant.c, \
                                                   $(wildcard tests/support/*.c tests/oracle/*.c tests/planted/*.c))) $(PLANT)

.DEFAULT_GOAL := all
.PHONY: FORCE all help deps deps-lint deps-coverage deps-dev check long exhaustive planted planted-short mutants screen-audit speed \
        report bench trials trials-cli sanitize coverage format lint lint-short install clean
.DELETE_ON_ERROR:
.SECONDARY:

all: $(B)/ganloss $(B)/libganloss.a $(B)/libganloss.so

help:
	@echo 'make deps        install the Debian packages that building, testing and reporting need'
	@echo 'make             the program $(B)/ganloss and the library libganloss'
	@echo 'make check       every test: unit tests and the command line (JOBS=N at once)'
	@echo 'make long        everything there is to test, at length: check, sanitize, and all below but report: hours'
	@echo 'make exhaustive  the first-class kernels on all 2^32 floats: minutes (SHARE=I/N: one part)'
	@echo 'make planted     which faults, planted into good kernels, each level finds: a quarter of an hour'
	@echo 'make planted-short  the levels quick and full alone, against reports/planted.md: seconds'
	@echo 'make mutants     do the tests find what is made wrong on purpose? Goes on after an interrupt (SHARE=I/N, ONLY=PATTERN)'
	@echo 'make screen-audit  the screens against MPFR, 10,000,000 comparisons each (COMPARISONS=N)'
	@echo 'make speed       ns per input of an exhaustive run: kernel, screen, metric, and MPFR alone'
	@echo 'make report      verify, trace and time everything; the page is $(B)/report/index.html'
	@echo 'make bench       time the kernels'
	@echo 'make trials      500 comparisons of known outcome: does compare find 2 %, and cry wolf?'
	@echo 'make trials-cli  the same by command line: bench --against, compare --with a build 2 % slower'
	@echo 'make sanitize    every test under ASan and UBSan     make coverage   line coverage of the tests'
	@echo 'make format      clang-format in place               make lint       clang-tidy and format check (SHARE=I/N)'
	@echo 'make lint-short  lint without clang-tidy'"'"'s analysis of paths, most of its time'
	@echo 'make deps-lint   what lint needs more; deps-coverage: what coverage does; deps-dev: both, clang and valgrind'
	@echo 'make install     DESTDIR= PREFIX=$(PREFIX)           make clean      remove build/'
	@echo 'CONFIG=release|sanitize|coverage and CC=gcc|clang choose the build'

deps:
	@sh tests/tools/deps.sh $(PACKAGES)

deps-lint:
	@sh tests/tools/deps.sh $(LINT_PACKAGES)

deps-coverage:
	@sh tests/tools/deps.sh $(PACKAGES) $(COVERAGE_PACKAGES)

deps-dev:
	@sh tests/tools/deps.sh $(PACKAGES) $(DEV_PACKAGES)

$(B)/%.f32.o: %.c $(B)/flags
	@mkdir -p $(@D)
	@echo CC $@
	$(Q)$(CC) $(CFLAGS) -DREAL_F32 -c $< -o $@

$(B)/%.f64.o: %.c $(B)/flags
	@mkdir -p $(@D)
	@echo CC $@
	$(Q)$(CC) $(CFLAGS) -c $< -o $@

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	@echo CC $@
	$(Q)$(CC) $(CFLAGS) -c $< -o $@

$(SCREENS): $(B)/reference/screen_f32.%.o: reference/screen_f32.c $(B)/flags
	@mkdir -p $(@D)
	@echo CC $@
	$(Q)$(CC) $(CFLAGS) $(VECTORISE) $(FLAGS_$*) -DSCREEN_TABLE=screen_f32_$* -c $< -o $@

$(SCREENS_F64): $(B)/reference/screen_f64.%.o: reference/screen_f64.c $(B)/flags
	@mkdir -p $(@D)
	@echo CC $@
	$(Q)$(CC) $(CFLAGS) $(VECTORISE) $(FLAGS_$*) -DSCREEN_F64_TABLE=screen_f64_$* -c $< -o $@

$(COMPARERS): $(B)/harness/metric/f32.%.o: harness/metric/f32.c $(B)/flags
	@mkdir -p $(@D)
	@echo CC $@
	$(Q)$(CC) $(CFLAGS) $(VECTORISE) $(FLAGS_$*) -DCOMPARE_TABLE=compare_f32_$* -c $< -o $@

$(COMPARERS_F64): $(B)/harness/metric/f64.%.o: harness/metric/f64.c $(B)/flags
	@mkdir -p $(@D)
	@echo CC $@
	$(Q)$(CC) $(CFLAGS) $(VECTORISE) $(FLAGS_$*) -DCOMPARE_F64=compare_f64_$* -c $< -o $@

# The new names: of all that the kernels define, and of the functions that are remembered.
$(MEMO): $(patsubst %.c,$(B)/%.f32.o,$(wildcard losses/kernels/*.c)) $(B)/objects
	@mkdir -p $(@D)
	@echo OBJCOPY $@
	$(Q)$(LD) -r -o $@.plain $(filter %.o,$^)
	$(Q)nm $@.plain | awk -v remembered=' $(REMEMBERED) ' '$$2 == "T" || index(remembered, " " $$NF " ") { \
	    print $$NF, "memo_" $$NF }' >$@.names
	$(Q)objcopy --redefine-syms=$@.names $@.plain $@

$(B)/harness/machine/machine.o: CFLAGS += $(BUILD_INFO)
$(B)/harness/machine/machine.o: $(B)/version

# Another compiler or other flags rebuild everything; another version, only what records it.
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(CFLAGS)' | cmp -s - $@ || echo '$(CC) $(CFLAGS)' > $@
$(B)/version: FORCE
	@mkdir -p $(@D)
	@echo '$(VERSION)' | cmp -s - $@ || echo '$(VERSION)' > $@
# A source file that goes away relinks what it was part of.
$(B)/objects: FORCE
	@mkdir -p $(@D)
	@echo '$(LOSSES) $(REFERENCE) $(HARNESS) $(TEST_UTILS)' | cmp -s - $@ || \
	    echo '$(LOSSES) $(REFERENCE) $(HARNESS) $(TEST_UTILS)' > $@
FORCE:

$(B)/libganloss.a: $(LOSSES) $(B)/objects
	$(Q)rm -f $@ && $(AR) rcs $@ $(LOSSES)

$(B)/libganloss.so: $(LOSSES) $(B)/objects
	@echo LD $@
	$(Q)$(CC) $(LDFLAGS) -shared -Wl,-soname,libganloss.so -o $@ $(LOSSES) -lm

$(B)/ganloss: $(B)/harness/main.o $(HARNESS) $(REFERENCE) $(B)/libganloss.a $(B)/objects
	@echo LD $@
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LDLIBS)

# What tests and tools take what they need from; thin, it holds no copies.
$(B)/tests.a: $(TEST_UTILS) $(HARNESS) $(REFERENCE) $(B)/objects
	$(Q)rm -f $@ && $(AR) rcsT $@ $(filter %.o,$^)

TEST_LIBS := -Wl,--as-needed -lcriterion -lflint-arb -lflint $(LDLIBS)
$(TESTS): $(B)/tests/%: $(B)/tests/%.o $(B)/tests.a $(B)/libganloss.a
	@echo LD $@
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(TEST_LIBS)

# On an invented clock (tests/support/invented.h).
$(addprefix $(B)/tests/unit/,bench/bench bench/pairs search/budget): LDFLAGS += -Wl,--wrap=timing_now

$(TOOLS:%=$(B)/%): $(B)/%: $(B)/tests/tools/%.o $(B)/tests.a $(B)/libganloss.a
	@echo LD $@
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(TEST_LIBS)

check: all $(TESTS) $(TOOLS:%=$(B)/%)
	@sh tests/tools/run.sh $(B)

# At length; GANLOSS_TEST_LENGTH is what tests/support/length.h reads. One after the other: some of it times.
long:
	@+for goal in 'GANLOSS_TEST_LENGTH=long check' exhaustive planted-short planted screen-audit trials trials-cli \
	    'GANLOSS_TEST_LENGTH=long sanitize' lint mutants; do \
	    echo "make $$goal"; \
	    $(MAKE) --no-print-directory $$goal || exit; \
	done
export GANLOSS_TEST_LENGTH

# A share I/N is one of N parts of what there is.
SHARE :=
exhaustive: $(B)/ganloss
	$(B)/ganloss verify '*/stable/f32' --level exhaustive $(SHARE:%=--shard %) --save $(B)/exhaustive.json

planted: $(B)/planted_table
	$(B)/planted_table

planted-short: $(B)/planted_table
	@sh tests/tools/planted_short.sh $(B)

mutants: all $(TESTS)
	@sh tests/mutants/mutants.sh $(SHARE:%=-n %) $(if $(ONLY),'$(ONLY)')

# Tries to break the screens' proved bounds.
screen-audit: $(B)/screen_audit
	$(B)/screen_audit $(COMPARISONS)

speed: $(B)/exhaustive_speed
	$(B)/exhaustive_speed

# Everything the page shows: accuracy on many inputs, the recorded training runs, timing.
REPORT := $(B)/report
TRACES := minimax nonsaturating wgan conditional
report: $(B)/ganloss
	@mkdir -p $(B)/results
	$(B)/ganloss verify --level full --save $(B)/results/verify.json -q
	@for run in $(TRACES); do \
	    labels=; [ $$run = conditional ] && labels='--labels tests/data/conditional-labels.npy'; \
	    echo "ganloss trace $$run"; \
	    $(B)/ganloss trace tests/data/$$run-real.npy tests/data/$$run-fake.npy $$labels \
	        --save $(B)/results/$$run.json >$(B)/results/$$run.txt || exit; \
	done
	$(B)/ganloss batch 'nonsaturating.g/stable/*' 'wasserstein.g/stable/*' --regime early,cancelling --time-budget 20 \
	    --save $(B)/results/batch.json -q
	$(B)/ganloss bench '*' --batch 4096 --time-budget 30 --counters off --save $(B)/results/bench-all.json -q >/dev/null
	$(B)/ganloss bench --time-budget 120 --accuracy $(B)/results/verify.json --counters off --save $(B)/results/bench.json -q >/dev/null
	$(B)/ganloss report $(B)/results/verify.json $(TRACES:%=$(B)/results/%.json) \
	    $(B)/results/batch.json $(B)/results/bench-all.json $(B)/results/bench.json --out $(REPORT)
	@echo "the page is $(REPORT)/index.html"

bench: $(B)/ganloss
	$(B)/ganloss bench

# About a quarter of an hour; make trials TRIALS='20 20 20' is a short one.
TRIALS :=
trials: $(B)/trials
	$(B)/trials $(TRIALS)

# Some minutes; make trials-cli TRIALS='5 5' is a short one.
trials-cli: $(B)/ganloss
	sh tests/tools/trials_cli.sh $(B)/ganloss $(TRIALS)

sanitize:
	@$(MAKE) --no-print-directory CONFIG=sanitize check

coverage:
	@$(MAKE) --no-print-directory CONFIG=coverage check
	gcovr --root . --filter losses/ --filter reference/ --filter harness/ build/coverage

SOURCES := $(shell git ls-files '*.c' '*.h' 2>/dev/null)
format:
	clang-format -i $(SOURCES)

TIDY_FLAGS = -I. -std=c17 -D_GNU_SOURCE $(BUILD_INFO) -fopenmp
lint:
	@SHARE=$(SHARE) sh tests/tools/lint.sh all $(TIDY_FLAGS)

lint-short:
	@sh tests/tools/lint.sh short $(TIDY_FLAGS)

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib $(DESTDIR)$(PREFIX)/include \
	    $(DESTDIR)$(PREFIX)/share/ganloss/reports
	install $(B)/ganloss $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(B)/libganloss.a $(DESTDIR)$(PREFIX)/lib
	install $(B)/libganloss.so $(DESTDIR)$(PREFIX)/lib
	install -m 644 losses/ganloss.h $(DESTDIR)$(PREFIX)/include
	install -m 644 $(wildcard reports/*) $(DESTDIR)$(PREFIX)/share/ganloss/reports

clean:
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
