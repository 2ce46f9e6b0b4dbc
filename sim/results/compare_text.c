/* compare_text.c - comparisons as a table, CSV and JSON. */
#include <bangpath/compare.h>

#include <bangpath/plain.h>
#include <bangpath/sweep_report.h>
#include <math.h>

#include "field.h"
#include "number.h"
#include "table.h"

/* ---- the table ---- */

static GPtrArray *
texts_column(const GPtrArray *rows, const char *head, gboolean points)
{
    GPtrArray *column = bp_column_new(head);

    for (guint i = 0; i < rows->len; i++) {
        const BpCompareRow *row = rows->pdata[i];

        g_ptr_array_add(column, bp_plain(points ? row->point : row->measure));
    }
    bp_column_align(column, FALSE);
    return column;
}

static char *
difference_text(const BpDifference *difference)
{
    g_autofree char *mean = bp_mean_text(&difference->sample);
    gboolean plus = difference->sample.n > 0 && difference->sample.mean > 0;
    /* That an interval holds 0 is what is looked for. */
    gboolean clear = difference->sample.n > 0 && !isnan(difference->sample.half) &&
                     fabs(difference->sample.mean) > difference->sample.half;

    return g_strdup_printf("%s%s%s", plus ? "+" : "", mean, clear ? " *" : "  ");
}

static GPtrArray *
numbers_column(const GPtrArray *rows, guint file, gboolean differences)
{
    g_autofree char *head = differences ? g_strdup_printf("%c - A  ", 'A' + (int)file)
                                        : g_strdup_printf("%c", 'A' + (int)file);
    GPtrArray *column = bp_column_new(head);

    for (guint i = 0; i < rows->len; i++) {
        const BpCompareRow *row = rows->pdata[i];

        g_ptr_array_add(column, differences ? difference_text(&row->differences[file])
                                            : bp_mean_text(&row->samples[file]));
    }
    bp_column_align(column, TRUE);
    return column;
}

static gboolean
has_points(const GPtrArray *rows)
{
    for (guint i = 0; i < rows->len; i++)
        if (*((const BpCompareRow *)rows->pdata[i])->point != '\0')
            return TRUE;
    return FALSE;
}

#define MOST_DIFFERENCES 6

/* By what to tell it from the first file, with which it is compared. */
static void
add_differences(GString *text, const BpResults *results, const BpResults *first)
{
    g_autoptr(GPtrArray) differences = bp_results_differences(results, first);

    g_string_append(text, differences->len > 0 ? "   unlike A: "
                                               : "   of the same scenario as A");
    for (guint i = 0; i < differences->len && i < MOST_DIFFERENCES; i++) {
        g_autofree char *plain = bp_plain(differences->pdata[i]);

        g_string_append_printf(text, "%s%s", i > 0 ? "; " : "", plain);
    }
    if (differences->len > MOST_DIFFERENCES)
        g_string_append_printf(text, "; and %u more",
                               differences->len - MOST_DIFFERENCES);
    g_string_append_c(text, '\n');
}

static void
add_files(GString *text, const GPtrArray *files)
{
    for (guint i = 0; i < files->len; i++) {
        g_autofree char *title = bp_results_title(files->pdata[i]);
        g_autofree char *plain = bp_plain(title);
        g_autofree char *path = bp_plain(bp_results_path(files->pdata[i]));

        g_string_append_printf(text, "%c  %s: %s\n", 'A' + (int)i, path, plain);
        if (i > 0)
            add_differences(text, files->pdata[i], files->pdata[0]);
    }
    g_string_append_c(text, '\n');
}

static gboolean
has_intervals(const GPtrArray *rows, guint n_files)
{
    for (guint i = 0; i < rows->len; i++)
        for (guint j = 0; j < n_files; j++)
            if (((const BpCompareRow *)rows->pdata[i])->samples[j].n > 1)
                return TRUE;
    return FALSE;
}

char *
bp_compare_text(const GPtrArray *files, const GPtrArray *rows)
{
    g_autoptr(GPtrArray) columns =
        g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    GString *text = g_string_new(NULL);

    add_files(text, files);
    if (has_points(rows))
        g_ptr_array_add(columns, texts_column(rows, "point", TRUE));
    g_ptr_array_add(columns, texts_column(rows, "measure", FALSE));
    for (guint i = 0; i < files->len; i++) {
        g_ptr_array_add(columns, numbers_column(rows, i, FALSE));
        if (i > 0)
            g_ptr_array_add(columns, numbers_column(rows, i, TRUE));
    }
    bp_columns_print(columns, text);
    if (has_intervals(rows, files->len))
        g_string_append(text,
                        "\nMeans ± half of the 95% interval; differences run by run "
                        "where the seeds are the same.\n* the interval does not hold "
                        "0\n");
    return g_string_free(text, FALSE);
}

