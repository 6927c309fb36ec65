/* The memory mappings of the program and its libraries. A fork copies them one by one. */
#pragma once

/* Reduces the mappings of each object from five to two: headers, code and constants (readable, executable),
 * and data, again including the RELRO pages that the dynamic linker protected (readable, writable).
 * Nothing is unmapped or moved, and no page is both writable and executable.
 * An object with another layout is left alone, and so is one whose pages have an unexpected access,
 * because a preloaded library may have patched its code. Errors of the system are ignored.
 *
 * Call it before the first fork: the kernel joins mappings with written pages only in the process
 * that wrote them. */
void mappings_join(void);
