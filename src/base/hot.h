/* Code that every worker process runs. The linker places it together, so that few pages fault. */
#pragma once

#define HOT __attribute__((hot))
