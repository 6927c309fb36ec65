/* Code that every worker process runs. The linker puts it side by side, so that a new process, which maps what it
 * touches anew, has few pages to map. */
#ifndef TICTOC_HOT_H
#define TICTOC_HOT_H

#define HOT __attribute__((hot))

#endif
