#include "support/same_cells.h"

#include "support/reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

void assert_same_cells(const struct snapshot *a, const struct snapshot *b)
{
    assert_int_equal(a->cell_tasks, b->cell_tasks);
    assert_int_equal(a->cell_count, b->cell_count);
    for (uint32_t i = 0; i < a->cell_count; i++) {
        const struct map_cell *one = &a->cells[i], *other = &b->cells[i];
        assert_int_equal(one->waiting, other->waiting);
        assert_int_equal(one->claimed, other->claimed);
        assert_int_equal(one->running, other->running);
        assert_int_equal(one->done, other->done);
        assert_int_equal(one->failed, other->failed);
        if (other->slot != REFERENCE_ANY)
            assert_int_equal(one->slot, other->slot);
    }
}
