/* Where a file that is to be written lies, whatever it is called. */
#ifndef TICTOC_SAVE_TARGET_H
#define TICTOC_SAVE_TARGET_H

/* The path behind symbolic links, whether a file is there already or not, so that the file is written and the link
 * stays. NULL with errno set: they lead round in a circle. Owned by the caller: free(). */
char *save_target(const char *path);

/* The directory a file is in. Owned by the caller: free(). */
char *save_directory(const char *path);

#endif
