# Two commands: `make demo` shows the page, `make test` runs every test. `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8000
# Where the site will lie, such as https://course.example/glasscnn/: with it, links to the page unfold with a picture.
ADDRESS ?=
VENV := .venv
BIN := $(VENV)/bin
MODEL ?= gap10
PAGE ?= dist/glasscnn.html
PACKAGES ?= build/packages
REPOSITORY ?=
NOTES ?= build/notes.md

PYTEST := $(BIN)/python -m pytest
IN_PARALLEL := --numprocesses 2 --dist worksteal
PIP_INSTALL := -m pip install --quiet
PINNED := $(PIP_INSTALL) --require-hashes --requirement
TWO_JOBS := --jobs=2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
SUPPLY := build/supply/bin
# A warning, such as of a link that leads nowhere, is an error.
SPHINX := build/sphinx/bin/sphinx-build --quiet --fail-on-warning --keep-going --builder html --doctree-dir build/sphinx/doctrees
# A package that could not be looked up is an error.
AUDIT := $(SUPPLY)/pip-audit --strict --disable-pip --require-hashes --requirement
VERSION = $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' py/glasscnn/__init__.py)
# One file for Python 3.11 and newer on every platform, with the hashes of all its packages' files.
COMPILE := $(SUPPLY)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--annotation-style line --custom-compile-command "make requirements"
SCRIPT_TESTS := $(shell find tests/js tests/site -name '*.test.js' 2>/dev/null)

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# What `make site` reads; a change in one of them builds the site again.
SITE_SOURCES := $(shell find web weights exercises py/glasscnn py/glasscnn_import export_tools/site -type f -not -path '*/__pycache__/*' -not -name README.md 2>/dev/null)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help:  ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: site  ## Build the page and serve it on localhost (the first time takes a minute or two)
	@$(BIN)/python -m export_tools serve --port $(PORT)

.PHONY: site
site: dist/build.json  ## Build dist/, the static site

.PHONY: single
single: dist/glasscnn.html  ## Build the whole site as one HTML file, for a stick or a course page

.PHONY: docs
docs: build/sphinx/.installed node_modules/.package-lock.json  ## Build the documentation in build/docs, and have `make site` put it into dist/docs
	rm -rf build/docs
	$(SPHINX) docs build/docs
	@test ! -f dist/build.json || touch -t 200001010000 dist/build.json

.PHONY: loops
loops: build/ziglang/.installed  ## Compile the SIMD loops for NumPy again; the result is committed
	build/ziglang/bin/python -m export_tools.site.fast_loops.build

.PHONY: packages
packages: $(PAGE) packages/element/node_modules/.package-lock.json  ## Build the packages for pip and npm in build/packages
	$(BIN)/python -m export_tools packages --page $(PAGE) --out $(PACKAGES) --repository "$(REPOSITORY)"

.PHONY: test-packages
test-packages: $(VENV)/.build node_modules/.package-lock.json packages/element/node_modules/.package-lock.json  ## Install the packages as a user does, on every Python that is found
	$(BIN)/python $(PIP_INSTALL) --no-build-isolation --editable '.[test]'
	$(PYTEST) tests/packages

.PHONY: notes
notes:  ## Write what CHANGELOG.md says about this version to build/notes.md
	@mkdir -p $(dir $(NOTES))
	awk -v version='[$(VERSION)]' '/^## / { found = index($$0, version) } found && !/^## /' CHANGELOG.md >$(NOTES)

.PHONY: test
test:  ## Set up what the tests need and run all checks and tests
	$(MAKE) $(TWO_JOBS) lint test-js
	$(MAKE) test-python
	$(MAKE) test-browser

.PHONY: test-js
test-js: node_modules/.package-lock.json  ## Run the unit tests of the scripts in Node
	node --test $(or $(SCRIPT_TESTS),$(error tests/js holds no tests))

.PHONY: test-python
test-python: $(VENV)/.dev node_modules/.package-lock.json  ## Run the tests of the packages, the conversion and the site's build
	$(PYTEST) $(IN_PARALLEL) tests/unit tests/export tests/site tests/bench tests/pictures

.PHONY: test-browser
test-browser: $(VENV)/.dev chromium site single  ## Run the browser tests, then those that measure time
	$(PYTEST) $(IN_PARALLEL) -m "not alone" tests/browser
	$(PYTEST) -m alone tests/browser

.PHONY: test-plain
test-plain: $(VENV)/.dev chromium site single  ## Run the browser tests without the memory snapshot, as where it cannot be used
	GLASSCNN_BOOT=plain $(PYTEST) $(IN_PARALLEL) -m "not alone" tests/browser
	GLASSCNN_BOOT=plain $(PYTEST) -m alone tests/browser

