#include "term/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How long an answer of the terminal may be on its way, and how long a part of it. */
#define ANSWER_SECONDS 2
#define ANSWER_MS      100

bool tty_is_utf8(void)
{
    setlocale(LC_CTYPE, "");
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

bool tty_find(struct termios *modes, char *err, size_t size)
{
    const char *type = getenv("TERM");
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        snprintf(err, size, "standard %s is no terminal", isatty(STDIN_FILENO) ? "output" : "input");
        return false;
    }
    if (!type || !*type) {
        snprintf(err, size, "TERM is not set");
        return false;
    }
    if (tcgetattr(STDOUT_FILENO, modes) != 0) {
        snprintf(err, size, "the terminal does not answer: %s", strerror(errno));
        return false;
    }
    return true;
}

int tty_reopen(void)
{
    int fd = open("/proc/self/fd/1", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    return fd < 0 ? STDOUT_FILENO : fd;
}

void tty_close_again(int fd)
{
    if (fd != STDOUT_FILENO)
        close(fd);
}

void tty_keep_output_flowing(void)
{
    struct termios modes;
    if (tcgetattr(STDOUT_FILENO, &modes) != 0)
        return;
    modes.c_iflag &= ~(tcflag_t)IXON;
    tcsetattr(STDOUT_FILENO, TCSANOW, &modes);
}

/* ---- questions ----------------------------------------------------------------------------------------- */

void tty_ask(struct tty_question *question, const char *text)
{
    if (write(STDOUT_FILENO, text, strlen(text)) == (ssize_t)strlen(text))
        clock_gettime(CLOCK_MONOTONIC, &question->asked_at);
}

void tty_answered(struct tty_question *question)
{
    question->asked_at.tv_sec = 0;
}

/* After a while no answer is on its way any more. */
static bool is_due(const struct tty_question *question)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return question->asked_at.tv_sec && now.tv_sec - question->asked_at.tv_sec <= ANSWER_SECONDS;
}

bool tty_answer_comes(const struct tty_question *question)
{
    struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
    return is_due(question) && poll(&input, 1, ANSWER_MS) > 0;
}

void tty_drop_late_answer(const struct tty_question *question)
{
    if (tty_answer_comes(question))
        tcflush(STDIN_FILENO, TCIFLUSH);
}
