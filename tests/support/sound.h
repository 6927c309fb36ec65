/* What holds for every screen at every size: the view draws between header and footer and nowhere else,
 * header and footer are there, a terminal that is too small gets one sentence, and ASCII stays ASCII. */
#pragma once

#include "view/frame.h"
#include "view/view.h"

/* Fails the test unless it holds for this view at many sizes, in UTF-8 and in ASCII.
 * `fit` brings state and model to a size before each; NULL: the view's prepare() does. */
void sound_at_every_size(const struct view_ops *view, void *state, const struct model *model,
                         void (*fit)(int w, int h, bool ascii));