.PHONY: test-docs
test-docs: $(VENV)/.dev chromium docs  ## Build the documentation and visit its pages, without a network and on a phone
	$(PYTEST) tests/docs

.PHONY: fuzz
fuzz: $(VENV)/.dev  ## Change 20,000 model files at random, and print those that are neither refused in a sentence nor usable
	$(BIN)/python -m tests.fuzz $(FUZZ)

.PHONY: test-faults
test-faults: $(VENV)/.dev chromium site  ## Visit the page with each file of the site in each kind of fault: hours
	$(BIN)/python -m tests.faults $(FAULTS)

.PHONY: test-browsers
test-browsers: $(VENV)/.dev chromium site single  ## A journey through the page in Chromium, and in the Firefox and WebKit there are
	$(PYTEST) tests/browsers

.PHONY: examples
examples: $(VENV)/.dev build/examples/tools/.installed  ## Build the pages of examples/ with their generators, in build/examples
	$(BIN)/python -m tests.examples.build

.PHONY: test-examples
test-examples: chromium site single examples  ## Draw and point in every page of examples/
	$(PYTEST) tests/examples

.PHONY: test-notebooks
test-notebooks: build/notebooks/.installed single  ## Try the widget in JupyterLab, Notebook 7 and marimo, and in exported notebooks
	build/notebooks/bin/python -m pytest -m "not alone" tests/notebooks

.PHONY: test-orca
test-orca: $(VENV)/.dev site  ## Let Orca read the page aloud in Firefox; the programs are listed in tests/orca/desktop.py
	$(PYTEST) tests/orca

.PHONY: soak
soak: $(VENV)/.dev chromium site  ## Draw, train, change models, lose workers and stop code, hundreds of times: hours
	$(BIN)/python -m tests.soak $(SOAK)

.PHONY: lint
lint: lint-python lint-js  ## Check style and types, Python and JavaScript

.PHONY: lint-python
lint-python: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

.PHONY: lint-js
lint-js: node_modules/.package-lock.json
	npx biome check
	npx tsc
	npx tsc --project tests/bench

.PHONY: format
format: $(VENV)/.dev node_modules/.package-lock.json  ## Put all code into the one format
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format
	npx biome check --write

.PHONY: pictures
pictures: $(VENV)/.dev chromium site  ## Make the README's picture and screen recording again
	$(BIN)/python -m tests.pictures

.PHONY: sheets
sheets: $(VENV)/.dev chromium site  ## Take pictures of every state of the page, at six sizes in both themes
	$(BIN)/python -m tests.pictures.sheets $(STATES)

.PHONY: train
train: $(VENV)/.dev  ## Train and export a model: make train MODEL=gap10
	$(BIN)/python -m export_tools train $(MODEL)

.PHONY: bench
bench: bench-setup  ## Measure against other runtimes: minutes, on a machine that does nothing else
	$(BIN)/python -m tests.bench run $(BENCH)

.PHONY: bench-growth
bench-growth: bench-setup  ## Measure time and memory against size, and over 10,000 strokes
	$(BIN)/python -m tests.bench growth

.PHONY: bench-training
bench-training: bench-setup  ## Measure what training achieves, and its time against PyTorch's, natively and in Chromium
	$(BIN)/python -m tests.bench.training $(BENCH)
	$(BIN)/python -m tests.bench training

.PHONY: bench-sandbox
bench-sandbox: bench-setup  ## Measure the second Python: its start, Stop, deadlines, and the page beside it
	$(BIN)/python -m tests.bench sandbox

.PHONY: bench-weights
bench-weights: bench-setup  ## Measure the time from a drag of one weight to painted maps
	$(BIN)/python -m tests.bench weights

.PHONY: bench-slow
bench-slow: bench-setup  ## Measure visits on a slow processor and over slow lines; needs Linux and the rights of root
	$(BIN)/python -m tests.bench slow $(BENCH)

.PHONY: bench-photos
bench-photos: $(VENV)/.dev  ## Measure how made photos of digits are read: shadows, tables, ruling, pencil, screens
	$(BIN)/python -m tests.photos $(BENCH)

.PHONY: bench-widget
bench-widget: build/notebooks/.installed single  ## Measure the way from a notebook's widget to its kernel and back
	build/notebooks/bin/python -m pytest -s -m alone tests/notebooks

.PHONY: bench-floor
bench-floor: build/ziglang/.installed  ## Compile the benchmark's SIMD without Python again; the result is committed
	build/ziglang/bin/python -m tests.bench.floor.build

.PHONY: bench-setup
bench-setup: $(VENV)/.dev tests/bench/node_modules/.package-lock.json chromium site

