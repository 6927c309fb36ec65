#!/bin/sh
# `make bench`. What is measured, and the targets, are in plan.h.
# ROUNDS=9               rounds that count
# ONLY=process,claim     these groups alone: process claim perfect python naps memory screen record
# BENCH_LONG=1           also what takes minutes
BENCH=${0%/*}
SCRATCH=$(mktemp -d) || exit 1
XDG_STATE_HOME=$SCRATCH XDG_CONFIG_HOME=$SCRATCH
export BENCH SCRATCH XDG_STATE_HOME XDG_CONFIG_HOME
trap 'rm -rf "$SCRATCH"' EXIT
trap 'exit 130' INT TERM HUP
"$PEERS/bench"
