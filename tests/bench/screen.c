/* A program's screen, watched from the other side of its terminal:
 * a pseudo terminal of a given size, of which everything is read at once and nothing is shown.
 *
 * Usage: screen WHAT COLUMNSxROWS COMMAND [ARGUMENT]...    Prints one number, or what is named:
 *   first   s from before its fork until the last word of the home screen's first frame has come
 *   frame   bytes a frame, from its first byte on
 *   core    processor time of the program's own process (not of its children),
 *           as a share of one core in per cent
 *   draw    s of processor time a frame,
 *           of the program's own process, all it does between two frames included
 *   rate    frames a second
 *   still   bytes in a while in which nothing changes, once it has come to rest
 *   after   what it prints after the screen has gone, or without one
 * `frame`, `core`, `draw` and `rate` watch for a while and end the program then;
 * so it has to go on for longer than that. A frame is what comes without a pause in it: that
 * two are taken for one, or one for two where the machine is busy, is bounded by the most that FPS allows. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FPS       30
#define LAST_WORD "quit"

enum {
    PAUSE_MS = 8,    /* between two frames */
    REST_MS = 1500,  /* without a byte: it has come to rest */
    STILL_MS = 2000, /* watched then */
    UP_MS = 400,     /* until a run is well under way */
    WATCH_MS = 3000, /* watched then */
    GONE_MS = 60000, /* nothing of ours takes longer */
    KEPT = 1024 * 1024,
};

struct screen {
    int fd, pid;
    double began, last; /* s; when its last byte came */
    size_t bytes, bursts;
    char kept[KEPT]; /* the last of what it has written, with a NUL behind it */
    size_t held;
    bool over; /* no process has the terminal any more */
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "screen: %s: %s\n", what, strerror(errno));
    exit(1);
}

static _Noreturn void become(const char *terminal, char **command)
{
    int fd;

    setsid();
    fd = open(terminal, O_RDWR);
    if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) != 0)
        fail(terminal);
    for (int i = 0; i < 3; i++)
        dup2(fd, i);
    close(fd);
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    execvp(command[0], command);
    fail(command[0]);
}

static void start(struct screen *screen, const char *size, char **command)
{
    struct winsize winsize = { 0 };
    char *terminal;

    if (sscanf(size, "%hux%hu", &winsize.ws_col, &winsize.ws_row) != 2)
        fail(size);
    screen->fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (screen->fd < 0 || grantpt(screen->fd) != 0 || unlockpt(screen->fd) != 0 ||
        ioctl(screen->fd, TIOCSWINSZ, &winsize) != 0 || !(terminal = ptsname(screen->fd)))
        fail("no pseudo terminal");
    screen->began = now();
    screen->pid = fork();
    if (screen->pid < 0)
        fail("fork");
    if (screen->pid == 0)
        become(terminal, command);
}

static void keep_bytes(struct screen *screen, const char *bytes, size_t count)
{
    if (screen->held + count >= KEPT) {
        memmove(screen->kept, screen->kept + KEPT / 2, screen->held - KEPT / 2);
        screen->held -= KEPT / 2;
    }
    memcpy(screen->kept + screen->held, bytes, count);
    screen->held += count;
    screen->kept[screen->held] = '\0';
}

/* Takes what comes within so many ms; false when nothing has. */
static bool wait_for_output(struct screen *screen, int ms)
{
    struct pollfd fds = { .fd = screen->fd, .events = POLLIN };
    char bytes[65536];
    ssize_t got;
    double at;

    if (screen->over || poll(&fds, 1, ms) <= 0)
        return false;
    got = read(screen->fd, bytes, sizeof bytes);
    if (got <= 0) {
        screen->over = true;
        return false;
    }
    at = now();
    screen->bursts += screen->bytes == 0 || at - screen->last > PAUSE_MS / 1e3;
    screen->bytes += (size_t)got;
    screen->last = at;
    keep_bytes(screen, bytes, (size_t)got);
    return true;
}

static void hear_until(struct screen *screen, double then)
{
    for (double left; !screen->over && (left = then - now()) > 0;)
        wait_for_output(screen, (int)(left * 1e3) + 1);
}

