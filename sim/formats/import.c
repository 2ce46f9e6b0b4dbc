/* import.c - from files of one or several kinds to one network: reads them, lets each
 * kind's importer work, joins what they made. */
#include "import_private.h"
#include "source.h"

#include <bangpath/plain.h>
#include <bangpath/units.h>
#include <string.h>

const BpImport *
bp_import_find(const char *name)
{
    g_return_val_if_fail(name, NULL);

    for (guint i = 0; bp_imports[i]; i++)
        if (strcmp(bp_imports[i]->name, name) == 0)
            return bp_imports[i];
    return NULL;
}

void
bp_imported_free(BpImported *imported)
{
    if (!imported)
        return;

    bp_network_free(imported->network);
    g_free(imported->comment);
    g_free(imported->notes);
    g_free(imported->summary);
    g_free(imported);
}

/* ---- files ---- */

static void
free_file(gpointer data)
{
    BpImportFile *file = data;

    g_free((char *)(gpointer)file->text);
    g_free(file);
}

/* NULL after a problem. */
static BpImportFile *
load(const char *path, BpProblems *problems)
{
    g_autoptr(GError) error = NULL;
    BpSource source;
    BpImportFile *file;
    GString *text;
    gboolean good;

    if (!bp_source_open(&source, path, FALSE, &error)) {
        bp_problems_add(problems, path, 0, "%s", error->message);
        return NULL;
    }
    text = bp_source_read(&source, BP_IMPORT_FILE_MAX_BYTES);
    good = bp_source_check(&source, path, problems);
    bp_source_close(&source);
    if (good && text->len > BP_IMPORT_FILE_MAX_BYTES) {
        bp_problems_add(problems, path, 0, "is longer than %d MiB: expected a list",
                        BP_IMPORT_FILE_MAX_BYTES / (1024 * 1024));
        good = FALSE;
    }
    if (!good) {
        g_string_free(text, TRUE);
        return NULL;
    }

    file = g_new0(BpImportFile, 1);
    file->path = path;
    file->n_bytes = text->len;
    file->text = g_string_free(text, FALSE);
    return file;
}

/* ---- one kind ---- */

/* What a run of importers makes. */
typedef struct {
    BpImportMade *made; /* owned: as many as there are parts */
    guint n_made;
    GString *title;
    GString *comment;
    GString *summary;
    BpProblems *notes;
    int epoch;
    gboolean joined; /* gateways are named */
} Work;

static void
add_comment(Work *work, const BpImport *import, const GPtrArray *files)
{
    g_string_append_printf(work->comment, "%s:", import->name);
    for (guint i = 0; i < files->len; i++) {
        const BpImportFile *file = g_ptr_array_index(files, i);
        g_autofree char *name = g_path_get_basename(file->path);
        g_autofree char *plain = bp_plain(name);

        g_string_append_printf(work->comment, "%s %s", i > 0 ? "," : "", plain);
    }
    g_string_append_printf(work->comment,
                           "\n  as they say: %s\n  by rule or guessed: %s\n",
                           import->told, import->ruled);
}

/* Who says of himself that he is a gateway: the first few, unless the user knows already. */
static void
tell_gateways(Work *work, const BpImporting *importing)
{
    guint n = importing->gateways->len;

    if (n == 0 || work->joined)
        return;
    g_string_append_printf(work->summary, "%u %s gateways to other networks:", n,
                           n == 1 ? "host says it is one of the"
                                  : "hosts say they are");
    for (guint i = 0; i < MIN(n, 5); i++) {
        guint32 host = g_array_index(importing->gateways, guint32, i);

        g_string_append_printf(work->summary, " %s",
                               bp_network_host(importing->network, host).name);
    }
    g_string_append(work->summary, n > 5 ? " ...\n" : "\n");
}

static void
settle_kind(Work *work, BpImporting *importing, const BpImport *import)
{
    if (importing->n_skipped > 0)
        g_string_append_printf(work->summary, "%u %s skipped\n", importing->n_skipped,
                               importing->n_skipped == 1 ? "line was" : "lines were");
    tell_gateways(work, importing);
    if (importing->title) {
        if (work->title->len > 0)
            g_string_append(work->title, "; ");
        g_string_append(work->title, importing->title);
    }
    work->epoch = MAX(work->epoch, importing->epoch);
    for (guint32 i = 0; i < bp_network_n_nodes(importing->network); i++)
        bp_network_edit(importing->network, i)->networks |= (guint8)import->kind;
}

