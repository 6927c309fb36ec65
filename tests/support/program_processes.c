/* The processes of a program, as /proc shows them. */
#include "support/harness.h"
#include "support/program.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POLL_S 0.002

/* One process, if it belongs to the session. */
static bool look_at(const char *name, pid_t session, struct process *process)
{
    char path[64], text[512];
    int of = 0;
    snprintf(path, sizeof path, "/proc/%.20s/stat", name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    if (got <= 0)
        return false;
    text[got] = '\0';
    const char *after = strrchr(text, ')'); /* the name before it may hold anything */
    process->pid = (pid_t)strtol(name, NULL, 10);
    return after &&
           sscanf(after, ") %c %d %d %d", &process->state, &process->parent, &process->group, &of) == 4 &&
           of == session;
}

static int by_pid(const void *a, const void *b)
{
    const struct process *one = a, *other = b;
    return one->pid < other->pid ? -1 : one->pid > other->pid;
}

void program_look(struct program *program)
{
    DIR *proc = opendir("/proc");
    size_t room = program->process_count;
    if (!proc) {
        perror("/proc");
        exit(1);
    }
    program->process_count = 0;
    for (const struct dirent *entry; (entry = readdir(proc));) {
        struct process process;
        if (!isdigit((unsigned char)entry->d_name[0]) || !look_at(entry->d_name, program->pid, &process))
            continue;
        if (program->process_count >= room || !program->processes) {
            room = 2 * program->process_count + 16;
            program->processes = realloc(program->processes, room * sizeof *program->processes);
        }
        program->processes[program->process_count++] = process;
        if (process.parent == program->pid && process_lives(&process))
            program->coordinator = process.pid;
    }
    closedir(proc);
    if (program->process_count)
        qsort(program->processes, program->process_count, sizeof *program->processes, by_pid);
}

bool process_lives(const struct process *process)
{
    return process->state != 'Z' && process->state != 'X';
}

long process_rests(pid_t pid)
{
    char line[200];
    long count = 0;
    FILE *status = fopen(textf("/proc/%d/status", (int)pid), "r");
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "voluntary_ctxt_switches: %ld", &count) == 1)
            break;
    if (status)
        fclose(status);
    return count;
}

bool program_is_worker(const struct program *program, const struct process *process)
{
    return process->pid != program->pid && process->pid != program->coordinator &&
           process->parent != program->pid;
}

bool program_is_alone(struct program *program)
{
    int alive = 0;
    program_look(program);
    for (size_t i = 0; i < program->process_count; i++)
        alive += process_lives(&program->processes[i]);
    return alive == 1;
}

int program_workers(struct program *program)
{
    int count = 0;
    program_look(program);
    while (program_worker(program, count))
        count++;
    return count;
}

pid_t program_worker(const struct program *program, int number)
{
    for (size_t i = 0; i < program->process_count; i++) {
        const struct process *process = &program->processes[i];
        if (process_lives(process) && program_is_worker(program, process) && number-- == 0)
            return process->pid;
    }
    return 0;
}

void program_await_workers(struct program *program, int count)
{
    for (double limit = now_s() + PATIENCE_S; now_s() < limit; sleep_s(POLL_S))
        if (program_workers(program) >= count)
            return;
    test_fails(__FILE__, __LINE__, "there are not %d workers in time", count);
}

static int workers_asleep(const struct program *program)
{
    int count = 0;
    for (size_t i = 0; i < program->process_count; i++)
        count += program->processes[i].state == 'S' && program_is_worker(program, &program->processes[i]);
    return count;
}

void program_await_naps(struct program *program, int count)
{
    for (double limit = now_s() + PATIENCE_S; now_s() < limit; sleep_s(POLL_S))
        if (program_workers(program) == count && workers_asleep(program) == count)
            return;
    test_fails(__FILE__, __LINE__, "there are not %d workers in their naps in time", count);
}

pid_t program_await_other(struct program *program, pid_t pid)
{
    for (double limit = now_s() + PATIENCE_S; now_s() < limit; sleep_s(POLL_S)) {
        int count = program_workers(program);
        for (int i = 0; i < count; i++)
            if (program_worker(program, i) != pid)
                return program_worker(program, i);
    }
    test_fails(__FILE__, __LINE__, "no other worker came in time");
}

void program_expect_nothing_left(struct program *program)
{
    double limit = now_s() + PATIENCE_S;
    for (;;) {
        const struct process *left = NULL;
        program_look(program);
        for (size_t i = 0; i < program->process_count; i++)
            if (process_lives(&program->processes[i]))
                left = &program->processes[i];
        if (!left)
            return;
        if (now_s() > limit)
            test_fails(__FILE__, __LINE__, "process %d is left (state %c, parent %d)", left->pid, left->state,
                       left->parent);
        sleep_s(POLL_S);
    }
}
