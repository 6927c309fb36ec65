/* Saving: the old file or the new one, nothing in between. */
#include "base/save.h"
#include "base/xdg.h"
#include "base/save_target.h"
#include "machine/procfs.h"
#include "base/strbuf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define OTHER_USER 65533

/* More than is copied at a time. */
#define MUCH ((size_t)3 << 20)

static char place[64];
static char err[256], text[64];
static bool no_links;

/* The C library's, unless the test forbids it. */
int linkat(int from_directory, const char *from, int to_directory, const char *to, int flags)
{
    errno = EPERM;
    return no_links ? -1 : (int)syscall(SYS_linkat, from_directory, from, to_directory, to, flags);
}

static bool no_modes;

/* As on a file system that has no permissions. */
int fchmod(int fd, mode_t mode)
{
    errno = EPERM;
    return no_modes ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

static int enter(void **state)
{
    (void)state;
    no_modes = false;
    snprintf(place, sizeof place, "/tmp/tictoc-save-XXXXXX");
    return mkdtemp(place) && chdir(place) == 0 ? 0 : -1;
}

static int leave(void **state)
{
    (void)state;
    struct strbuf command = STRBUF_INIT;
    strbuf_addf(&command, "rm -rf %s", place);
    int status = chdir("/") == 0 ? system(command.text) : -1;
    strbuf_release(&command);
    return status;
}

static size_t files_here(void)
{
    size_t count = 0;
    DIR *directory = opendir(".");
    for (struct dirent *entry; (entry = readdir(directory));)
        count += entry->d_name[0] != '.';
    closedir(directory);
    return count;
}

static void a_new_file_holds_all_of_it_and_nothing_is_left_beside_it(void **state)
{
    (void)state;
    assert_true(save_file("new.json", "hello", 5, err, sizeof err));
    assert_true(procfs_read("new.json", text, sizeof text));
    assert_string_equal(text, "hello");
    assert_int_equal(files_here(), 1);
}

static void a_file_that_is_replaced_keeps_its_permissions(void **state)
{
    (void)state;
    struct stat status;
    assert_true(save_file("a", "old", 3, err, sizeof err));
    assert_int_equal(chmod("a", 0640), 0);
    assert_true(save_file("a", "new", 3, err, sizeof err));
    assert_int_equal(stat("a", &status), 0);
    assert_int_equal(status.st_mode & 07777, 0640);
}

/* A file as another user has left it. */
static void leave_old(mode_t mode, uid_t owner)
{
    assert_true(save_file("a", "old", 3, err, sizeof err));
    assert_int_equal(chown("a", owner, owner), 0);
    assert_int_equal(chmod("a", mode), 0);
}

static void another_users_file_stays_that_users(void **state)
{
    (void)state;
    struct stat status;
    if (geteuid() != 0)
        skip(); /* only root may give files away */
    leave_old(04640, OTHER_USER);
    assert_true(save_file("a", "new", 3, err, sizeof err));
    assert_int_equal(stat("a", &status), 0);
    assert_int_equal(status.st_uid, OTHER_USER);
    assert_int_equal(status.st_gid, OTHER_USER);
    assert_int_equal(status.st_mode & 07777, 04640);
}

static bool save_new(void)
{
    return save_file("a", "new", 3, err, sizeof err);
}

static bool cannot_replace(void)
{
    return !save_possible("a", err, sizeof err) &&
           strcmp(err, "a: cannot be written: Operation not permitted; it is another user's in a shared "
                       "directory, or immutable (see lsattr)") == 0;
}

/* Whether it is so for OTHER_USER. */
static bool for_another_user(bool (*is)(void))
{
    pid_t pid = fork();
    if (pid == 0) {
        bool other = setgroups(0, NULL) == 0 && setresgid(OTHER_USER, OTHER_USER, OTHER_USER) == 0 &&
                     setresuid(OTHER_USER, OTHER_USER, OTHER_USER) == 0;
        _exit(other && is() ? 0 : 1);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    return status == 0;
}

/* It is ours then: a program that acted for its owner would act for us,
 * and its group is one without members. */
static void what_cannot_be_given_back_lets_no_other_user_in(void **state)
{
    (void)state;
    struct stat status;
    if (geteuid() != 0)
        skip(); /* only root can be two users */
    leave_old(06642, 0);
    assert_int_equal(chown(".", OTHER_USER, OTHER_USER), 0);
    assert_true(for_another_user(save_new));
    assert_int_equal(stat("a", &status), 0);
    assert_int_equal(status.st_uid, OTHER_USER);
    assert_int_equal(status.st_mode & 07777, 0622);
}

static void a_symbolic_link_stays_and_its_target_changes(void **state)
{
    (void)state;
    struct stat status;
    assert_true(save_file("target", "old", 3, err, sizeof err));
    assert_int_equal(symlink("target", "link"), 0);
    assert_true(save_file("link", "new", 3, err, sizeof err));
    assert_int_equal(lstat("link", &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    procfs_read("target", text, sizeof text);
    assert_string_equal(text, "new");
}

static bool is_link(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
}

static void a_symbolic_link_to_nothing_stays_and_its_target_is_made(void **state)
{
    (void)state;
    assert_int_equal(mkdir("far", 0700), 0);
    assert_int_equal(symlink("../target", "far/second"), 0);
    assert_int_equal(symlink("far/second", "first"), 0);
    assert_true(save_possible("first", err, sizeof err));
    assert_true(save_file("first", "new", 3, err, sizeof err));
    assert_true(is_link("first") && is_link("far/second"));
    assert_true(procfs_read("target", text, sizeof text));
    assert_string_equal(text, "new");
    assert_int_equal(symlink("nowhere/target", "lost"), 0);
    assert_false(save_file("lost", "new", 3, err, sizeof err));
    assert_string_equal(err, "lost: cannot be written: it is a link into a directory that does not exist");
    assert_true(is_link("lost"));
}

static void symbolic_links_in_a_circle_are_reported_and_stay(void **state)
{
    (void)state;
    assert_int_equal(symlink("b", "a"), 0);
    assert_int_equal(symlink("a", "b"), 0);
    assert_false(save_possible("a", err, sizeof err));
    assert_false(save_file("a", "new", 3, err, sizeof err));
    assert_string_equal(err, "a: cannot be written: Too many levels of symbolic links");
    assert_true(is_link("a") && is_link("b"));
}

static void a_place_that_cannot_be_written_is_reported_beforehand(void **state)
{
    (void)state;
    assert_false(save_possible("no/such/directory/x", err, sizeof err));
    assert_string_equal(
        err, "no/such/directory/x: cannot be written: its directory does not exist; make it first");
    assert_false(save_possible(".", err, sizeof err));
    assert_string_equal(err, ".: cannot be written: Is a directory");
    assert_false(save_possible("", err, sizeof err));
    assert_string_equal(err, ": cannot be written: it has no name");
    assert_true(save_possible("x", err, sizeof err));
    assert_int_equal(files_here(), 0);
}

static void what_could_not_be_put_in_place_in_the_end_is_reported_beforehand(void **state)
{
    (void)state;
    assert_false(save_possible("/proc/version", err, sizeof err));
    assert_int_equal(mkdir("gone", 0700) | chdir("gone") | rmdir("../gone"), 0);
    assert_false(save_possible("x", err, sizeof err));
    assert_int_equal(chdir(place), 0);
    if (geteuid() != 0)
        skip(); /* only root can be two users */
    leave_old(0666, 0);
    assert_int_equal(chmod(".", 01777), 0);
    assert_true(for_another_user(cannot_replace));
    assert_int_equal(chown("a", OTHER_USER, OTHER_USER), 0);
    assert_true(for_another_user(save_new));
}

/* Not every sandbox lets what has no name be given one. */
static void what_can_have_no_name_in_the_end_is_copied_to_what_has_one(void **state)
{
    (void)state;
    char *much = calloc(1, MUCH);
    struct stat status;
    assert_true(save_file("a", "old", 3, err, sizeof err));
    assert_int_equal(chmod("a", 0640), 0);
    no_links = true;
    bool saved = save_file("a", much, MUCH, err, sizeof err);
    no_links = false;
    free(much);
    assert_true(saved);
    assert_int_equal(stat("a", &status), 0);
    assert_int_equal(status.st_size, MUCH);
    assert_int_equal(status.st_mode & 07777, 0640);
    assert_int_equal(files_here(), 1);
}

static void the_same_file_is_known_by_whatever_name(void **state)
{
    (void)state;
    assert_int_equal(mkdir("d", 0700) | symlink("../x", "d/link") | symlink("d", "e"), 0);
    for (int there = 0; there < 2; there++) {
        assert_true(save_same("x", "./x"));
        assert_true(save_same("x", "e/../x") && save_same("x", "e/link"));
        assert_true(save_same("d/y", "e/y"));
        assert_false(save_same("x", "y") || save_same("x", "d/x") || save_same("x", "nowhere/x"));
        assert_true(save_file("x", "x", 1, err, sizeof err));
    }
    assert_int_equal(link("x", "z"), 0);
    assert_true(save_same("x", "z"));
    assert_false(save_same("/dev/null", "/dev/null"));
}

static void in_a_directory_that_is_gone_the_reason_is_reported_beforehand(void **state)
{
    (void)state;
    int back = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_int_equal(mkdir("gone", 0700), 0);
    assert_int_equal(chdir("gone"), 0);
    assert_int_equal(rmdir("../gone"), 0);
    assert_false(save_possible("x", err, sizeof err));
    assert_int_equal(fchdir(back), 0);
    close(back);
    assert_string_equal(err, "x: cannot be written: its directory takes no new files");
}

static void a_file_or_dangling_link_where_a_directory_is_wanted_is_named(void **state)
{
    (void)state;
    assert_int_equal(symlink("nowhere", "link"), 0);
    assert_false(xdg_save("link/tictoc/x", "x", 1, err, sizeof err));
    assert_string_equal(err, "link: is no directory; move it away");
    assert_true(save_file("file", "x", 1, err, sizeof err));
    assert_false(xdg_save("file/tictoc/x", "x", 1, err, sizeof err));
    assert_string_equal(err, "file: is no directory; move it away");
}

static void however_long_the_path_the_reason_is_reported(void **state)
{
    (void)state;
    char path[601] = "nowhere/";
    memset(path + strlen(path), 'x', sizeof path - 1 - strlen(path));
    assert_false(save_file(path, "x", 1, err, sizeof err));
    assert_non_null(strstr(err, ": cannot be written: its directory does not exist; make it first"));
    assert_int_equal(strncmp(err, "nowhere/", 8), 0);
}

static void what_is_no_file_is_written_to_directly(void **state)
{
    (void)state;
    assert_true(save_file("/dev/null", "x", 1, err, sizeof err));
    assert_false(save_file("/dev/full", "x", 1, err, sizeof err));
    assert_string_equal(err, "/dev/full: cannot be written: No space left on device; free some, or "
                             "choose another place");
    struct stat status;
    assert_int_equal(stat("/dev/null", &status), 0);
    assert_true(S_ISCHR(status.st_mode));
}

static void a_pipe_without_a_reader_is_reported_and_not_waited_for(void **state)
{
    (void)state;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_false(save_file("pipe", "x", 1, err, sizeof err));
    assert_string_equal(err, "pipe: cannot be written: no process reads from it");
    int fd = open("pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(save_possible("pipe", err, sizeof err));
    assert_true(save_file("pipe", "hello", 5, err, sizeof err));
    assert_int_equal(read(fd, text, sizeof text), 5);
    close(fd);
}

/* However the program ends meanwhile, by SIGKILL or for want of memory, there is nothing to be tidied up. */
static void until_it_is_whole_there_is_no_file(void **state)
{
    (void)state;
    struct save save;
    struct stat status;
    assert_true(save_begin(&save, "x", err, sizeof err));
    save_add(&save, "hello", 5);
    if (!save.nameless)
        skip(); /* a file system that cannot */
    assert_int_equal(files_here(), 0);
    assert_int_equal(fstat(save.fd, &status), 0);
    assert_int_equal(status.st_size, 5);
    assert_true(save_finish(&save, err, sizeof err));
    assert_int_equal(files_here(), 1);
    assert_true(save_begin(&save, "x", err, sizeof err));
    save_add(&save, "bye", 3);
    save_abandon(&save);
    assert_true(procfs_read("x", text, sizeof text));
    assert_string_equal(text, "hello");
    assert_int_equal(files_here(), 1);
}

static void what_a_killed_program_left_under_the_temporary_name_is_in_nobodys_way(void **state)
{
    (void)state;
    char name[64];
    assert_true(save_file("x", "old", 3, err, sizeof err));
    snprintf(name, sizeof name, "tictoc-%ld", (long)getpid());
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fclose(file);
    assert_true(save_file("x", "hello", 5, err, sizeof err));
    assert_true(procfs_read("x", text, sizeof text));
    assert_string_equal(text, "hello");
}

#define PLACED(test) cmocka_unit_test_setup_teardown(test, enter, leave)

static void where_permissions_are_refused_the_file_is_saved_all_the_same(void **state)
{
    (void)state;
    assert_true(save_file("a", "old", 3, err, sizeof err));
    no_modes = true;
    assert_true(save_file("a", "new", 3, err, sizeof err));
    assert_true(procfs_read("a", text, sizeof text));
    assert_string_equal(text, "new");
    assert_int_equal(files_here(), 1);
}

static void the_longest_name_can_be_replaced_and_a_longer_one_is_refused_beforehand(void **state)
{
    (void)state;
    char name[258];
    memset(name, 'n', sizeof name);
    name[255] = '\0';
    for (int round = 0; round < 2; round++) {
        assert_true(save_possible(name, err, sizeof err));
        assert_true(save_file(name, "hello", 5, err, sizeof err));
    }
    no_links = true;
    assert_true(save_file(name, "hello", 5, err, sizeof err));
    no_links = false;
    assert_int_equal(files_here(), 1);
    name[255] = 'n';
    name[256] = '\0';
    assert_false(save_possible(name, err, sizeof err));
    assert_non_null(strstr(err, "File name too long"));
    assert_int_equal(files_here(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_new_file_holds_all_of_it_and_nothing_is_left_beside_it),
        PLACED(a_file_that_is_replaced_keeps_its_permissions),
        PLACED(another_users_file_stays_that_users),
        PLACED(what_cannot_be_given_back_lets_no_other_user_in),
        PLACED(a_symbolic_link_stays_and_its_target_changes),
        PLACED(a_symbolic_link_to_nothing_stays_and_its_target_is_made),
        PLACED(symbolic_links_in_a_circle_are_reported_and_stay),
        PLACED(a_place_that_cannot_be_written_is_reported_beforehand),
        PLACED(what_could_not_be_put_in_place_in_the_end_is_reported_beforehand),
        PLACED(what_can_have_no_name_in_the_end_is_copied_to_what_has_one),
        PLACED(the_same_file_is_known_by_whatever_name),
        PLACED(a_file_or_dangling_link_where_a_directory_is_wanted_is_named),
        PLACED(in_a_directory_that_is_gone_the_reason_is_reported_beforehand),
        PLACED(however_long_the_path_the_reason_is_reported),
        PLACED(what_is_no_file_is_written_to_directly),
        PLACED(a_pipe_without_a_reader_is_reported_and_not_waited_for),
        PLACED(until_it_is_whole_there_is_no_file),
        PLACED(what_a_killed_program_left_under_the_temporary_name_is_in_nobodys_way),
        PLACED(where_permissions_are_refused_the_file_is_saved_all_the_same),
        PLACED(the_longest_name_can_be_replaced_and_a_longer_one_is_refused_beforehand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
