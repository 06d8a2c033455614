# Two commands are enough: `make run` and `make test`. Everything they need is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
ADDRESS ?= 127.0.0.1:8000

.PHONY: help install run demo test test-fast lint bench opensearch fuzz lock clean

help:
	@echo "make run    cài đặt, chuẩn bị dữ liệu mẫu và chạy tại http://$(ADDRESS)"
	@echo "make test   cài đặt và chạy toàn bộ kiểm thử"
	@echo "make lint   kiểm tra kiểu và cách viết"
	@echo "make bench  chạy các phép đo"
	@echo "make fuzz   thử các bộ đọc bằng dữ liệu hỏng"
	@echo "make opensearch  chạy một cụm OpenSearch thử nghiệm ba nút (cần JDK 17 và Maven)"

$(VENV)/installed: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit("Cần Python 3.11 trở lên, đang có " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

install: $(VENV)/installed

demo: install
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) load_demo
	$(MANAGE) rebuild_index --if-needed

run: demo
	ADDRESS=$(ADDRESS) MANAGE="$(MANAGE)" BIN=$(BIN) sh legaldocs/run.sh

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest $(PYTEST_ARGS)

test-fast: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m "not browser and not corpus and not slow" $(PYTEST_ARGS)

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy legaldocs search workflow
	$(BIN)/lint-imports

bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks

# A development cluster of three real nodes on this machine, in the foreground.
opensearch: $(VENV)/installed-dev
	@$(BIN)/python -m tests.opensearch.cluster

# Feed the readers and matchers damaged input, FUZZ_SECONDS for each target; atheris is installed for this alone.
FUZZ_SECONDS ?= 120
$(VENV)/installed-fuzz: $(VENV)/installed requirements-fuzz.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.txt
	touch $@

fuzz: $(VENV)/installed-fuzz
	$(BIN)/python -m fuzz --seconds $(FUZZ_SECONDS)

# Write requirements*.txt anew from requirements*.in.
lock: $(VENV)/installed-dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-fuzz.in -o requirements-fuzz.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
