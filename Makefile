# tictoc. The two commands that do everything on a fresh Debian machine: `make deps run` and `make deps test`.

CC       ?= cc
PREFIX   ?= /usr/local
DESTDIR  ?=
BUILD    ?= build
VERSION  := 0.1.0

# All cores, where the command line does not say how many.
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 2)
endif

# Several goals are made one after the other, `deps` first, each by a make that sees what the one before has left.
GOALS    ?= $(MAKECMDGOALS)
ifneq ($(and $(word 2,$(MAKECMDGOALS)),$(filter-out $(BUILD)/%,$(MAKECMDGOALS))),)
.NOTPARALLEL:
.PHONY: $(MAKECMDGOALS)
$(filter-out deps,$(MAKECMDGOALS)): $(filter deps,$(MAKECMDGOALS))
$(MAKECMDGOALS):
	@$(MAKE) --no-print-directory GOALS="$(GOALS)" $@
else

WARN     := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes
ifdef DEBUG
CFLAGS   ?= -O0 -g3
else
CFLAGS   ?= -O2 -g
endif
# What the program needs, whatever CPPFLAGS, CFLAGS, LDFLAGS and LDLIBS are on the command line. Nothing of the
# directory is in it; every function is bound at the start, so that no worker has to look one up.
OUR_CPPFLAGS := -D_GNU_SOURCE -DTICTOC_VERSION='"$(VERSION)"' -DTICTOC_DATADIR='"$(PREFIX)/share/tictoc"' -Isrc -Iui
OUR_CFLAGS    = -std=c11 $(WARN) -ffile-prefix-map=$(CURDIR)=.
OUR_LDFLAGS  := -Wl,-z,now -Wl,--as-needed
COMPILE       = $(CC) $(OUR_CPPFLAGS) $(CPPFLAGS) $(OUR_CFLAGS) $(CFLAGS) $(SANITIZE)
LINK          = $(CC) $(OUR_CFLAGS) $(CFLAGS) $(SANITIZE) $(OUR_LDFLAGS) $(LDFLAGS)
LIBS          = $(LIBRARIES) -lm $(LDLIBS)

# A library is linked from its archive where there is one: a fork copies all mappings of a shared one.
# Not every ncurses has libtinfo beside it.
LIBRARIES     = $(eval LIBRARIES := $(shell $(FIND_LIBRARIES)))$(LIBRARIES)
FIND_LIBRARIES = for name in ncursesw tinfo cjson utf8proc; do \
                     archive=$$($(CC) -print-file-name=lib$$name.a); shared=$$($(CC) -print-file-name=lib$$name.so); \
                     if [ -e "$$archive" ]; then echo "$$archive"; \
                     elif [ -e "$$shared" ] || [ $$name != tinfo ]; then echo -l$$name; fi; \
                 done

# One line a file; V=1 shows the commands.
Q        := $(if $(V),,@)
say       = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))

# Sources are found by folder: src/FOLDER/*.c, ui/FOLDER/*.c, tests/FOLDER/*.c.
SRC      := $(sort $(wildcard src/*/*.c))
UI       := $(sort $(wildcard ui/*/*.c))
CONFIG   := $(sort $(wildcard config/*.json))
# The order of the home screen, a course; what is not named here comes after.
ORDER    := naps-serial naps-nobody-joins naps-joined ten-naps ten-naps-of-two pool-of-five longest-first homework perfect-short \
            default empty-tasks one-long chaos naive-pool
BUILTIN  := $(ORDER:%=config/%.json) $(filter-out config/schema.json $(ORDER:%=config/%.json),$(CONFIG))
OBJ      := $(patsubst %.c,$(BUILD)/obj/%.o,$(SRC) $(UI)) $(BUILD)/obj/builtin.o
# Folders of tests/ that hold no programs of the suite of their own; each file of the others is a test program.
HELPERS  := support demo bench torture fuzz explore proof
UNIT_SRC := $(filter-out $(HELPERS:%=tests/%/%.c) tests/e2e/%.c tests/timing/%.c,$(sort $(wildcard tests/*/*.c)))
# The explorer first: it takes longest.
UNIT     := $(BUILD)/tests/explore/explore $(BUILD)/tests/fuzz/playback $(UNIT_SRC:tests/%.c=$(BUILD)/tests/%)
E2E      := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/e2e/*.c)))
TIMING   := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/timing/*.c)))
# What looks at the source in tests of its own.
SCRIPTS  := tests/layers_caught.sh
PEERS    := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(sort $(wildcard tests/bench/*.c)))
C_FILES  := $(sort $(wildcard src/*.[ch] src/*/*.[ch] ui/*/*.[ch] tests/*/*.[ch]))

all: $(BUILD)/tictoc

# ---- build -----------------------------------------------------------------------------------------------------

$(BUILD)/tictoc: $(BUILD)/obj/src/main.o $(BUILD)/libtictoc.a
	$(call say,LD,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

# Made anew each time, so that a file that has gone leaves no object behind.
$(BUILD)/libtictoc.a: $(OBJ)
	@rm -f $@
	$(call say,AR,$@)
	$(Q)$(AR) rcs $@ $^

$(BUILD)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

$(BUILD)/gen/builtin.c: src/experiment/embed.sh $(BUILTIN) Makefile
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)sh src/experiment/embed.sh $(BUILTIN) > $@.tmp && mv $@.tmp $@

