/* What a fork has to copy. */
#ifndef TICTOC_PROCESS_IMAGE_H
#define TICTOC_PROCESS_IMAGE_H

/* Tells the kernel not to copy into this process's children what they never touch: the heap, and the libraries
 * of the screen and of JSON. Their forks become cheaper by a fifth. After this a child must use neither. */
void process_image_slim(void);

#endif
