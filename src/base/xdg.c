#include "base/xdg.h"

#include "base/error_text.h"
#include "base/path.h"
#include "base/save.h"
#include "base/strbuf.h"
#include "base/xmalloc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
    const char *variable, *usual;
} places[] = {
    [XDG_CONFIG] = { "XDG_CONFIG_HOME", ".config" },
    [XDG_STATE] = { "XDG_STATE_HOME", ".local/state" },
};

char *xdg_path(enum xdg which, const char *name)
{
    const char *given = getenv(places[which].variable), *home = getenv("HOME");
    struct strbuf path = STRBUF_INIT;
    if (given && given[0] == '/')
        strbuf_addf(&path, "%s/tictoc/%s", given, name);
    else if (home && home[0] == '/')
        strbuf_addf(&path, "%s/%s/tictoc/%s", home, places[which].usual, name);
    else
        return NULL;
    return strbuf_detach(&path);
}

static bool is_directory(const char *path)
{
    struct stat status;
    int error = errno;
    bool is = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
    errno = error;
    return is;
}

bool xdg_make_directories(const char *path, char *err, size_t size)
{
    char *directory = xstrdup(path);
    bool made = true;
    for (char *slash = directory + 1; made && (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        made = mkdir(directory, 0700) == 0 || errno == EISDIR || (errno == EEXIST && is_directory(directory));
        if (!made)
            path_message(err, size, directory,
                         errno == EEXIST ? ": is no directory; move it away" : ": cannot be made: %s",
                         error_text(errno));
        *slash = '/';
    }
    free(directory);
    return made;
}

bool xdg_save(const char *path, const char *bytes, size_t length, char *err, size_t size)
{
    return xdg_make_directories(path, err, size) && save_file(path, bytes, length, err, size);
}