/* s on a processor, of the process alone. */
static double processor_s(const struct screen *screen)
{
    char path[64];
    double ns = 0;
    FILE *file;

    snprintf(path, sizeof path, "/proc/%d/schedstat", screen->pid);
    file = fopen(path, "re");
    if (!file || fscanf(file, "%lf", &ns) != 1)
        fail(path);
    fclose(file);
    return ns / 1e9;
}

/* Ends it as a terminal does that is closed politely, and waits until it has gone. */
static void end(struct screen *screen)
{
    int status;

    kill(screen->pid, SIGTERM);
    hear_until(screen, now() + GONE_MS / 1e3);
    waitpid(screen->pid, &status, 0);
}

/* ---- what can be asked -------------------------------------------------------------------------------- */

static double first(struct screen *screen)
{
    double took;

    while (!strstr(screen->kept, LAST_WORD))
        if (!wait_for_output(screen, REST_MS))
            fail("no home screen came");
    took = screen->last - screen->began;
    end(screen);
    return took;
}

static double still(struct screen *screen)
{
    size_t before;

    while (wait_for_output(screen, REST_MS))
        if (now() > screen->began + GONE_MS / 1e3)
            break;
    before = screen->bytes;
    hear_until(screen, now() + STILL_MS / 1e3);
    before = screen->bytes - before;
    end(screen);
    return (double)before;
}

/* What a watched while came to. */
struct watched {
    double seconds, processor, bytes, frames;
};

static struct watched watch(struct screen *screen, bool from_the_first)
{
    struct watched watched = { 0 };
    double began, processor;
    size_t bytes, bursts;

    hear_until(screen, screen->began + UP_MS / 1e3);
    bytes = from_the_first ? 0 : screen->bytes;
    bursts = from_the_first ? 0 : screen->bursts;
    began = now();
    processor = processor_s(screen);
    hear_until(screen, began + WATCH_MS / 1e3);
    if (screen->over) {
        errno = 0;
        fail("it ended before it had been watched");
    }
    watched.seconds = now() - (from_the_first ? screen->began : began);
    watched.processor = processor_s(screen) - processor;
    watched.bytes = (double)(screen->bytes - bytes);
    watched.frames = (double)(screen->bursts - bursts);
    if (watched.frames > watched.seconds * FPS)
        watched.frames = watched.seconds * FPS;
    end(screen);
    return watched;
}

static double frame(struct screen *screen)
{
    struct watched watched = watch(screen, true);

    return watched.bytes / watched.frames;
}

static double core(struct screen *screen)
{
    struct watched watched = watch(screen, false);

    return 100 * watched.processor / watched.seconds;
}

static double draw(struct screen *screen)
{
    struct watched watched = watch(screen, false);

    return watched.processor / watched.frames;
}

static double rate(struct screen *screen)
{
    struct watched watched = watch(screen, false);

    return watched.frames / watched.seconds;
}

/* Prints it and ends. */
static double after(struct screen *screen)
{
    static const char leave[] = "\033[?1049l";
    const char *text = screen->kept;
    int status;

    hear_until(screen, screen->began + GONE_MS / 1e3);
    waitpid(screen->pid, &status, 0);
    for (const char *at = screen->kept; (at = strstr(at, leave)); text = at)
        at += sizeof leave - 1;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail("it did not end well");
    fputs(text, stdout);
    exit(0);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        double (*ask)(struct screen *screen);
        const char *format;
    } questions[] = {
        { "first", first, "%.6f\n" }, { "frame", frame, "%.1f\n" }, { "core", core, "%.4f\n" },
        { "draw", draw, "%.6f\n" },   { "still", still, "%.0f\n" }, { "after", after, "" },
        { "rate", rate, "%.2f\n" },
    };
    static struct screen screen;

    for (unsigned i = 0; argc > 3 && i < sizeof questions / sizeof *questions; i++) {
        if (strcmp(argv[1], questions[i].name) != 0)
            continue;
        start(&screen, argv[2], argv + 3);
        printf(questions[i].format, questions[i].ask(&screen));
        return 0;
    }
    fprintf(stderr,
            "usage: screen first|frame|core|draw|rate|still|after COLUMNSxROWS COMMAND [ARGUMENT]...\n");
    return 1;
}
