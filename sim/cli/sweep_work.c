/* sweep_work.c - makes one run of a sweep in this process. */
#include "sweep_work.h"

#include <bangpath/run.h>
#include <bangpath/scenario_file.h>

/* Run, why it failed or "", and of each total name, kind, whole and real number. */
#define OUTCOME "(tsa(sytd))"

BpScenario *
sweep_work_vary(const SweepTask *task, guint point, guint64 seed, BpProblems *problems)
{
    guint n = task->sweep->keys->len;
    g_autofree BpVariation *variations = g_new0(BpVariation, MAX(n, 1));

    for (guint i = 0; i < n; i++) {
        const BpSweepKey *key = bp_sweep_key(task->sweep, i);

        variations[i] = (BpVariation){
            .group = key->group,
            .key = key->key,
            .value = bp_sweep_value(task->sweep, point, i),
            .file = key->file,
            .line = key->line,
        };
    }
    return bp_scenario_vary(task->scenario, variations, n, seed, problems);
}

static GBytes *
pack(guint64 run, const GArray *totals, const char *failure)
{
    g_autoptr(GVariant) outcome = NULL;
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE("a(sytd)"));
    for (guint i = 0; totals != NULL && i < totals->len; i++) {
        const BpTotal *total = &g_array_index(totals, BpTotal, i);

        g_variant_builder_add(&builder, "(sytd)", total->name, (guchar)total->kind,
                              total->whole, total->real);
    }
    outcome = g_variant_ref_sink(
        g_variant_new(OUTCOME, run, failure != NULL ? failure : "", &builder));
    return g_variant_get_data_as_bytes(outcome);
}

GBytes *
sweep_work_do(const SweepTask *task, guint64 run)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GArray) totals = NULL;
    g_autoptr(GError) error = NULL;
    g_auto(BpRunResult) result = {0};
    BpRunOptions options = {0};
    g_autoptr(BpScenario) scenario =
        sweep_work_vary(task, bp_sweep_point_of(task->sweep, run),
                        bp_sweep_seed_of(task->sweep, run), problems);

    if (scenario == NULL)
        bp_problems_to_error(problems, &error);
    else if (bp_run(scenario, &options, &result, &error))
        totals = bp_run_totals(&result);
    bp_network_reset(task->scenario->network);
    return pack(run, totals, error != NULL ? error->message : NULL);
}

gboolean
sweep_work_read(GBytes *bytes, guint64 *run, GArray **totals, char **failure)
{
    g_autoptr(GVariant) outcome = g_variant_ref_sink(
        g_variant_new_from_bytes(G_VARIANT_TYPE(OUTCOME), bytes, FALSE));
    g_autoptr(GVariantIter) rows = NULL;
    const char *why;
    const char *name;
    guchar kind;
    BpTotal total = {0};

    *totals = NULL;
    *failure = NULL;
    if (!g_variant_is_normal_form(outcome))
        return FALSE;
    g_variant_get(outcome, "(t&sa(sytd))", run, &why, &rows);
    if (*why != '\0') {
        *failure = g_strdup(why);
        return TRUE;
    }
    *totals = g_array_new(FALSE, FALSE, sizeof(BpTotal));
    while (
        g_variant_iter_next(rows, "(&sytd)", &name, &kind, &total.whole, &total.real)) {
        total.name = g_intern_string(name);
        total.kind = kind;
        g_array_append_val(*totals, total);
    }
    return TRUE;
}
