/* The mappings of the program and its libraries, all of which a fork copies one by one. */
#pragma once

/* Each object's headers, code and constants, which are three mappings of one file, become one: readable and executable.
 * Nothing is unmapped, moved or made writable. An object that is laid out otherwise stays as it is, and so does one for
 * which the system refuses. */
void mappings_join(void);
