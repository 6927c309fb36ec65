/* The program with its screen, in a pseudo terminal, for end-to-end tests:
 * one at a time, started in the test's directory, which is also its home.
 * What waits fails the test when it waits in vain, and shows the screen. */
#pragma once

#include "support/harness.h"
#include "support/pty.h"

#include <stdbool.h>
#include <stddef.h>

/* PATIENCE_S in ms, as pty.h wants it. */
#define SCREEN_PATIENCE ((int)(1000 * PATIENCE_S))

/* Starts `tictoc LINE`, words cut at blanks; 80×24, or so many columns and rows. */
void screen_start(const char *line);
void screen_start_sized(const char *line, int columns, int rows);

struct screen_how {
    const char *term;   /* NULL: xterm-256color */
    const char *env[4]; /* as in pty_options, NULL-terminated */
    int columns, rows;  /* 0: 80, 24 */
};

/* The same, otherwise, and with a title by which all its processes are known,
 * whatever parent they have by now. */
void screen_start_how(const struct screen_how *how, const char *line);
void screen_open(const char *line);    /* as usual */
void screen_ready(const char *line);   /* and the home screen is there */
void screen_running(const char *line); /* and the run screen is */

/* Types. */
void screen_keys(const char *keys);

#define SCREEN_SHOWS(text) screen_shows(__FILE__, __LINE__, text)
#define SCREEN_LACKS(text) screen_lacks(__FILE__, __LINE__, text)

/* Until a row has the text; until none has. */
void screen_shows(const char *file, int line, const char *text);
void screen_lacks(const char *file, int line, const char *text);

/* What it shows when nothing has been written for a while. Lives as long as the test. */
const char *screen_text(void);

/* Bytes written to the terminal within so many seconds. */
size_t screen_bytes_within(double seconds);

/* Waits for its end and fails the test unless that is its status. */
void screen_ends(int status);

/* And unless all is as it was found: no process is left, and of the terminal the modes,
 * the screen, the cursor and the mouse. Not for what was started without a title. */
void screen_ends_well(int status);
void screen_leave(void); /* by q, with status 0 */

/* Fails the test unless the terminal is as it was found. */
void screen_given_back(void);
bool screen_has_its_modes_back(void);

/* A part of the command line of each of its processes; another one, for what is started by hand. */
const char *screen_mark(void);
const char *screen_new_mark(void);

/* Its processes; `state`: only those in it, 0: any but zombies. Waits until there are so many. */
int screen_processes(char state);
bool screen_waits_for(int wanted, char state);

/* What is left of it is killed. For tests that have failed; else nothing. */
void screen_abandon(void);

/* The terminal behind it, while it runs. */
struct pty *screen_pty(void);
