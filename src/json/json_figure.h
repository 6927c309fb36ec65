/* Numbers as JSON, written as text of our own: cJSON's doubles would round whole numbers beyond 2^53 and show 0.192 s with
 * digits that were never measured. Each returns a new item that the caller adds to a tree. */
#ifndef TICTOC_JSON_FIGURE_H
#define TICTOC_JSON_FIGURE_H

#include <stdint.h>

#include <cjson/cJSON.h>

cJSON *json_whole(uint64_t number);

/* ns as seconds, exact. */
cJSON *json_seconds(uint64_t ns);
cJSON *json_signed_seconds(int64_t ns);

/* A ratio to six digits; null where there is none (NAN). */
cJSON *json_ratio(double value);

#endif
