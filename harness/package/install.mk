# What `make install` puts where, and `make uninstall` takes away. Included by the Makefile.

# Where `install` puts things, each quoted for the shell; DESTDIR is where a package is put together.
to       = $(call shell_text,$(DESTDIR)$1)
PROGRAM  = $(call to,$(PREFIX)/bin/ganloss)
HEADER   = $(call to,$(PREFIX)/include/ganloss.h)
# The adapters, where they find each other: libexec/ganloss, and names for them in bin.
ADAPTERS := $(wildcard harness/adapters/terms.json harness/adapters/python/*.py harness/adapters/javascript/*.js)
STARTERS := python/ganloss-torch python/ganloss-numpy javascript/ganloss-node
LIBEXEC   = $(PREFIX)/libexec/ganloss
ADAPTER_FILES = $(foreach file,$(ADAPTERS:harness/adapters/%=%) python/start $(STARTERS),$(call to,$(LIBEXEC)/$(file))) \
                $(foreach file,$(notdir $(STARTERS)),$(call to,$(PREFIX)/bin/$(file)))
LIBRARY  = $(foreach file,$(LIBRARIES),$(call to,$(LIBDIR)/$(file)))
PKGCONFIG = $(foreach name,ganloss ganloss_omp,$(call to,$(LIBDIR)/pkgconfig/$(name).pc))
REPORTS  := $(wildcard reports/*.gp reports/exact.json) reports/page.html
WORST    := $(wildcard tests/worst/*.wc)
SCHEMAS  := $(wildcard reports/schemas/*.json)
# What is below share/ganloss: a folder, and the files that go there.
SHARED_FILES = $(foreach file,$(notdir $(REPORTS)),$(call to,$(PREFIX)/share/ganloss/reports/$(file))) \
               $(foreach file,$(notdir $(WORST)),$(call to,$(PREFIX)/share/ganloss/worst/$(file))) \
               $(foreach file,$(notdir $(SCHEMAS)),$(call to,$(PREFIX)/share/ganloss/schemas/$(file)))
include harness/package/package.mk
# Libraries without what is for debuggers; STRIP=true leaves it.
STRIP ?= $(CROSS)strip
install: all $(if $(CROSS),,install-pages)
	install -d $(call to,$(PREFIX)/bin) $(call to,$(PREFIX)/include) $(call to,$(LIBDIR)/pkgconfig) \
	    $(call to,$(PREFIX)/share/ganloss/reports) $(call to,$(PREFIX)/share/ganloss/worst) \
	    $(call to,$(PREFIX)/share/ganloss/schemas) \
	    $(call to,$(LIBEXEC)/python) $(call to,$(LIBEXEC)/javascript)
	install $(B)/ganloss $(PROGRAM)
	$(if $(RANKS),install -m 644 $(RANKS) $(call to,$(LIBEXEC)) && $(STRIP) --strip-unneeded $(call to,$(LIBEXEC)/ranks_mpi.so))
	install -m 644 losses/ganloss.h $(HEADER)
	install -m 644 $(B)/libganloss.a $(B)/$(SHARED) $(B)/libganloss_omp.a $(B)/$(OMP_SHARED) $(call to,$(LIBDIR))
	$(STRIP) --strip-unneeded $(foreach file,$(SHARED) $(OMP_SHARED),$(call to,$(LIBDIR)/$(file)))
	$(STRIP) --strip-debug $(foreach file,libganloss.a libganloss_omp.a,$(call to,$(LIBDIR)/$(file)))
	for name in $(SONAME) libganloss.so; do ln -sf $(SHARED) $(call to,$(LIBDIR))/$$name; done
	for name in $(OMP_SONAME) libganloss_omp.so; do ln -sf $(OMP_SHARED) $(call to,$(LIBDIR))/$$name; done
	for name in ganloss ganloss_omp; do \
	    sed $(foreach name,PREFIX VERSION,-e $(call shell_text,s|@$(name)@|$($(name))|)) \
	        -e $(call shell_text,s|@LIBDIR@|$(patsubst $(PREFIX)/%,$${prefix}/%,$(LIBDIR))|) losses/$$name.pc.in >$(B)/$$name.pc && \
	    install -m 644 $(B)/$$name.pc $(call to,$(LIBDIR)/pkgconfig) || exit; \
	done
	install -m 644 $(REPORTS) $(call to,$(PREFIX)/share/ganloss/reports)
	install -m 644 $(WORST) $(call to,$(PREFIX)/share/ganloss/worst)
	install -m 644 $(SCHEMAS) $(call to,$(PREFIX)/share/ganloss/schemas)
	install -m 644 harness/adapters/terms.json $(call to,$(LIBEXEC))
	install -m 644 $(wildcard harness/adapters/python/*.py) $(call to,$(LIBEXEC)/python)
	install -m 644 $(wildcard harness/adapters/javascript/*.js) $(call to,$(LIBEXEC)/javascript)
	install harness/adapters/python/start $(call to,$(LIBEXEC)/python)
	install harness/adapters/javascript/ganloss-node $(call to,$(LIBEXEC)/javascript)
	for name in ganloss-torch ganloss-numpy; do ln -sf start $(call to,$(LIBEXEC)/python)/$$name; done
	for name in $(STARTERS); do ln -sf ../libexec/ganloss/$$name $(call to,$(PREFIX)/bin); done

# With the same DESTDIR, PREFIX and LIBDIR. Folders of other programs' files stay.
uninstall:
	rm -f $(PROGRAM) $(call to,$(LIBEXEC)/ranks_mpi.so) $(HEADER) $(LIBRARY) $(PKGCONFIG) $(SHARED_FILES) $(ADAPTER_FILES) $(PAGE_FILES)
	for folder in $(foreach folder,share/ganloss/reports share/ganloss/worst share/ganloss/schemas share/ganloss libexec/ganloss/python \
	        libexec/ganloss/javascript libexec/ganloss,$(call to,$(PREFIX)/$(folder))); do \
	    [ ! -d "$$folder" ] || rmdir --ignore-fail-on-non-empty "$$folder"; \
	done
