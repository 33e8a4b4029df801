# Manual pages and completion, which are installed with the program, where it runs (CROSS: it does not); and the Debian package.
# Included by the Makefile.

PAGES    := $(B)/pages
# The commands, by their table; the program makes a page for each.
COMMANDS := $(shell sed -n 's/^    {"\([a-z][a-z-]*\)", command_.*/\1/p' harness/main.c)
MAN1     := ganloss.1 $(COMMANDS:%=ganloss-%.1)
MANDIR  ?= $(PREFIX)/share/man
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR  ?= $(PREFIX)/share/zsh/site-functions
PAGE_FILES = $(foreach file,$(MAN1),$(call to,$(MANDIR)/man1/$(file))) $(call to,$(MANDIR)/man3/ganloss.3) \
             $(call to,$(BASHDIR)/ganloss) $(call to,$(ZSHDIR)/_ganloss)

$(PAGES)/made: $(B)/ganloss losses/ganloss.h harness/package/pages.sh
	@sh harness/package/pages.sh $(B)/ganloss losses/ganloss.h $(PAGES)
	@touch $@

pages: $(PAGES)/made

install-pages: $(PAGES)/made
	install -d $(call to,$(MANDIR)/man1) $(call to,$(MANDIR)/man3) $(call to,$(BASHDIR)) $(call to,$(ZSHDIR))
	install -m 644 $(MAN1:%=$(PAGES)/man1/%) $(call to,$(MANDIR)/man1)
	install -m 644 $(PAGES)/man3/ganloss.3 $(call to,$(MANDIR)/man3)
	install -m 644 $(PAGES)/bash/ganloss $(call to,$(BASHDIR))
	install -m 644 $(PAGES)/zsh/_ganloss $(call to,$(ZSHDIR))

# build/release/ganloss_VERSION_ARCHITECTURE.deb; the same bytes for the same sources and SOURCE_DATE_EPOCH (the last
# commit's, where it is not set).
DEB_PACKAGES := dpkg-dev binutils lintian man-db groff-base mandoc zsh
deps-deb:
	@sh tests/tools/deps.sh $(PACKAGES) $(DEB_PACKAGES)
deb: all
	@MAKE='$(MAKE)' sh harness/package/deb.sh $(B) $(VERSION)

# The package, built, looked at by lintian, installed, used and removed; it ends with what it began with. For root, or with sudo, on
# a machine that may have it; where one of these is missing it fails.
deb-short:
	@GANLOSS=$(abspath $(B)/ganloss) bats tests/package

.PHONY: pages install-pages deb deps-deb deb-short
