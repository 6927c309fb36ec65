/* The version; the build may set it. */
#ifndef TICTOC_VERSION
#define TICTOC_VERSION "0.1.0"
#endif
