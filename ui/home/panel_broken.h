/* The panel about an experiment that cannot be read:
 * the line of its file, with a mark below the mistake. Pure. */
#pragma once

#include "draw/canvas.h"
#include "experiment/catalog.h"

void panel_broken(struct pane box, const struct catalog_entry *found);
