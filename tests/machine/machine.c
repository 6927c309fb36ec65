/* What control groups allow, read from a made-up /sys/fs/cgroup;
 * names of processors; small files of the system. */
#include "machine/cgroup.h"
#include "machine/machine.h"
#include "machine/procfs.h"
#include "base/strbuf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

/* A directory of its own for each test; PROC means /proc/self/cgroup, ROOT /sys/fs/cgroup. */
static char place[64];
static struct strbuf proc_file = STRBUF_INIT, root = STRBUF_INIT;

static int enter(void **state)
{
    (void)state;
    snprintf(place, sizeof place, "/tmp/tictoc-machine-XXXXXX");
    if (!mkdtemp(place))
        return -1;
    strbuf_clear(&proc_file);
    strbuf_clear(&root);
    strbuf_addf(&proc_file, "%s/cgroup", place);
    strbuf_addf(&root, "%s/fs", place);
    return mkdir(root.text, 0700);
}

static int leave(void **state)
{
    (void)state;
    struct strbuf command = STRBUF_INIT;
    strbuf_addf(&command, "rm -rf %s", place);
    int status = system(command.text);
    strbuf_release(&command);
    strbuf_release(&proc_file);
    strbuf_release(&root);
    return status;
}

/* Writes a file below the place, making its directories. */
static void write_file(const char *path, const char *text)
{
    struct strbuf full = STRBUF_INIT;
    strbuf_addf(&full, "%s/%s", place, path);
    for (char *slash = full.text + strlen(place) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(full.text, 0700);
        *slash = '/';
    }
    FILE *file = fopen(full.text, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    strbuf_release(&full);
}

static void assert_room(struct cgroup_room room, uint64_t limit, uint64_t left)
{
    assert_int_equal(room.limit, limit);
    assert_int_equal(room.left, left);
}

static void without_groups_there_is_no_limit(void **state)
{
    (void)state;
    assert_room(cgroup_pids(proc_file.text, root.text), UINT64_MAX, UINT64_MAX);
    write_file("cgroup", "0::/\n");
    assert_room(cgroup_pids(proc_file.text, root.text), UINT64_MAX, UINT64_MAX);
    write_file("fs/pids.max", "max\n");
    assert_room(cgroup_pids(proc_file.text, root.text), UINT64_MAX, UINT64_MAX);
}

static void version_2_is_bounded_by_the_tightest_group_above(void **state)
{
    (void)state;
    write_file("cgroup", "0::/user/job\n");
    write_file("fs/user/pids.max", "100\n");
    write_file("fs/user/pids.current", "90\n");
    write_file("fs/user/job/pids.max", "50\n");
    write_file("fs/user/job/pids.current", "5\n");
    assert_room(cgroup_pids(proc_file.text, root.text), 100, 10);
}

static void version_1_is_found_under_its_controller(void **state)
{
    (void)state;
    write_file("cgroup", "8:pids:/job\n4:memory:/job\n1:cpu,cpuacct:/job\n0::/job\n");
    write_file("fs/pids/job/pids.max", "64\n");
    write_file("fs/pids/job/pids.current", "4\n");
    write_file("fs/memory/job/memory.limit_in_bytes", "1000000\n");
    write_file("fs/memory/job/memory.usage_in_bytes", "400000\n");
    write_file("fs/memory/job/memory.stat", "cache 5\ntotal_inactive_file 100000\n");
    write_file("fs/cpu,cpuacct/job/cpu.cfs_quota_us", "300000\n");
    write_file("fs/cpu,cpuacct/job/cpu.cfs_period_us", "100000\n");
    assert_room(cgroup_pids(proc_file.text, root.text), 64, 60);
    assert_room(cgroup_memory(proc_file.text, root.text), 1000000, 700000);
    assert_room(cgroup_cpus(proc_file.text, root.text), 3, 3);
}

static void time_held_back_by_a_quota_is_read_of_both_versions(void **state)
{
    (void)state;
    assert_int_equal(cgroup_throttled(proc_file.text, root.text).ns, 0);
    write_file("cgroup", "0::/user/job\n");
    write_file("fs/user/job/cpu.stat", "usage_usec 9\nnr_periods 50\nnr_throttled 3\nthrottled_usec 1500\n");
    assert_int_equal(cgroup_throttled(proc_file.text, root.text).ns, 1500000);
    assert_int_equal(cgroup_throttled(proc_file.text, root.text).times, 3);
    write_file("fs/user/cpu.stat", "nr_throttled 9\nthrottled_usec 4000\n"); /* the group above had less */
    assert_int_equal(cgroup_throttled(proc_file.text, root.text).ns, 4000000);
    assert_int_equal(cgroup_throttled(proc_file.text, root.text).times, 9);
    write_file("cgroup", "1:cpu,cpuacct:/job\n");
    write_file("fs/cpu,cpuacct/job/cpu.stat", "nr_periods 8\nnr_throttled 2\nthrottled_time 123456789\n");
    assert_int_equal(cgroup_throttled(proc_file.text, root.text).ns, 123456789);
    assert_int_equal(cgroup_throttled(proc_file.text, root.text).times, 2);
    write_file("fs/cpu,cpuacct/job/cpu.stat", "nr_periods 8\nnr_throttled 0\nthrottled_time 0\n");
    assert_int_equal(cgroup_throttled(proc_file.text, root.text).ns, 0);
}

static void a_path_that_is_not_mounted_here_falls_back_to_the_root(void **state)
{
    (void)state;
    write_file("cgroup", "0::/docker/0123456789\n");
    write_file("fs/pids.max", "30\n");
    write_file("fs/pids.current", "10\n");
    assert_room(cgroup_pids(proc_file.text, root.text), 30, 20);
}

static void memory_that_the_cache_would_give_back_counts_as_free(void **state)
{
    (void)state;
    write_file("cgroup", "0::/job\n");
    write_file("fs/job/memory.max", "1000\n");
    write_file("fs/job/memory.current", "900\n");
    write_file("fs/job/memory.stat", "anon 500\ninactive_file 300\n");
    assert_room(cgroup_memory(proc_file.text, root.text), 1000, 400);
}

static void an_unlimited_version_1_group_is_no_limit(void **state)
{
    (void)state;
    write_file("cgroup", "4:memory:/\n1:cpu:/\n");
    write_file("fs/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write_file("fs/cpu/cpu.cfs_quota_us", "-1\n");
    write_file("fs/cpu/cpu.cfs_period_us", "100000\n");
    assert_room(cgroup_memory(proc_file.text, root.text), UINT64_MAX, UINT64_MAX);
    assert_room(cgroup_cpus(proc_file.text, root.text), UINT64_MAX, UINT64_MAX);
}

static void a_quota_of_one_and_a_half_processors_lets_two_work(void **state)
{
    (void)state;
    write_file("cgroup", "0::/job\n");
    write_file("fs/job/cpu.max", "150000 100000\n");
    assert_room(cgroup_cpus(proc_file.text, root.text), 2, 2);
    write_file("fs/job/cpu.max", "max 100000\n");
    assert_room(cgroup_cpus(proc_file.text, root.text), UINT64_MAX, UINT64_MAX);
}

static void processor_names_lose_what_says_nothing(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        { "Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz", "Intel Xeon E5-2680 v4" },
        { "AMD EPYC 7B13 64-Core Processor\nflags", "AMD EPYC 7B13" },
        { "  Intel(R) Core(TM)  i7-8650U CPU @ 1.90GHz", "Intel Core i7-8650U" },
        { "Raspberry Pi 4 Model B Rev 1.4", "Raspberry Pi 4 Model B Rev 1.4" },
        { "", "" },
    };
    char buf[64];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        machine_cpu_name(buf, sizeof buf, names[i][0]);
        assert_string_equal(buf, names[i][1]);
    }
    machine_cpu_name(buf, 5, "AMD EPYC");
    assert_string_equal(buf, "AMD");
}

