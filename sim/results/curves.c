/* curves.c - looks at a world, and draws what it saw in one line. */
#include <bangpath/curves.h>

#include <bangpath/post.h>
#include <math.h>

void
bp_curves_look(BpCurves *curves, const BpWorld *world)
{
    const BpPost *post = bp_world_post(world);
    const BpBooks *books = bp_post_books(post);
    gint64 now_us = bp_world_now_us(world);
    guint i = curves->n;

    if (i == BP_CURVE_POINTS || (i > 0 && curves->at_us[i - 1] >= now_us))
        return;
    curves->at_us[i] = now_us;
    curves->value[BP_CURVE_REACH][i] =
        books->targets ? (double)books->mailboxes_reached / (double)books->targets : 0;
    curves->value[BP_CURVE_OPEN_RELAYS][i] = bp_post_open_relays(post);
    curves->value[BP_CURVE_HAM_DELIVERED][i] =
        (double)books->kind[BP_HAM].in[BP_DELIVERED];
    curves->value[BP_CURVE_SPOOL_BYTES][i] = (double)bp_post_total_spool_bytes(post);
    curves->n++;
}

void
bp_curves_archive(BpCurves *curves, BpArchive *archive)
{
    bp_archive_section(archive, "curves");
    bp_archive_below(archive, &curves->n, BP_CURVE_POINTS + 1);
    bp_archive_i64s(archive, curves->at_us, curves->n);
    for (guint i = 0; i < BP_N_CURVES; i++)
        bp_archive_reals(archive, curves->value[i], curves->n);
}

char *
bp_spark(const double *levels, guint n, double most)
{
    static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    const guint highest = G_N_ELEMENTS(blocks) - 1;
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < n; i++) {
        if (isnan(levels[i]))
            g_string_append_c(text, ' ');
        else if (levels[i] <= 0 || most <= 0)
            g_string_append(text, blocks[0]);
        else /* the seven others, each for a seventh */
            g_string_append(
                text,
                blocks[(guint)CLAMP(ceil(levels[i] / most * highest), 1, highest)]);
    }
    return g_string_free(text, FALSE);
}