.PHONY: requirements
requirements: build/supply/.installed  ## Pin the newest Python packages that pyproject.toml allows, with their hashes
	$(COMPILE) pyproject.toml --extra build --output-file requirements/build.txt
	$(COMPILE) pyproject.toml --extra dev --constraint requirements/build.txt --no-emit-package torch \
		--output-file requirements/dev.txt
	$(COMPILE) --group loops --output-file requirements/loops.txt
	$(COMPILE) --group notebooks --output-file requirements/notebooks.txt
	$(COMPILE) --group supply --output-file requirements/supply.txt
	$(COMPILE) --group examples --output-file requirements/examples.txt
	$(COMPILE) pyproject.toml --extra build --group docs --constraint requirements/build.txt \
		--output-file requirements/docs.txt

.PHONY: audit
audit: audit-npm audit-python  ## Look up known vulnerabilities of what the build and the tests fetch

.PHONY: audit-npm
audit-npm:
	npm audit
	cd tests/bench && npm audit
	cd packages/element && npm audit

.PHONY: audit-python
audit-python: build/supply/.installed
	$(AUDIT) requirements/dev.txt
	$(AUDIT) requirements/notebooks.txt
	$(AUDIT) requirements/supply.txt
	$(AUDIT) requirements/docs.txt

.PHONY: sbom
sbom: $(VENV)/.build node_modules/.package-lock.json build/supply/.installed  ## List what the site is made of, in CycloneDX, in build/sbom
	rm -rf build/sbom
	mkdir -p build/sbom/glasscnn
	cp .npmrc package.json package-lock.json build/sbom/glasscnn
	cd build/sbom/glasscnn && npm version --silent --no-git-tag-version $(VERSION) && \
		npm sbom --sbom-format cyclonedx --package-lock-only --omit dev >../javascript.cdx.json
	$(BIN)/python -m export_tools.site.runtime.shipped_packages | \
		$(SUPPLY)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
		--output-file build/sbom/python.cdx.json -
	rm -rf build/sbom/glasscnn

.PHONY: chromium
chromium: $(VENV)/.dev  ## Install a Chromium for the browser tests, where it is missing
	@.ci/chromium $(BIN)

.PHONY: clean
clean:  ## Remove what was built; environments and downloads stay
	rm -rf dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis test-results
	find py export_tools tests -name __pycache__ -type d -exec rm -rf {} +

.PHONY: distclean
distclean: clean  ## Remove the environments too
	rm -rf $(VENV) node_modules

# Stamp files: each stands for a step that is done, and is made again when what it depends on changes.

$(VENV)/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "glasscnn needs Python 3.11 or newer, this is " + sys.version.split()[0] + ": make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.build: $(VENV)/.venv pyproject.toml requirements/build.txt
	$(BIN)/python $(PINNED) requirements/build.txt
	$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# The last line installs torch, whose build depends on the machine; everything else is there already.
$(VENV)/.dev: $(VENV)/.build requirements/dev.txt
	$(BIN)/python $(PINNED) requirements/dev.txt
	$(BIN)/python $(PIP_INSTALL) --no-build-isolation --editable '.[dev]'
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json
	@node -e 'process.versions.node.split(".")[0] >= 20 || (console.error("glasscnn needs Node.js 20 or newer, this is " + process.version), process.exit(1))'
	npm ci --no-fund --no-audit --loglevel=error
	@touch $@

build/ziglang/.installed: requirements/loops.txt
	$(PYTHON) -m venv build/ziglang
	build/ziglang/bin/python $(PINNED) requirements/loops.txt
	@touch $@

build/examples/tools/.installed: requirements/examples.txt
	$(PYTHON) -m venv build/examples/tools
	build/examples/tools/bin/python $(PINNED) requirements/examples.txt
	@touch $@

build/sphinx/.installed: requirements/docs.txt
	$(PYTHON) -m venv build/sphinx
	build/sphinx/bin/python $(PINNED) requirements/docs.txt
	@touch $@

build/supply/.installed: requirements/supply.txt
	$(PYTHON) -m venv build/supply
	$(SUPPLY)/python $(PINNED) requirements/supply.txt
	@touch $@

packages/element/node_modules/.package-lock.json: packages/element/package.json packages/element/package-lock.json
	cd packages/element && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@

build/notebooks/.installed: requirements/notebooks.txt
	$(PYTHON) -m venv build/notebooks
	build/notebooks/bin/python $(PINNED) requirements/notebooks.txt
	@touch $@

tests/bench/node_modules/.package-lock.json: tests/bench/package.json tests/bench/package-lock.json
	cd tests/bench && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@

dist/glasscnn.html: dist/build.json $(wildcard export_tools/site/single_file/*)
	$(BIN)/python -m export_tools single --site dist --out $@

dist/build.json: $(VENV)/.build node_modules/.package-lock.json $(SITE_SOURCES)
	$(BIN)/python -m export_tools site --out dist $(if $(ADDRESS),--address $(ADDRESS))