$(BUILD)/obj/builtin.o: $(BUILD)/gen/builtin.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(COMPILE) -c -o $@ $<

-include $(OBJ:.o=.d) $(BUILD)/obj/src/main.d

# ---- what is needed --------------------------------------------------------------------------------------------

# `deps` installs what the other goals of the same command line need; alone, everything.
DEPS_BUILD := libncurses-dev libcjson-dev libutf8proc-dev
DEPS_TEST  := libcmocka-dev libvterm-dev valgrind clang clang-format clang-tidy cppcheck
# libFuzzer, of the version that `clang` stands for.
DEPS_FUZZ  := libclang-rt-dev
ifneq ($(filter test lint asan bench fuzz soak storm torture explore,$(GOALS)),)
DEPS := $(DEPS_BUILD) $(DEPS_TEST) $(if $(filter fuzz,$(GOALS)),$(DEPS_FUZZ))
else ifeq ($(GOALS),deps)
DEPS := $(DEPS_BUILD) $(DEPS_TEST)
else
DEPS := $(DEPS_BUILD)
endif

deps:
	@sh tests/deps.sh $(DEPS)

# ---- use -------------------------------------------------------------------------------------------------------

run: $(BUILD)/tictoc
	$(BUILD)/tictoc $(ARGS)

install: $(BUILD)/tictoc
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/tictoc
	install -m 755 $(BUILD)/tictoc $(DESTDIR)$(PREFIX)/bin/tictoc
	install -m 644 $(CONFIG) $(DESTDIR)$(PREFIX)/share/tictoc

# ---- tests -----------------------------------------------------------------------------------------------------

