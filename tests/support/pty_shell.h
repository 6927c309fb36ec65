/* The shell between pty.c and the program: what runs in the child that leads the terminal's session. */
#pragma once

#include "support/pty.h"

/* Starts the program in the foreground of the terminal, which is stdin.
 * Writes the program's pid to `news`, then each status that waitpid() gave; any byte from `orders` means fg.
 * Stays until the other end of `orders` is closed: a session without its leader loses its terminal. */
_Noreturn void pty_be_shell(const struct pty_options *options, int news, int orders);
