/* The program with its screen, in a pseudo terminal, for end-to-end tests: one at a time, started in the test's
 * directory, which is also its home. What waits fails the test when it waits in vain, and shows the screen. */
#ifndef TICTOC_TESTS_SCREEN_H
#define TICTOC_TESTS_SCREEN_H

#include "pty.h"

/* Starts `tictoc LINE`, words cut at blanks; 80×24, or so many columns and rows. */
void screen_start(const char *line);
void screen_start_sized(const char *line, int columns, int rows);

/* Types. */
void screen_keys(const char *keys);

#define SCREEN_SHOWS(text) screen_shows(__FILE__, __LINE__, text)
#define SCREEN_LACKS(text) screen_lacks(__FILE__, __LINE__, text)

/* Until the text stands on a row; until it does not. */
void screen_shows(const char *file, int line, const char *text);
void screen_lacks(const char *file, int line, const char *text);

/* What it shows when nothing has been written for a while. Lives as long as the test. */
const char *screen_text(void);

/* Bytes written to the terminal within so many seconds. */
size_t screen_bytes_within(double seconds);

/* Waits for its end and fails the test unless that is its status. */
void screen_ends(int status);

/* What is left of it is killed. For tests that have failed; else nothing. */
void screen_abandon(void);

/* The terminal behind it, while it runs. */
struct pty *screen_pty(void);

#endif
