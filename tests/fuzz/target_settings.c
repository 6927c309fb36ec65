/* The program's own files: settings that people edit, and what is kept of the last time. */
#include "fuzz/targets.h"

#include "fuzz/promise.h"
#include "experiment/settings.h"
#include "series/last_results.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void check_settings(void)
{
    struct settings settings, again;
    char err[512];
    settings_open(&settings, err, sizeof err);
    PROMISE(promise_harmless(err) && settings.fps >= 1 && settings.fps <= 30);
    PROMISE(settings.broken == (err[0] != '\0'));
    bool saved = settings_save(&settings, err, sizeof err);
    PROMISE(saved == !settings.broken && (saved || promise_harmless(err)));
    settings_open(&again, err, sizeof err);
    PROMISE(again.theme == settings.theme && again.fps == settings.fps && again.ascii == settings.ascii &&
            again.mouse == settings.mouse);
}

static void check_state(void)
{
    struct last_results state;
    last_results_open(&state, 1800000000);
    for (size_t i = 0; i < state.count; i++)
        last_results_release(&state);
}

void fuzz_settings(const char *bytes, size_t length)
{
    const char *home = promise_path("tictoc");
    mkdir(home, 0755);
    promise_file(promise_path("tictoc/settings.json"), bytes, length);
    promise_file(promise_path("tictoc/last.json"), bytes, length);
    setenv("XDG_CONFIG_HOME", promise_path(""), 1);
    setenv("XDG_STATE_HOME", promise_path(""), 1);
    check_settings();
    check_state();
}
