#include "screen.h"

#include "harness.h"
#include "program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How long anything may take to appear, in ms; much, for a machine that is busy with other tests. */
#define PATIENCE ((int)(10000 * harness_scale()))

#define ARGUMENTS_MAX 40

static struct pty *pty;

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

void screen_start_sized(const char *line, int columns, int rows)
{
    static char words[2000];
    const char *argv[ARGUMENTS_MAX + 1] = { program_path() };
    const char *env[] = { textf("HOME=%s", test_directory()), NULL };
    int count = 1;
    screen_abandon(); /* of a test that failed */
    snprintf(words, sizeof words, "%s", line);
    for (char *word = strtok(words, " "); word && count < ARGUMENTS_MAX; word = strtok(NULL, " "))
        argv[count++] = word;
    pty = pty_open(&(struct pty_options){ .columns = columns,
                                          .rows = rows,
                                          .term = "xterm-256color",
                                          .directory = test_directory(),
                                          .env = env,
                                          .argv = argv });
}

void screen_start(const char *line)
{
    screen_start_sized(line, 80, 24);
}

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
    if (!pty_wait_text(pty, text, PATIENCE))
        fails(file, line, "never saw", text);
}

void screen_lacks(const char *file, int line, const char *text)
{
    if (!pty_wait_gone(pty, text, PATIENCE))
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
    EXPECT_INT(pty_wait_exit(pty, PATIENCE), status);
    screen_abandon();
}
