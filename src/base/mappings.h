/* The mappings of the program and its libraries, all of which a fork copies one by one. */
#pragma once

/* Each object has two mappings from here on instead of five: its headers,
 * code and constants (readable and executable), and its data, to which the pages belong again that the
 * dynamic linker protected after relocation (RELRO: readable and writable, which gives up that protection).
 * Nothing is unmapped or moved, and nothing that can be written can be executed.
 * An object that is laid out otherwise stays as it is, and so does one for which the system refuses,
 * and one whose pages have been given another access: a library loaded before the program may patch code.
 *
 * To be called before the first fork:
 * the kernel joins mappings with written pages only in the process that wrote them. */
void mappings_join(void);