/* Runs one importer over its files. */
static void
read_part(Work *work, const BpImportPart *part, const BpImportOptions *options,
          BpProblems *problems)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(free_file);
    g_autoptr(GArray) gateways = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autofree BpImportFile *rows = g_new0(BpImportFile, part->paths->len + 1);
    BpImportMade *made = &work->made[work->n_made++];
    BpImporting importing = {.files = rows,
                             .options = *options,
                             .problems = problems,
                             .notes = work->notes,
                             .summary = work->summary,
                             .gateways = gateways};
    guint before = bp_problems_count(problems);

    *made = (BpImportMade){.import = part->import, .network = bp_network_new()};
    importing.network = made->network;
    for (guint i = 0; i < part->paths->len; i++) {
        BpImportFile *file = load(g_ptr_array_index(part->paths, i), problems);

        if (!file)
            continue;
        g_ptr_array_add(files, file);
        rows[importing.n_files++] = *file;
    }
    if (bp_problems_count(problems) > before)
        return;

    part->import->read(&importing);
    if (bp_problems_count(problems) == before && bp_network_n_nodes(made->network) == 0)
        bp_problems_add(problems, importing.files[0].path, 0,
                        "has no hosts that could be imported: expected %s",
                        part->import->help);
    add_comment(work, part->import, files);
    settle_kind(work, &importing, part->import);
    g_free(importing.title);
}

/* ---- all of them ---- */

static gboolean
check_mailboxes(const BpNetwork *network, BpProblems *problems)
{
    guint64 n = bp_network_n_mailboxes(network);

    if (n <= G_MAXUINT32)
        return TRUE;
    bp_problems_add(problems, NULL, 0,
                    "%" G_GUINT64_FORMAT " mailboxes: expected at most %u in all", n,
                    G_MAXUINT32);
    return FALSE;
}

static BpNetwork *
join(const Work *work, const char *const *gateways, BpProblems *problems)
{
    BpNetwork *network =
        bp_import_join(work->made, work->n_made, gateways, work->notes, problems);

    if (!network)
        return NULL;
    if (!check_mailboxes(network, problems)) {
        bp_network_free(network);
        return NULL;
    }
    bp_import_serve(network);
    bp_network_set_title(network, work->title->str, work->epoch);
    bp_network_finish(network);
    return network;
}

static char *
take_notes(const BpProblems *notes)
{
    g_autoptr(GError) error = NULL;

    return g_strdup(bp_problems_to_error(notes, &error) ? "" : error->message);
}

static void
clear_work(Work *work)
{
    for (guint i = 0; i < work->n_made; i++)
        bp_network_free(work->made[i].network);
    g_free(work->made);
    bp_problems_free(work->notes);
    g_string_free(work->title, TRUE);
}

BpImported *
bp_import(const BpImportPart *parts, guint n_parts, const char *const *gateways,
          const BpImportOptions *options, BpProblems *problems)
{
    guint before;
    BpImported *imported;
    Work work = {0};

    g_return_val_if_fail(parts && n_parts > 0 && options && problems, NULL);

    before = bp_problems_count(problems);
    imported = g_new0(BpImported, 1);
    work.made = g_new0(BpImportMade, n_parts);
    work.notes = bp_problems_new();
    work.title = g_string_new(NULL);
    work.comment = g_string_new(
        "Made by 'bangpath import', not by hand. What it was made from:\n");
    work.summary = g_string_new(NULL);
    work.joined = gateways && gateways[0];
    for (guint i = 0; i < n_parts; i++)
        read_part(&work, &parts[i], options, problems);
    if (bp_problems_count(problems) == before)
        imported->network = join(&work, gateways, problems);

    imported->comment = g_string_free(work.comment, FALSE);
    imported->summary = g_string_free(work.summary, FALSE);
    imported->notes = take_notes(work.notes);
    clear_work(&work);
    if (!imported->network)
        g_clear_pointer(&imported, bp_imported_free);
    return imported;
}
