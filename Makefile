# Two commands do all set-up: `make demo` and `make test`.

SWIFT ?= swift

.PHONY: demo test build install setup setup-test lint check docs bench torture fuzz clean

demo: build
	Scripts/demo.sh "$$($(SWIFT) build --show-bin-path)/stepwell"

test: setup-test
	$(SWIFT) build --build-tests
	$(SWIFT) test

build: setup
	$(SWIFT) build --product stepwell

# For a clinic's own machine: optimized, and with Swift's libraries inside, which starts faster and needs no Swift there.
PREFIX ?= /usr/local
STATIC = -c release --static-swift-stdlib --build-path .build-static
install: setup
	$(SWIFT) build $(STATIC) --product stepwell
	$(SWIFT) build $(STATIC) --product stepwell-channels
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 .build-static/release/stepwell .build-static/release/stepwell-channels "$(DESTDIR)$(PREFIX)/bin"

# Installs the system packages that are missing, or says which.
setup:
	Scripts/setup.sh

setup-test:
	Scripts/setup.sh test

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Plugins Tests Pathways Benchmarks Torture Fuzz
	$(SWIFT) build --explicit-target-dependency-import-check error

# What a clinic would do before it uses the pathways that come with the program.
check: build
	"$$($(SWIFT) build --show-bin-path)/stepwell" check --strict Pathways
	"$$($(SWIFT) build --show-bin-path)/stepwell" test Pathways
	"$$($(SWIFT) build --show-bin-path)/stepwell" check --prove --time 600 Pathways/iop_basic.yaml Pathways/adult_iop.yaml Pathways/hospital_to_iop.yaml

# The API pages of StepwellKit, for those who write plugins.
docs: build
	Scripts/docs.sh

bench: setup
	$(SWIFT) run -c release benchmarks

# The long forms of what `make test` does in small: kills, power cuts, races, simulated faults.
torture: setup-test
	Scripts/torture.sh

fuzz: setup-test
	Scripts/fuzz.sh

clean:
	rm -rf .build .build-static .build-fuzz
