"""What Python's multiprocessing needs for what tictoc does, by fork, its quickest way to start a process.

usage: peers.py process N    N processes that do nothing: all started, then all joined
       peers.py onebyone N   the same, each joined before the next is started
       peers.py claim N      N tasks that do nothing, Pool.map(chunksize=1), the pool started beforehand
       peers.py serial|each|pool N
                             perfect numbers to N: a plain loop, a process for each number, Pool.map
       peers.py version
Prints seconds. CORES workers in a pool."""

import multiprocessing
import os
import sys
import time

fork = multiprocessing.get_context("fork")
cores = int(os.environ.get("CORES", "2"))


def nothing(_=None):
    pass


def is_perfect(n):
    total = 0
    for divisor in range(1, n):
        if n % divisor == 0:
            total += divisor
    return total == n


def process_each(function, arguments):
    processes = [fork.Process(target=function, args=(argument,)) for argument in arguments]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def process(n):
    process_each(nothing, range(n))


def onebyone(n):
    for number in range(n):
        process_each(nothing, [number])


def claim(n):
    with fork.Pool(cores) as pool:
        pool.map(nothing, range(cores))
        tic = time.monotonic()
        pool.map(nothing, range(n), chunksize=1)
        return time.monotonic() - tic


def serial(n):
    for number in range(1, n + 1):
        is_perfect(number)


def each(n):
    process_each(is_perfect, range(1, n + 1))


def pool(n):
    with fork.Pool(cores) as workers:
        workers.map(is_perfect, range(1, n + 1))


def main():
    if sys.argv[1] == "version":
        print(sys.version.split()[0])
        return
    peers = {"process": process, "onebyone": onebyone, "claim": claim, "serial": serial, "each": each, "pool": pool}
    peer = peers[sys.argv[1]]
    tic = time.monotonic()
    inside = peer(int(sys.argv[2]))
    print(f"{inside or time.monotonic() - tic:.9f}")


if __name__ == "__main__":
    main()
