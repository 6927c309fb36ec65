/* A frame: a view between the header and the footer that all screens share. Pure, as views are. */
#pragma once

#include "view/model.h"
#include "view/view.h"

struct frame {
    const struct view_ops *view;
    const void *state; /* of the view, prepared for this size */
    const struct model *model;
    const char *question; /* asked by the loop, in the place of the footer; NULL: none */
    const char *entry;    /* what is being typed there, for the loop; NULL: nothing */
    const char *wanted;   /* what for: "Save the runs as" */
};

/* Fills the canvas, whatever its size. */
void frame_draw(struct canvas *canvas, const struct frame *frame);

/* An action on the view, whose state this is. Where it changes nothing that can
 * be seen at this size and leaves nothing to do, the request has a message that says so: no key is silent. */
struct request frame_act(const struct frame *frame, void *state, enum action action, int w, int h);

/* The keymap that counts now. */
enum keymap frame_keymap(const struct frame *frame);
