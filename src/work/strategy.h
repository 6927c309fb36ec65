/* How the tasks are spread over workers. A strategy is its settings plus a table of functions;
 * adding one is a new strategy_*.c and one line in strategies.h. */
#pragma once

#include "config/config_key.h"
#include "machine/machine.h"
#include "work/order.h"
#include "work/workload.h"

#define STRATEGY_LABEL_MAX 31

/* Bytes of a kind's own settings, at most. */
#define STRATEGY_OWN_MAX 64

/* The coordinator kills a live worker now and then, chosen by a seeded generator. */
struct chaos {
    bool on;
    uint64_t kill_every_ns;
    uint64_t seed;
};

/* The settings of a strategy in an experiment. */
struct strategy {
    const struct strategy_ops *ops;
    char label[STRATEGY_LABEL_MAX + 1]; /* unique in its experiment; never empty once read */
    bool labelled;                      /* the label is from the file */
    unsigned twin;            /* 0: first of its kind in its experiment; else from 1 on, over all kinds */
    uint64_t attempts;        /* deaths in a task after which it is set aside as failed */
    uint64_t task_timeout_ns; /* time limit of a task; 0: none */
    struct chaos chaos;
    unsigned order;                                         /* enum order; of kinds that have the key */
    uint64_t seed;                                          /* of ORDER_RANDOM */
    _Alignas(uint64_t) unsigned char own[STRATEGY_OWN_MAX]; /* the struct of settings of its kind */
};

/* The offset of a value in a kind's own settings: STRATEGY_OFFSET(struct pool, workers). */
#define STRATEGY_OFFSET(type, member) (offsetof(struct strategy, own) + offsetof(type, member))

/* How a kind of strategy works. Other code asks for these traits, never for the kind. */
struct traits {
    bool one_each;        /* a worker is started for one claim and leaves after it; else it claims more */
    bool starting_counts; /* the claim comes before the start: a starting worker has its task already */
    bool baseline;        /* one worker, one task after the other: the others are compared with it */
};

/* Settings resolved for one workload on one machine. */
struct plan {
    struct traits traits;     /* of the strategy's kind */
    uint32_t slots;           /* workers alive at once, at most */
    uint64_t lives;           /* workers over the whole run, replacements included, at most */
    uint64_t chunk;           /* tasks claimed at a time */
    uint32_t attempts;        /* deaths in a task after which it is set aside as failed */
    bool join;                /* toc waits for every worker */
    uint64_t task_timeout_ns; /* 0: none */
    struct chaos chaos;
    enum order order;  /* in which the tasks are handed out */
    uint64_t seed;     /* of ORDER_RANDOM */
    bool unsupervised; /* a dead worker is not replaced, and its tasks never come back */
    bool partitions;   /* a queue for each slot, shared out beforehand; else one for all */
    bool neighbours;   /* workers write neighbouring tasks at the same time: a cache line for each */
    uint32_t workers;  /* P of the efficiency where known beforehand; 0: peak live (process) */
    uint32_t cores;    /* of the machine */
    char limit[64]; /* the limit that made `slots` fewer than the tasks could use: "pid_max 32768"; or "" */
};

struct coordinator;
struct launcher;

struct strategy_ops {
    const char *name;              /* "serial", "process", "pool" */
    bool usual;                    /* in an experiment that names no strategies */
    const struct config_key *keys; /* its own settings, STRATEGY_OFFSET() each */
    struct traits traits;

    /* Resolves its own settings, for strategy_plan(). */
    void (*plan)(const struct strategy *strategy, const struct workload *workload,
                 const struct machine *machine, struct plan *plan);

    /* The launcher of its workers: launch_process (engine/launcher.h). */
    const char *(*launch)(struct launcher *launcher);

    /* Carries out the run, in the coordinator process. True when every task has ended,
     * false when the run could not go on (the coordinator has noted the reason on the board). */
    bool (*run)(struct coordinator *coordinator, const struct plan *plan);

    /* "2 workers, chunk 12 500", "one per task: 100 000": one line. */
    void (*describe)(const struct plan *plan, const struct workload *workload, char *buf, size_t size);
};

/* Deaths in one task after which it is set aside: the default and the most. */
#define STRATEGY_ATTEMPTS     3
#define STRATEGY_ATTEMPTS_MAX 100

/* Workers that a run may start in place of dead ones. */
#define STRATEGY_REPLACEMENTS UINT64_C(100000)

/* NULL-terminated. */
extern const struct strategy_ops *const strategies[];

#define STRATEGY(name) extern const struct strategy_ops strategy_##name;
#include "work/strategies.h"

const struct strategy_ops *strategy_by_name(const char *name);

/* The strategy's colour, of `numbers` colours: that of its kind;
 * a second strategy of the kind in an experiment has another. */
unsigned strategy_number(const struct strategy *strategy, unsigned numbers);

/* Appends ", longest first, unsupervised, chaos every 0.5 s": what differs from the default. */
void strategy_describe_more(const struct plan *plan, char *buf, size_t size);

/* Resolves the settings; depends on nothing but its arguments and machine_max_live(). */
void strategy_plan(const struct strategy *strategy, const struct workload *workload,
                   const struct machine *machine, struct plan *plan);

/* ceil(tasks / (4 × workers)), at least 1: the rule of Python's multiprocessing Pool.map
 * (Lib/multiprocessing/pool.py, _map_async). */
uint64_t strategy_auto_chunk(uint64_t tasks, uint64_t workers);
