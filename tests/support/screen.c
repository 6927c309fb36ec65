#include "support/screen.h"

#include "support/program.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARGUMENTS_MAX 40

#define ENV_MAX 6

static struct pty *pty;
static char mark[64]; /* part of the command line of every process of a program started with a title */

void screen_abandon(void)
{
    if (pty)
        pty_close(pty);
    pty = NULL;
}

struct pty *screen_pty(void)
{
    return pty;
}

/* ---- starting ----------------------------------------------------------------------------------------- */

const char *screen_mark(void)
{
    return mark;
}

const char *screen_new_mark(void)
{
    static int number;
    snprintf(mark, sizeof mark, "title=e2e-%d-%d", (int)getpid(), ++number);
    return mark;
}

static void start(const struct screen_how *how, const char *line, const char *title)
{
    char *words = (char *)textf("%s", line);
    const char *argv[ARGUMENTS_MAX + 3] = { program_path() };
    const char *env[ENV_MAX] = { textf("HOME=%s", test_directory()) };
    int count = 1, envs = 1;
    screen_abandon(); /* of a test that failed */
    use_usual_signals();
    for (char *word = strtok(words, " "); word && count < ARGUMENTS_MAX; word = strtok(NULL, " "))
        argv[count++] = word;
    if (title) {
        argv[count++] = "--set";
        argv[count++] = title;
    }
    for (; how->env[envs - 1] && envs < ENV_MAX - 1; envs++)
        env[envs] = how->env[envs - 1];
    pty = pty_open(&(struct pty_options){ .columns = how->columns ? how->columns : 80,
                                          .rows = how->rows ? how->rows : 24,
                                          .term = how->term ? how->term : "xterm-256color",
                                          .directory = test_directory(),
                                          .env = env,
                                          .argv = argv });
}

void screen_start_sized(const char *line, int columns, int rows)
{
    start(&(struct screen_how){ .columns = columns, .rows = rows }, line, NULL);
}

void screen_start(const char *line)
{
    screen_start_sized(line, 80, 24);
}

void screen_start_how(const struct screen_how *how, const char *line)
{
    start(how, line, screen_new_mark());
}

void screen_open(const char *line)
{
    screen_start_how(&(struct screen_how){ .term = NULL }, line);
}

void screen_ready(const char *line)
{
    screen_open(line);
    SCREEN_SHOWS("Experiments");
}

void screen_running(const char *line)
{
    screen_open(line);
    SCREEN_SHOWS("Workers");
}

/* ---- while it is there -------------------------------------------------------------------------------- */

void screen_keys(const char *keys)
{
    pty_send(pty, keys);
}

static void fails(const char *file, int line, const char *what, const char *text)
{
    char *screen = pty_screen(pty);
    show("the screen", screen);
    free(screen);
    test_fails(file, line, "%s \"%s\"", what, text);
}

void screen_shows(const char *file, int line, const char *text)
{
    if (!pty_wait_text(pty, text, SCREEN_PATIENCE))
        fails(file, line, "never saw", text);
}

void screen_lacks(const char *file, int line, const char *text)
{
    if (!pty_wait_gone(pty, text, SCREEN_PATIENCE))
        fails(file, line, "still there:", text);
}

const char *screen_text(void)
{
    pty_drain(pty, 100);
    char *screen = pty_screen(pty);
    char *kept = test_memory(strlen(screen) + 1);
    strcpy(kept, screen);
    free(screen);
    return kept;
}

size_t screen_bytes_within(double seconds)
{
    pty_drain(pty, 50);
    size_t before = pty_bytes(pty);
    sleep_s(seconds);
    pty_drain(pty, 20);
    return pty_bytes(pty) - before;
}

void screen_ends(int status)
{
    EXPECT_INT(pty_wait_exit(pty, SCREEN_PATIENCE), status);
    screen_abandon();
}

/* ---- how it ends -------------------------------------------------------------------------------------- */

int screen_processes(char state)
{
    DIR *proc = opendir("/proc");
    int count = 0;
    for (const struct dirent *entry; (entry = readdir(proc));) {
        char path[300], text[4000];
        snprintf(path, sizeof path, "/proc/%s/cmdline", entry->d_name);
        FILE *file = entry->d_name[0] >= '0' && entry->d_name[0] <= '9' ? fopen(path, "r") : NULL;
        size_t length = file ? fread(text, 1, sizeof text - 1, file) : 0;
        if (file)
            fclose(file);
        bool ours = length > 0 && memmem(text, length, mark, strlen(mark));
        snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
        file = ours ? fopen(path, "r") : NULL;
        length = file ? fread(text, 1, sizeof text - 1, file) : 0;
        text[length] = '\0';
        if (file)
            fclose(file);
        const char *end = strrchr(text, ')');
        if (ours && length && end && (state ? end[2] == state : end[2] != 'Z'))
            count++;
    }
    closedir(proc);
    return count;
}

bool screen_waits_for(int wanted, char state)
{
    double end = now_s() + PATIENCE_S;
    bool found = screen_processes(state) == wanted;
    for (; !found && now_s() < end; found = screen_processes(state) == wanted)
        sleep_s(0.01);
    return found; /* not whether it still is so: between runs the screen measures with a process of its own */
}

bool screen_has_its_modes_back(void)
{
    struct termios before = pty_usual_modes(), after;
    pty_drain(pty, 50);
    after = pty_modes(pty);
    return pty_modes_equal(&before, &after);
}

void screen_given_back(void)
{
    EXPECT(screen_has_its_modes_back());
    EXPECT(!pty_is_alternate(pty));
    EXPECT(pty_is_cursor_visible(pty));
    EXPECT(!pty_is_mouse_on(pty));
}

void screen_ends_well(int status)
{
    EXPECT_INT(pty_wait_exit(pty, SCREEN_PATIENCE), status);
    screen_given_back();
    EXPECT(screen_waits_for(0, 0));
    screen_abandon();
}

void screen_leave(void)
{
    screen_keys("q");
    screen_ends_well(0);
}