/* ---- CSV and JSON: a line, or an object, a row and file ---- */

/* Nothing for what is no number. */
static void
add_csv_number(GString *text, double number)
{
    g_autofree char *value = bp_number_text(number);

    g_string_append_printf(text, ",%s", isnan(number) ? "" : value);
}

static void
add_csv_sample(GString *text, const BpSample *sample)
{
    g_string_append_printf(text, ",%u", sample->n);
    add_csv_number(text, sample->n > 0 ? sample->mean : (double)NAN);
    add_csv_number(text, sample->n > 1 ? sample->sd : (double)NAN);
    add_csv_number(text, sample->n > 1 ? sample->half : (double)NAN);
}

char *
bp_compare_csv(const GPtrArray *files, const GPtrArray *rows)
{
    GString *text = g_string_new("file,point,measure,n,mean,sd,half,"
                                 "difference_n,difference,difference_sd,"
                                 "difference_half,paired\n");

    for (guint i = 0; i < rows->len; i++) {
        const BpCompareRow *row = rows->pdata[i];

        for (guint j = 0; j < files->len; j++) {
            bp_field_csv(text, bp_results_path(files->pdata[j]));
            g_string_append_c(text, ',');
            bp_field_csv(text, row->point);
            g_string_append_c(text, ',');
            bp_field_csv(text, row->measure);
            add_csv_sample(text, &row->samples[j]);
            add_csv_sample(text, &row->differences[j].sample);
            g_string_append(text, row->differences[j].sample.n == 0 ? ",\n"
                                  : row->differences[j].is_paired   ? ",yes\n"
                                                                    : ",no\n");
        }
    }
    return g_string_free(text, FALSE);
}

/* JSON-GLib prints 0.42 as 0.41999999999999998, so numbers are written here. */
static void
add_json_sample(GString *text, const BpSample *sample)
{
    g_autofree char *mean = bp_number_text(sample->n > 0 ? sample->mean : (double)NAN);
    g_autofree char *sd = bp_number_text(sample->n > 1 ? sample->sd : (double)NAN);
    g_autofree char *half = bp_number_text(sample->n > 1 ? sample->half : (double)NAN);

    g_string_append_printf(text, "\"n\": %u, \"mean\": %s, \"sd\": %s, \"half\": %s",
                           sample->n, mean, sd, half);
}

static void
add_json_seeds(GString *text, const BpResults *results, const char *point)
{
    g_autoptr(GArray) seeds = bp_results_seeds(results, point);
    g_autofree char *list = bp_wholes_text(seeds);

    g_string_append_printf(text, "\"seeds\": [%s], ", list);
}

char *
bp_compare_json(const GPtrArray *files, const GPtrArray *rows)
{
    GString *text = g_string_new("[");

    for (guint i = 0; i < rows->len; i++) {
        const BpCompareRow *row = rows->pdata[i];

        g_string_append(text, i > 0 ? ",\n  {\"point\": " : "\n  {\"point\": ");
        bp_field_json(text, row->point);
        g_string_append(text, ", \"measure\": ");
        bp_field_json(text, row->measure);
        g_string_append(text, ", \"files\": [");
        for (guint j = 0; j < files->len; j++) {
            g_string_append(text, j > 0 ? ",\n    {\"file\": " : "\n    {\"file\": ");
            bp_field_json(text, bp_results_path(files->pdata[j]));
            g_string_append(text, ", ");
            add_json_seeds(text, files->pdata[j], row->point);
            add_json_sample(text, &row->samples[j]);
            if (row->differences[j].sample.n > 0) {
                g_string_append_printf(text, ", \"difference\": {\"paired\": %s, ",
                                       row->differences[j].is_paired ? "true"
                                                                     : "false");
                add_json_sample(text, &row->differences[j].sample);
                g_string_append_c(text, '}');
            }
            g_string_append_c(text, '}');
        }
        g_string_append(text, "]}");
    }
    g_string_append(text, "\n]\n");
    return g_string_free(text, FALSE);
}
