#include "support/program_json.h"

#include "support/harness.h"

#include <stdio.h>
#include <string.h>

void json_from(struct program *program, const char *text)
{
    cJSON_Delete(program->json);
    program->json = cJSON_ParseWithOpts(text, NULL, true);
    if (!program->json)
        test_fails(__FILE__, __LINE__, "it is no JSON: %.200s", text);
}

static const cJSON *find(struct program *program, const char *path)
{
    if (!program->json)
        json_from(program, program->out);
    const cJSON *at = program->json;
    while (at && *path) {
        char key[64] = "";
        int used = 0, index;
        if (sscanf(path, "[%d]%n", &index, &used) == 1 && used > 0)
            at = cJSON_GetArrayItem(at, index);
        else if (sscanf(path, "%63[^.[]%n", key, &used) == 1)
            at = cJSON_GetObjectItemCaseSensitive(at, key);
        else
            return NULL;
        path += used;
        path += *path == '.';
    }
    return at;
}

const cJSON *json_at(struct program *program, const char *path)
{
    const cJSON *item = find(program, path);
    if (!item)
        test_fails(__FILE__, __LINE__, "its JSON has no %s", path);
    return item;
}

bool json_has(struct program *program, const char *path)
{
    return find(program, path) != NULL;
}

double json_number(struct program *program, const char *path)
{
    const cJSON *item = json_at(program, path);
    if (!cJSON_IsNumber(item))
        test_fails(__FILE__, __LINE__, "%s is no number", path);
    return item->valuedouble;
}

int json_length(struct program *program, const char *path)
{
    return cJSON_GetArraySize(json_at(program, path));
}

void expect_json(const char *file, int line, struct program *program, const char *path, const char *wanted)
{
    char *text = cJSON_PrintUnformatted(json_at(program, path));
    bool same = strcmp(text, wanted) == 0;
    char *kept = test_memory(strlen(text) + 1);
    strcpy(kept, text);
    cJSON_free(text);
    if (!same)
        test_fails(file, line, "%s is %s, not %s", path, kept, wanted);
}
