/* Code that every worker process runs. The linker puts it side by side,
 * so that a new process, which maps what it touches anew, has few pages to map. */
#pragma once

#define HOT __attribute__((hot))
