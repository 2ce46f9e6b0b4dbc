/* sweep_work.c - makes one run of a sweep in this process. */
#include "sweep_work.h"

#include <bangpath/run.h>
#include <bangpath/scenario_file.h>
#include <string.h>

/* An outcome is a Head, why the run failed, and for each total an Entry and its name: all of
 * one program, on machines of one kind. GVariant took a fifth of a short run's time. */
typedef struct {
    guint64 run;
    guint32 n_failure; /* bytes */
    guint32 n_totals;
} Head;

typedef struct {
    guint64 whole;
    double real;
    guint32 kind;
    guint32 n_name; /* bytes */
} Entry;

typedef struct {
    const guint8 *at;
    gsize left;
} Reader;

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
    GByteArray *bytes = g_byte_array_sized_new(4096);
    Head head = {
        .run = run,
        .n_failure = failure != NULL ? (guint32)strlen(failure) : 0,
        .n_totals = totals != NULL ? totals->len : 0,
    };

    g_byte_array_append(bytes, (const guint8 *)&head, sizeof head);
    if (failure != NULL)
        g_byte_array_append(bytes, (const guint8 *)failure, head.n_failure);
    for (guint i = 0; i < head.n_totals; i++) {
        const BpTotal *total = &g_array_index(totals, BpTotal, i);
        Entry entry = {
            .whole = total->whole,
            .real = total->real,
            .kind = total->kind,
            .n_name = (guint32)strlen(total->name),
        };

        g_byte_array_append(bytes, (const guint8 *)&entry, sizeof entry);
        g_byte_array_append(bytes, (const guint8 *)total->name, entry.n_name);
    }
    return g_byte_array_free_to_bytes(bytes);
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

static gboolean
take(Reader *reader, void *to, gsize n)
{
    if (n > reader->left)
        return FALSE;
    memcpy(to, reader->at, n);
    reader->at += n;
    reader->left -= n;
    return TRUE;
}

static gboolean
take_total(Reader *reader, BpTotal *total)
{
    char name[256] = "";
    Entry entry;

    if (!take(reader, &entry, sizeof entry) || entry.n_name >= sizeof name ||
        !take(reader, name, entry.n_name) || entry.kind > BP_TOTAL_OBJECT)
        return FALSE;
    *total = (BpTotal){
        .name = g_intern_string(name),
        .kind = entry.kind,
        .whole = entry.whole,
        .real = entry.real,
    };
    return TRUE;
}

gboolean
sweep_work_read(GBytes *bytes, guint64 *run, GArray **totals, char **failure)
{
    g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(BpTotal));
    Reader reader = {.at = g_bytes_get_data(bytes, NULL),
                     .left = g_bytes_get_size(bytes)};
    BpTotal total;
    Head head;

    *totals = NULL;
    *failure = NULL;
    if (!take(&reader, &head, sizeof head) || head.n_failure > reader.left)
        return FALSE;
    *run = head.run;
    if (head.n_failure > 0) {
        *failure = g_strndup((const char *)reader.at, head.n_failure);
        return TRUE;
    }
    for (guint i = 0; i < head.n_totals; i++) {
        if (!take_total(&reader, &total))
            return FALSE;
        g_array_append_val(made, total);
    }
    *totals = g_steal_pointer(&made);
    return TRUE;
}
