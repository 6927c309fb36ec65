#include "base/terminal.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

unsigned terminal_columns(int fd)
{
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

bool terminal_colour(int fd)
{
    const char *term = getenv("TERM"), *no_colour = getenv("NO_COLOR");
    if (no_colour && *no_colour != '\0')
        return false;
    return isatty(fd) && term && *term != '\0' && strcmp(term, "dumb") != 0;
}

bool terminal_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* What the environment asks for, by the variable that decides. */
static bool wants_utf8(void)
{
    const char *all = getenv("LC_ALL"), *type = getenv("LC_CTYPE"), *language = getenv("LANG");
    const char *name = all && *all ? all : type && *type ? type : language ? language : "";
    return strcasestr(name, "utf-8") || strcasestr(name, "utf8");
}

void terminal_set_locale(void)
{
    setlocale(LC_CTYPE, "");
    if (!terminal_utf8() && wants_utf8())
        setlocale(LC_CTYPE, "C.UTF-8");
}
