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

/* By the environment variable that decides. */
static bool wants_utf8(void)
{
    const char *all = getenv("LC_ALL"), *type = getenv("LC_CTYPE"), *language = getenv("LANG");
    const char *name = all && *all ? all : type && *type ? type : language ? language : "";
    return strcasestr(name, "utf-8") || strcasestr(name, "utf8");
}

/* For names without an encoding, such as "de_DE". The locale is opened and closed, not set:
 * a set locale stays mapped, and every fork would copy its mappings. */
static bool locale_is_utf8(void)
{
    locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    bool is = locale && strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;

    if (locale)
        freelocale(locale);
    return is;
}

bool terminal_utf8(void)
{
    static int known = -1;

    if (known < 0)
        known = wants_utf8() || locale_is_utf8();
    return known;
}

void terminal_set_locale(void)
{
    setlocale(LC_CTYPE, "");
    if (wants_utf8() && strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
}
