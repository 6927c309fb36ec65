#include "support/picture.h"

#include "base/strbuf.h"
#include "support/canvas_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const struct picture_size picture_sizes[PICTURE_SIZES_RICH] = { { "80x24", 80, 24, false },
                                                                { "80x24-ascii", 80, 24, true },
                                                                { "120x36", 120, 36, false },
                                                                { "200x50", 200, 50, false } };

static void check_words(const struct canvas *canvas, const char *words, bool wanted)
{
    char *text = canvas_text(canvas);
    bool there = strstr(text, words) != NULL;
    if (there != wanted)
        fail_msg("%s\"%s\" in\n%s", wanted ? "no " : "", words, text);
    free(text);
}

void picture_shows(const struct canvas *canvas, const char *words)
{
    check_words(canvas, words, true);
}

void picture_hides(const struct canvas *canvas, const char *words)
{
    check_words(canvas, words, false);
}

static char *read_whole(const char *path)
{
    struct strbuf text = STRBUF_INIT;
    FILE *file = fopen(path, "r");
    char block[4096];
    size_t got;
    while (file && (got = fread(block, 1, sizeof block, file)) > 0)
        strbuf_add(&text, block, got);
    if (file)
        fclose(file);
    return strbuf_detach(&text);
}

static void renew(const char *path, const struct strbuf *now)
{
    const char *asked = getenv("GOLDEN");
    FILE *file = asked && strcmp(asked, "renew") == 0 ? fopen(path, "w") : NULL;
    if (!file)
        return;
    fwrite(now->text, 1, now->length, file);
    fclose(file);
}

void picture_is_golden(const struct canvas *canvas, const char *name, ...)
{
    struct strbuf path = STRBUF_INIT, now = STRBUF_INIT;
    char file[128];
    va_list args;
    va_start(args, name);
    vsnprintf(file, sizeof file, name, args);
    va_end(args);
    char *text = canvas_text(canvas), *roles = canvas_roles(canvas);
    strbuf_addf(&path, "tests/golden/%s.txt", file);
    strbuf_addf(&now, "%s==\n%s", text, roles);
    renew(path.text, &now);
    char *before = read_whole(path.text);
    if (strcmp(before, now.text) != 0)
        fail_msg("%s differs; GOLDEN=renew writes it anew. Now:\n%s", path.text, text);
    free(before);
    free(text);
    free(roles);
    strbuf_release(&path);
    strbuf_release(&now);
}
