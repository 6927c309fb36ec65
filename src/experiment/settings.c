#include "experiment/settings.h"

#include "config/config.h"
#include "base/file.h"
#include "base/format.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/xdg.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_MAX (1u << 20)

const char *const settings_themes[] = { "auto", "dark", "light", "colour-blind", "mono", NULL };

static const struct config_key keys[] = {
    { .name = "theme",
      .type = CONFIG_CHOICE,
      .offset = offsetof(struct settings, theme),
      .choices = settings_themes,
      .help = "colours of the screen; auto: as the terminal's background is" },
    { .name = "fps",
      .type = CONFIG_WHOLE,
      .offset = offsetof(struct settings, fps),
      .min = 1,
      .max = 30,
      .fallback = 30,
      .help = "frames a second, at most" },
    { .name = "ascii",
      .type = CONFIG_FLAG,
      .offset = offsetof(struct settings, ascii),
      .help = "nothing but ASCII on the screen" },
    { .name = "mouse",
      .type = CONFIG_FLAG,
      .offset = offsetof(struct settings, mouse),
      .help = "clicks select and the wheel scrolls; the terminal itself selects no text meanwhile" },
    { .name = "keep_records",
      .type = CONFIG_FLAG,
      .offset = offsetof(struct settings, keep_records),
      .fallback = 1,
      .help = "keep every finished run of the screen as a record, the newest 20" },
    { .type = CONFIG_END },
};

/* NULL, or the messages, which the caller owns. */
static char *read_text(struct settings *settings, const char *path, const struct strbuf *text)
{
    static const char *const none[] = { NULL };
    static const struct config_shape shape = { "settings.json", { keys }, none, NULL };
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics);
    cJSON *root = diagnostics_add(&diagnostics, path, true, text->text, text->length);
    if (root && !cJSON_IsObject(root))
        diagnostics_report(&diagnostics, root, AT_VALUE, NULL, "must be an object, {…}");
    else if (root)
        config_read(&diagnostics, root, NULL, &shape, settings, NULL);
    cJSON_Delete(root);
    char *messages = diagnostics_messages(&diagnostics);
    diagnostics_release(&diagnostics);
    return messages;
}

void settings_open(struct settings *settings, char *err, size_t size)
{
    struct strbuf text = STRBUF_INIT;
    char *path = xdg_path(XDG_CONFIG, "settings.json"), *messages = NULL;
    *settings = (struct settings){ .broken = false };
    config_defaults(keys, settings);
    err[0] = '\0';
    if (path && access(path, F_OK) == 0) {
        const char *problem = file_read_own(&text, path, FILE_MAX);
        if (problem)
            path_message(err, size, path, ": cannot be read: %s", problem);
        else
            messages = read_text(settings, path, &text);
        if (messages) {
            const char *first = messages + strlen(path);
            path_message(err, size, path, "%.*s", (int)strcspn(first, "\n"), first);
        }
    }
    if (err[0]) {
        config_defaults(keys, settings);
        settings->broken = true;
    }
    free(messages);
    free(path);
    strbuf_release(&text);
}

bool settings_save(const struct settings *settings, char *err, size_t size)
{
    struct strbuf text = STRBUF_INIT;
    char *path = xdg_path(XDG_CONFIG, "settings.json");
    if (!path)
        return format_refusal(err, size, "no home for settings: set HOME or XDG_CONFIG_HOME");
    if (settings->broken) {
        path_message(err, size, path, ": not written, because it has a mistake");
        free(path);
        return false;
    }
    struct json_writer json = { .out = &text };
    json_object(&json, NULL, JSON_LINES);
    for (const struct config_key *key = keys; key->type != CONFIG_END; key++)
        config_write(&json, key->name, key, settings);
    json_close(&json);
    strbuf_addc(&text, '\n');
    bool saved = xdg_save(path, text.text, text.length, err, size);
    strbuf_release(&text);
    free(path);
    return saved;
}
