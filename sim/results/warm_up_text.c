/* warm_up_text.c - the verdict on a warm-up, for people and for programs. */
#include <bangpath/warm_up.h>

#include <bangpath/plain.h>
#include <bangpath/units.h>

#include "field.h"
#include "number.h"
#include "table.h"

static const char *
verdict_of(const BpWarmUp *warm_up, const BpWarmUpRow *row)
{
    if (!row->settles)
        return "does not settle";
    return warm_up->given_us >= row->settled_us ? "enough" : "too short";
}

static void
add_table(GString *text, const BpWarmUp *warm_up)
{
    g_autoptr(GPtrArray) columns =
        g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    g_autofree char *given = bp_format_duration(warm_up->given_us);
    g_autofree char *head = g_strdup_printf("warm-up of %s", given);
    GPtrArray *names = bp_column_new("measure");
    GPtrArray *times = bp_column_new("settled after");
    GPtrArray *verdicts = bp_column_new(head);

    for (guint i = 0; i < warm_up->rows->len; i++) {
        const BpWarmUpRow *row = &g_array_index(warm_up->rows, BpWarmUpRow, i);

        g_ptr_array_add(
            names, g_strconcat(row->measure, row->per_look ? ", a look" : "", NULL));
        g_ptr_array_add(times, row->settles ? bp_format_duration(row->settled_us)
                                            : g_strdup("-"));
        g_ptr_array_add(verdicts, g_strdup(verdict_of(warm_up, row)));
    }
    bp_column_align(names, FALSE);
    bp_column_align(times, TRUE);
    g_ptr_array_add(columns, names);
    g_ptr_array_add(columns, times);
    g_ptr_array_add(columns, verdicts);
    bp_columns_print(columns, text);
}

/* (transfer full): `28 h`: a value of a scenario, rounded up to a whole number of hours,
 * minutes or seconds. */
static char *
value_of(gint64 us)
{
    const gint64 unit_us = us >= 2 * BP_HOUR_US     ? BP_HOUR_US
                           : us >= 2 * BP_MINUTE_US ? BP_MINUTE_US
                                                    : BP_SECOND_US;

    return g_strdup_printf("%" G_GINT64_FORMAT " %s", (us + unit_us - 1) / unit_us,
                           unit_us == BP_HOUR_US     ? "h"
                           : unit_us == BP_MINUTE_US ? "min"
                                                     : "s");
}

static void
add_verdict(GString *text, const BpWarmUp *warm_up)
{
    const gint64 enough_us = bp_warm_up_enough_us(warm_up);
    g_autofree char *enough = value_of(MAX(enough_us, 0));
    g_autofree char *given = bp_format_duration(warm_up->given_us);

    if (warm_up->rows->len == 0)
        g_string_append(text, "Nothing happens that could settle.\n");
    else if (enough_us < 0)
        g_string_append(text, "No warm-up makes this run a steady one: something goes "
                              "on changing in its second half,\nas spam and closing "
                              "relays do, or it is too short.\n");
    else if (enough_us == 0)
        g_string_append(text, "No warm-up is needed.\n");
    else if (warm_up->given_us >= enough_us)
        g_string_append_printf(
            text, "The warm-up of %s suffices; %s would have done.\n", given, enough);
    else
        g_string_append_printf(
            text, "The warm-up is too short: [scenario] warm-up = %s\n", enough);
}

char *
bp_warm_up_text(const BpWarmUp *warm_up)
{
    g_autofree char *title = bp_plain(warm_up->title);
    g_autofree char *length = bp_format_duration(warm_up->length_us);
    g_autofree char *batch = bp_format_duration(5 * warm_up->look_us);
    GString *text = g_string_new(title);

    g_string_append_printf(text, "\n%s, looked at %u times; a batch of five is %s",
                           length, warm_up->n_looks, batch);
    if (warm_up->n_runs > 1)
        g_string_append_printf(text, "; the mean of %u runs", warm_up->n_runs);
    g_string_append(text, "\n\n");
    if (warm_up->rows->len > 0) {
        add_table(text, warm_up);
        g_string_append_c(text, '\n');
    }
    add_verdict(text, warm_up);
    return g_string_free(text, FALSE);
}

/* ---- JSON ---- */

static void
add_seconds(GString *text, const char *name, gint64 us)
{
    g_autofree char *number = bp_number_text((double)us / (double)BP_SECOND_US);

    g_string_append_printf(text, "\"%s\": %s", name, us < 0 ? "null" : number);
}

char *
bp_warm_up_json(const BpWarmUp *warm_up)
{
    GString *text =
        g_string_new("{\"bangpath\": \"" BANGPATH_VERSION "\", \"title\": ");
    const gint64 enough_us = bp_warm_up_enough_us(warm_up);
    g_autofree char *seeds = bp_wholes_text(warm_up->seeds);

    bp_field_json(text, warm_up->title != NULL ? warm_up->title : "");
    g_string_append_printf(text, ", \"runs\": %u, \"seeds\": [%s], \"looks\": %u,\n ",
                           warm_up->n_runs, seeds, warm_up->n_looks);
    add_seconds(text, "look_s", warm_up->look_us);
    g_string_append(text, ", ");
    add_seconds(text, "warm_up_s", warm_up->given_us);
    g_string_append(text, ", ");
    add_seconds(text, "enough_s", enough_us);
    g_string_append_printf(text, ", \"suffices\": %s,\n \"measures\": [",
                           enough_us >= 0 && warm_up->given_us >= enough_us ? "true"
                                                                            : "false");
    for (guint i = 0; i < warm_up->rows->len; i++) {
        const BpWarmUpRow *row = &g_array_index(warm_up->rows, BpWarmUpRow, i);

        g_string_append_printf(text, "%s\n  {\"measure\": ", i > 0 ? "," : "");
        bp_field_json(text, row->measure);
        g_string_append_printf(text, ", \"per_look\": %s, ",
                               row->per_look ? "true" : "false");
        add_seconds(text, "settled_s", row->settles ? row->settled_us : -1);
        g_string_append_c(text, '}');
    }
    g_string_append(text, "]}\n");
    return g_string_free(text, FALSE);
}
