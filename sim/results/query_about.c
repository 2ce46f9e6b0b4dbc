/* query_about.c - what rows are of: version, scenario, seed, units. */
#include "query_state.h"

#include "field.h"

#include <bangpath/measure_units.h>
#include <bangpath/plain.h>
#include <string.h>

typedef struct {
    const char *name;
    const char *of_run;   /* key of the table `run`; NULL: none */
    const char *of_sweep; /* key of the table `sweep` */
    gboolean is_number;
} Fact;

static const Fact facts[] = {
    {"bangpath", "version", "bangpath", FALSE},
    {"title", "title", "title", FALSE},
    {"scenario", "scenario", "scenario", FALSE},
    {"seed", "seed", "seed", TRUE},
    {"begin", "begin", NULL, FALSE},
    {"complete", "complete", NULL, TRUE},
    {"points", NULL, "points", TRUE},
    {"replications", NULL, "replications", TRUE},
};

/* (transfer full) (nullable): on one line. */
static char *
fact_of(const Query *query, const Fact *fact)
{
    g_autofree char *text = NULL;

    if (query->run != NULL && fact->of_run != NULL)
        text = g_strdup(bp_run_db_text(query->run, fact->of_run));
    if (query->sweep != NULL && fact->of_sweep != NULL)
        text = bp_sweep_db_text(query->sweep, fact->of_sweep);
    return text != NULL ? bp_plain(text) : NULL;
}

/* (nullable): of the column @i of the result. Only what a measure is tells its unit. */
static const char *
unit_of(const Query *query, int i)
{
    const char *name = sqlite3_column_name(query->statement, i);

    if (strcmp(name, "value") == 0)
        return "by measure: see unit(measure)";
    return bp_column_unit(name);
}

static void
about_csv(const Query *query)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *sql = bp_plain(query->sql);

    for (guint i = 0; i < G_N_ELEMENTS(facts); i++) {
        g_autofree char *fact = fact_of(query, &facts[i]);

        if (fact != NULL)
            g_string_append_printf(text, "# %s: %s\n", facts[i].name, fact);
    }
    g_string_append_printf(text, "# query: %s\n", sql);
    for (int i = 0; i < sqlite3_column_count(query->statement); i++) {
        g_autofree char *name = bp_plain(sqlite3_column_name(query->statement, i));

        if (unit_of(query, i) != NULL)
            g_string_append_printf(text, "# unit of %s: %s\n", name, unit_of(query, i));
    }
    query->sink(query->data, text->str);
}

static void
about_json(const Query *query)
{
    g_autoptr(GString) text = g_string_new("{");
    const char *comma = "";

    for (guint i = 0; i < G_N_ELEMENTS(facts); i++) {
        g_autofree char *fact = fact_of(query, &facts[i]);

        if (fact == NULL)
            continue;
        bp_field_json(text, facts[i].name);
        g_string_append(text, ": ");
        if (facts[i].is_number)
            g_string_append(text, fact);
        else
            bp_field_json(text, fact);
        g_string_append(text, ",\n ");
    }
    g_string_append(text, "\"query\": ");
    bp_field_json(text, query->sql);
    g_string_append(text, ",\n \"units\": {");
    for (int i = 0; i < sqlite3_column_count(query->statement); i++) {
        if (unit_of(query, i) == NULL)
            continue;
        g_string_append(text, comma);
        bp_field_json(text, sqlite3_column_name(query->statement, i));
        g_string_append(text, ": ");
        bp_field_json(text, unit_of(query, i));
        comma = ", ";
    }
    g_string_append(text, "},\n \"rows\": ");
    query->sink(query->data, text->str);
}

void
query_about(const Query *query)
{
    if (query->options->format == BP_QUERY_JSON)
        about_json(query);
    else
        about_csv(query);
}