static void this_machine_has_a_core_memory_and_room_for_a_process(void **state)
{
    (void)state;
    struct machine machine;
    char why[64] = "";
    machine_read(&machine);
    assert_true(machine.cores >= 1 && machine.threads_per_core >= 1);
    assert_true(machine.cpu[0] != '\0' && machine.os[0] != '\0');
    assert_true(machine_memory_free() > 0);
    assert_true(machine_max_live(why, sizeof why) >= 1);
    assert_true(why[0] != '\0');
}

static void fields_are_found_at_the_start_of_a_line_only(void **state)
{
    (void)state;
    uint64_t value = 0;
    const char *text = "MemTotal:  24684092 kB\nSwapMemAvailable: 1\nMemAvailable: 243 kB\nlast 7";
    assert_true(procfs_field(text, "MemAvailable", &value));
    assert_int_equal(value, 243);
    assert_true(procfs_field(text, "last", &value));
    assert_int_equal(value, 7);
    assert_false(procfs_field(text, "Mem", &value));
    assert_false(procfs_field(text, "absent", &value));
}

static void a_file_that_is_not_there_reads_as_empty(void **state)
{
    (void)state;
    char buf[8] = "old";
    uint64_t value;
    assert_false(procfs_read("/nowhere/at/all", buf, sizeof buf));
    assert_string_equal(buf, "");
    assert_false(procfs_number("/nowhere/at/all", &value));
}

#define PLACED(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(without_groups_there_is_no_limit),
        PLACED(version_2_is_bounded_by_the_tightest_group_above),
        PLACED(version_1_is_found_under_its_controller),
        PLACED(time_held_back_by_a_quota_is_read_of_both_versions),
        PLACED(a_path_that_is_not_mounted_here_falls_back_to_the_root),
        PLACED(memory_that_the_cache_would_give_back_counts_as_free),
        PLACED(an_unlimited_version_1_group_is_no_limit),
        PLACED(a_quota_of_one_and_a_half_processors_lets_two_work),
        cmocka_unit_test(processor_names_lose_what_says_nothing),
        cmocka_unit_test(this_machine_has_a_core_memory_and_room_for_a_process),
        cmocka_unit_test(fields_are_found_at_the_start_of_a_line_only),
        cmocka_unit_test(a_file_that_is_not_there_reads_as_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
