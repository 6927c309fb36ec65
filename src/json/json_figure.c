#include "json/json_figure.h"

#include "base/decimal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

cJSON *json_whole(uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    return cJSON_CreateRaw(text);
}

cJSON *json_signed_seconds(int64_t ns)
{
    char text[DECIMAL_SECONDS_MAX + 1] = "-";
    if (ns >= 0)
        return json_seconds((uint64_t)ns);
    decimal_seconds(text + 1, -(uint64_t)ns);
    return cJSON_CreateRaw(text);
}

cJSON *json_seconds(uint64_t ns)
{
    char text[DECIMAL_SECONDS_MAX];
    return cJSON_CreateRaw(decimal_seconds(text, ns));
}

cJSON *json_ratio(double value)
{
    if (!isfinite(value))
        return cJSON_CreateNull();
    char text[40];
    snprintf(text, sizeof text, "%.6g", value);
    return cJSON_CreateRaw(text);
}
