/* The JSON that a program has written, by paths such as "results[0].done_s[1]".
 * The test fails where there is none. It is read from stdout, once, when it is first asked for. */
#pragma once

#include "support/program.h"

const cJSON *json_at(struct program *program, const char *path);
double json_number(struct program *program, const char *path);
int json_length(struct program *program, const char *path);
bool json_has(struct program *program, const char *path);

/* Takes the JSON from this text instead of stdout. */
void json_from(struct program *program, const char *text);

/* The value at the path, printed without blanks, is this. */
#define EXPECT_JSON(program, path, wanted) expect_json(__FILE__, __LINE__, (program), (path), (wanted))
void expect_json(const char *file, int line, struct program *program, const char *path, const char *wanted);
