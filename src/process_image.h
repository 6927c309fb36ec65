/* What a fork has to copy. */
#ifndef TICTOC_PROCESS_IMAGE_H
#define TICTOC_PROCESS_IMAGE_H

/* Tells the kernel not to copy into this process's children what they never touch: the heap, the libraries
 * of the screen and of JSON, the dynamic linker. After this a child must use neither, and the
 * program must have been linked with -z now: binding a function late would look into what is missing. */
void process_image_slim(void);

#endif
