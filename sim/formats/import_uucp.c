/* import_uucp.c - the maps of the UUCP Mapping Project. */
#include <bangpath/import.h>

#include <bangpath/map_network.h>

static void
sum_up(const BpImporting *importing, const BpMapTally *tally, guint n_odd)
{
    guint32 n_links = bp_network_n_links(importing->network), n_modems = 0;

    for (guint32 i = 0; i < n_links; i++) {
        BpLink link = bp_network_link(importing->network, i);

        n_modems += bp_network_line(importing->network, link.line)->setup_us > 0;
    }
    g_string_append_printf(
        importing->summary,
        "uucp: %u %s; %u links, %u of them calls; %u declared DEAD, which are left "
        "out\n",
        importing->n_files, importing->n_files == 1 ? "map" : "maps", n_links, n_modems,
        tally->n_dead);
    if (n_odd > 0)
        g_string_append_printf(importing->summary, "uucp: %u %s not taken as written\n",
                               n_odd, n_odd == 1 ? "line was" : "lines were");
}

static void
set_title(BpImporting *importing)
{
    importing->epoch = importing->options.year;
    importing->title = importing->epoch > 0
                           ? g_strdup_printf("UUCP, %d", importing->epoch)
                           : g_strdup("UUCP");
}

static void
read_files(BpImporting *importing)
{
    g_autoptr(BpMap) map = bp_map_new(BP_MAP_FOLD);
    g_autoptr(BpMapSites) sites = bp_map_sites_new();
    const BpMapListener listener = {
        .entry = bp_map_sites_note, .trace = bp_map_sites_note_links, .data = sites};
    guint before = bp_problems_count(importing->notes);
    BpMapTally tally;

    for (guint i = 0; i < importing->n_files; i++) {
        const BpImportFile *file = &importing->files[i];

        bp_map_text_read(map, file->text, file->n_bytes, file->path, &listener,
                         importing->notes);
    }
    bp_map_fill_network(map, sites, &importing->options, importing->network, &tally);
    sum_up(importing, &tally, bp_problems_count(importing->notes) - before);
    set_title(importing);
}

const BpImport bp_import_uucp = {
    .name = "uucp",
    .kind = BP_NET_UUCP,
    .help = "maps of the UUCP Mapping Project, in the language of pathalias",
    .told = "sites, who calls whom at which cost, most places, organisations, machines",
    .ruled = "lines and hours follow from the words of the costs; other places by the "
             "map's region; mailboxes, lines guessed",
    .read = read_files,
};
