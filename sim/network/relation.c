/* relation.c - pairs into rows: counted, dealt out, sorted in place. */
#include "relation.h"

static int
compare(gconstpointer a, gconstpointer b, gpointer unused)
{
    guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;

    (void)unused;
    return (x > y) - (x < y);
}

/* offsets[row + 1] is where the row's next member goes, and ends as where the next row
 * begins: so no second array of cursors is needed. */
static void
deal(BpRelation *relation, guint32 n_rows, const GArray *pairs, gboolean reversed)
{
    guint32 *offsets = relation->offsets;

    for (guint i = 0; i < pairs->len; i++) {
        const BpPair *pair = &g_array_index(pairs, BpPair, i);

        offsets[(reversed ? pair->to : pair->from) + 2]++;
    }
    for (guint32 row = 0; row < n_rows; row++)
        offsets[row + 2] += offsets[row + 1];
    for (guint i = 0; i < pairs->len; i++) {
        const BpPair *pair = &g_array_index(pairs, BpPair, i);
        guint32 row = reversed ? pair->to : pair->from;

        relation->members[offsets[row + 1]++] = reversed ? pair->from : pair->to;
    }
}

void
bp_relation_build(BpRelation *relation, guint32 n_rows, const GArray *pairs,
                  gboolean reversed)
{
    guint32 kept = 0, start = 0;

    if (pairs->len == 0)
        return;

    relation->offsets = g_new0(guint32, (gsize)n_rows + 2);
    relation->members = g_new(guint32, pairs->len);
    deal(relation, n_rows, pairs, reversed);

    for (guint32 row = 0; row < n_rows; row++) {
        guint32 end = relation->offsets[row + 1];
        guint32 row_start = kept;

        g_qsort_with_data(relation->members + start, (gint)(end - start),
                          sizeof(guint32), compare, NULL);
        for (guint32 i = start; i < end; i++)
            if (kept == row_start ||
                relation->members[i] != relation->members[kept - 1])
                relation->members[kept++] = relation->members[i];
        relation->offsets[row + 1] = kept;
        start = end;
    }
}

void
bp_relation_clear(BpRelation *relation)
{
    g_clear_pointer(&relation->offsets, g_free);
    g_clear_pointer(&relation->members, g_free);
}

const guint32 *
bp_relation_row(const BpRelation *relation, guint32 row, guint *n)
{
    if (!relation->offsets) {
        *n = 0;
        return NULL;
    }

    *n = relation->offsets[row + 1] - relation->offsets[row];
    return relation->members + relation->offsets[row];
}

gboolean
bp_relation_has(const BpRelation *relation, guint32 row, guint32 member)
{
    guint n;
    const guint32 *members = bp_relation_row(relation, row, &n);

    while (n > 0) {
        guint half = n / 2;

        if (members[half] == member)
            return TRUE;
        if (members[half] < member) {
            members += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return FALSE;
}
