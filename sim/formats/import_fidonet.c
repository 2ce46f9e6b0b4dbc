/* import_fidonet.c - FidoNet's nodelists. */
#include "fidonet.h"

/* The first line's `Friday, December 27, 1996`, or the flat list's `08 Feb 85`. */
static void
read_date(BpImporting *importing, const BpImportFile *file)
{
    static const char *const patterns[] = {
        "\\b([A-Z][a-z]+ +\\d{1,2},) +((?:19|20)\\d\\d)\\b",
        "\\b(\\d{1,2} [A-Z][a-z]{2}) (\\d\\d)\\b"};
    gsize n = MIN(file->n_bytes, 512);
    g_autofree char *head = bp_import_text(file->text, n);

    for (guint i = 0; i < G_N_ELEMENTS(patterns); i++) {
        g_autoptr(GRegex) regex = g_regex_new(patterns[i], 0, 0, NULL);
        g_autoptr(GMatchInfo) match = NULL;
        g_autofree char *date = NULL;
        g_autofree char *digits = NULL;
        int year;

        if (!g_regex_match(regex, head, 0, &match))
            continue;
        date = g_match_info_fetch(match, 1);
        digits = g_match_info_fetch(match, 2);
        year = (int)g_ascii_strtoll(digits, NULL, 10);
        year += year >= 100 ? 0 : year >= 70 ? 1900 : 2000;
        g_free(importing->title);
        importing->title =
            g_strdup_printf("FidoNet, %s %d", date + (date[0] == '0'), year);
        importing->epoch = year <= 2010 ? year : 0;
        return;
    }
}

/* Lists, those that differences made among them. */
static void
free_made(gpointer data)
{
    BpImportFile *file = data;

    g_free((char *)(gpointer)file->text);
    g_free(file);
}

/* The lists to be read, in their order; FALSE after a problem. */
static gboolean
gather(BpImporting *importing, GArray *lists, GPtrArray *made)
{
    for (guint i = 0; i < importing->n_files; i++) {
        const BpImportFile *file = &importing->files[i];
        BpImportFile *last;
        GString *text;

        if (!bp_fidonet_is_diff(file)) {
            bp_fidonet_check_crc(importing, file);
            g_array_append_val(lists, *file);
            continue;
        }
        if (lists->len == 0) {
            bp_problems_add(importing->problems, file->path, 1,
                            "is a difference (NODEDIFF): expected after the list that "
                            "it changes");
            return FALSE;
        }
        last = &g_array_index(lists, BpImportFile, lists->len - 1);
        text = bp_fidonet_apply_diff(importing, last, file);
        if (!text)
            return FALSE;
        last->path = file->path;
        last->n_bytes = text->len;
        last->text = g_string_free(text, FALSE);
        g_ptr_array_add(made, g_memdup2(last, sizeof *last));
        bp_fidonet_check_crc(importing, last);
    }
    return TRUE;
}

static void
sum_up(const BpFidonetList *list)
{
    GString *summary = list->importing->summary;

    g_string_append_printf(
        summary,
        "fidonet: %u entries: %u zones, %u regions, %u nets, %u hubs, "
        "%u Pvt, %u Hold; %u Down, which are left out\n",
        list->n_lines, list->n_zones, list->n_regions, list->n_hosts, list->n_hubs,
        list->n_pvt, list->n_hold, list->n_down);
}

static void
read_files(BpImporting *importing)
{
    g_autoptr(GArray) lists = g_array_new(FALSE, FALSE, sizeof(BpImportFile));
    g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func(free_made);
    BpFidonetList list = {.importing = importing};

    if (!gather(importing, lists, made))
        return;

    list.entries = g_array_new(FALSE, FALSE, sizeof(BpFidonetEntry));
    for (guint i = 0; i < lists->len; i++) {
        const BpImportFile *file = &g_array_index(lists, BpImportFile, i);

        read_date(importing, file);
        if (bp_fidonet_is_flat(file))
            bp_fidonet_read_flat(&list, file);
        else
            bp_fidonet_read_list(&list, file);
    }
    bp_fidonet_join(&list);
    sum_up(&list);
    g_array_unref(list.entries);
}

const BpImport bp_import_fidonet = {
    .name = "fidonet",
    .kind = BP_NET_FIDONET,
    .help = "a nodelist (FTS-5000, or the flat one of 1985), maybe NODEDIFFs after it",
    .told = "nodes, who hangs on whom, modems, hours, prices if given; places by "
            "telephone code",
    .ruled = "links follow from the rules of routing; mailboxes, lines, other prices "
             "guessed",
    .read = read_files,
};