TEST_SUPPORT := $(patsubst tests/%.c,$(BUILD)/tests/%.o,$(wildcard tests/support/*.c) tests/explore/explorer.c)
# The targets of the fuzzer, which tests/fuzz/playback.c plays back.
FUZZ         := $(sort $(patsubst tests/fuzz/target_%.c,%,$(wildcard tests/fuzz/target_*.c)))
FUZZ_OBJ     := $(FUZZ:%=$(BUILD)/tests/fuzz/target_%.o) $(BUILD)/tests/fuzz/promise.o
PRELOADS     := $(BUILD)/tests/torture.so $(BUILD)/tests/lazy.so
DEMOS        := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/demo/*.c)))

$(BUILD)/tests/%.o: tests/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(COMPILE) -Itests -MMD -MP -c -o $@ $<

$(BUILD)/tests/libsupport.a: $(TEST_SUPPORT) $(FUZZ_OBJ)
	@rm -f $@
	$(call say,AR,$@)
	$(Q)$(AR) rcs $@ $^

$(UNIT) $(E2E) $(TIMING): %: %.o $(BUILD)/tests/libsupport.a $(BUILD)/libtictoc.a
	$(call say,LD,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS) -lcmocka -lvterm -lutil

# The program with a strategy and a workload more, for tests/e2e/proof.c: files of their own and a line each in more.h.
PROOF    := $(patsubst tests/%.c,$(BUILD)/tests/%.o,$(wildcard tests/proof/*.c)) \
            $(BUILD)/tests/proof/list_strategy.o $(BUILD)/tests/proof/list_workload.o

$(BUILD)/tests/proof/list_%.o: src/work/%.c tests/proof/more.h Makefile
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(COMPILE) -include tests/proof/more.h -MMD -MP -c -o $@ $<

$(BUILD)/tests/proof/tictoc: $(BUILD)/obj/src/main.o $(PROOF) $(BUILD)/libtictoc.a
	$(call say,LD,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

$(BUILD)/tests/e2e/proof: | $(BUILD)/tests/proof/tictoc

$(filter $(BUILD)/tests/term/%,$(UNIT)): | $(DEMOS)

# Loaded before the C library. torture makes calls fail; lazy is bound as late as it can be.
$(BUILD)/tests/%.so: tests/torture/%.c tests/torture/torture.h Makefile
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(OUR_CPPFLAGS) $(CPPFLAGS) -std=c11 $(WARN) -O2 -g -fno-builtin -shared -fPIC $(BINDING) -o $@ $<
$(BUILD)/tests/torture.so: BINDING := -Wl,-z,now
$(BUILD)/tests/lazy.so: BINDING := -Wl,-z,lazy

$(DEMOS): %: %.o $(BUILD)/libtictoc.a
	$(call say,LD,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

-include $(wildcard $(BUILD)/tests/*/*.d)
.SECONDARY:

TESTS    := $(UNIT) $(E2E) $(TIMING)

test: test-programs
	$(Q)LSAN_OPTIONS=suppressions=$(CURDIR)/tests/lsan.supp TICTOC=$(BUILD)/tictoc BUILD=$(BUILD) sh tests/run.sh $(SCRIPTS) $(TESTS)

test-programs: $(BUILD)/tictoc $(TESTS) $(DEMOS) $(PRELOADS)

# The pure tests, and of the others a short one of each kind: run, screen, engine, signals, files, replay, race.
ASAN_E2E := workloads ui hold interrupt record replay race

asan:
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/asan CFLAGS="-O1 -g -fno-omit-frame-pointer" \
		SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=undefined" SCRIPTS= \
		TESTS="$(patsubst $(BUILD)/%,$(BUILD)/asan/%,$(UNIT)) $(ASAN_E2E:%=$(BUILD)/asan/tests/e2e/%)" test

# ---- hostile input ---------------------------------------------------------------------------------------------

FUZZ_SECONDS ?= 600
FUZZ_RULES   := BUILD=$(BUILD)/fuzz CC=clang CFLAGS="-O1 -g" \
                SANITIZE="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined"

# Each reader in turn, for FUZZ_SECONDS; what is found lies in $(BUILD)/fuzz/NAME-crash-….
fuzz:
	@$(MAKE) $(FUZZ_RULES) $(FUZZ:%=$(BUILD)/fuzz/fuzz_%)
	@for name in $(FUZZ); do $(MAKE) --no-print-directory BUILD=$(BUILD) fuzz-$$name || exit 1; done

fuzz-%:
	@echo "fuzz $* for $(FUZZ_SECONDS) s"
	@mkdir -p $(BUILD)/fuzz/found/$*
	@$(BUILD)/fuzz/fuzz_$* -max_total_time=$(FUZZ_SECONDS) -max_len=8192 -timeout=20 -rss_limit_mb=3000 \
		-dict=tests/fuzz/$(if $(filter durations,$*),durations,json).dict -artifact_prefix=$(BUILD)/fuzz/$*- \
		-print_final_stats=1 -verbosity=0 $(BUILD)/fuzz/found/$* tests/fuzz/corpus/$*

$(BUILD)/fuzz_%: tests/fuzz/driver.c $(FUZZ_OBJ) $(BUILD)/libtictoc.a
	$(call say,LD,$@)
	$(Q)$(CC) $(OUR_CPPFLAGS) $(CPPFLAGS) -Itests $(OUR_CFLAGS) $(CFLAGS) $(SANITIZE) -fsanitize=fuzzer -DFUZZ_TARGET=fuzz_$* -o $@ $^ $(LIBS)

# Every call that can fail, one after the other.
torture: $(BUILD)/tictoc $(BUILD)/tests/e2e/torture $(BUILD)/tests/torture.so
	@TORTURE_ALL=1 TICTOC=$(BUILD)/tictoc BUILD=$(BUILD) $(BUILD)/tests/e2e/torture | \
		awk '/^# [a-z]*:[0-9]*[+]?$$/ { last = $$0; next } /^not ok/ { print last } { print; fflush() }'

# A thousand kills for every strategy, and the rest of the weather.
storm: $(BUILD)/tictoc $(BUILD)/tests/e2e/storm $(BUILD)/tests/e2e/storm_screen
	@STORM=1 TICTOC_TEST_SCALE=10 TICTOC=$(BUILD)/tictoc $(BUILD)/tests/e2e/storm
	@STORM=1 TICTOC_TEST_SCALE=10 TICTOC=$(BUILD)/tictoc $(BUILD)/tests/e2e/storm_screen

# Experiments back to back.
SOAK_SECONDS ?= 3600
soak: $(BUILD)/tictoc $(BUILD)/tests/e2e/storm_screen
	@SOAK_SECONDS=$(SOAK_SECONDS) TICTOC=$(BUILD)/tictoc $(BUILD)/tests/e2e/storm_screen

# All the ways there are for two deaths, more tasks, both workers: takes half an hour and gigabytes.
explore: $(BUILD)/tests/explore/explore
	EXPLORE=full $<

# ---- looks at the source ---------------------------------------------------------------------------------------

lint: $(BUILD)/gen/builtin.c
	$(Q)sh tests/lint.sh $(C_FILES)

# ---- figures ---------------------------------------------------------------------------------------------------

$(BUILD)/bench/bare_openmp: tests/bench/bare_openmp.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)-$(CC) -std=c11 -D_GNU_SOURCE -O2 -fopenmp -o $@ $<

# Draws with the program's own parts.
$(BUILD)/bench/timeline_frame: tests/bench/timeline_frame.c $(BUILD)/libtictoc.a
	@mkdir -p $(@D)
	$(Q)$(LINK) $(OUR_CPPFLAGS) $(CPPFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/bench/%: tests/bench/%.c $(wildcard tests/bench/*.h)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE -O2 $(WARN) -o $@ $<

bench: $(BUILD)/tictoc $(PEERS)
	@TICTOC=$(BUILD)/tictoc PEERS=$(BUILD)/bench sh tests/bench/bench.sh

# The README's pictures, anew: from runs carried out now, so the machine should be quiet.
pictures: $(BUILD)/tictoc
	@TICTOC=$(BUILD)/tictoc sh tests/pictures.sh tests/pictures

clean:
	rm -rf $(BUILD)

.PHONY: all deps run install test test-programs explore asan fuzz torture storm soak lint bench clean pictures

endif
