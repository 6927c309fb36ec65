/* JSON text on its way to where people look at it. */
#ifndef TICTOC_JSON_HARMLESS_H
#define TICTOC_JSON_HARMLESS_H

#include "base/strbuf.h"

/* Appends JSON text that a terminal may be shown: what would steer one can only stand in strings, and is escaped there;
 * bytes that are no UTF-8 become U+FFFD. It means the same. */
void json_add_harmless(struct strbuf *sb, const char *json);

#endif
