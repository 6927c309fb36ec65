#!/bin/sh
# `make bench`. What is measured, and the targets, stand in bench.c.
# ROUNDS=9               rounds that count
# ONLY=process,claim     these groups alone: process claim perfect python naps memory
# BENCH_LONG=1           also what takes minutes
BENCH=${0%/*}
export BENCH
exec "$PEERS/bench"
