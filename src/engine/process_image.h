/* What a fork has to copy. */
#ifndef TICTOC_PROCESS_IMAGE_H
#define TICTOC_PROCESS_IMAGE_H

/* Makes this process's forks cheap: unmaps the libraries of the screen and of JSON and the code of the dynamic linker,
 * which neither it nor its children touch again, and keeps the heap and large blocks of malloc() from the children. After
 * this the process must call neither library and its children must not use the heap; and the program must have been
 * linked with -z now, as binding a function late would look into what is missing. Does nothing under valgrind. */
void process_image_slim(void);

#endif
