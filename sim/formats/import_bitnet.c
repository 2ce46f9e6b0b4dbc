/* import_bitnet.c - BITNET's tables of nodes, routes and lines. */
#include "bitnet.h"

static void
set_title(BpBitnet *bitnet)
{
    BpImporting *importing = bitnet->importing;
    int year = importing->options.year > 0 ? importing->options.year : bitnet->newest;

    importing->epoch = year >= 1970 && year <= 2010 ? year : 0;
    importing->title = importing->epoch > 0
                           ? g_strdup_printf("BITNET, %d", importing->epoch)
                           : g_strdup("BITNET");
}

static void
clear_node(gpointer data)
{
    BpBitnetNode *node = data;

    g_free(node->name);
    g_free(node->country);
    g_free(node->reference);
}

/* A file is of the kind that its first lines are like. */
static void
read_file(BpBitnet *bitnet, const BpImportFile *file)
{
    if (bp_bitnet_is_nodes(file))
        bp_bitnet_read_nodes(bitnet, file);
    else if (bp_bitnet_is_routes(file))
        bp_bitnet_read_routes(bitnet, file);
    else
        bp_bitnet_read_csv(bitnet, file);
}

static void
read_files(BpImporting *importing)
{
    BpBitnet bitnet = {.importing = importing};

    bitnet.nodes = g_array_new(FALSE, TRUE, sizeof(BpBitnetNode));
    g_array_set_clear_func(bitnet.nodes, clear_node);
    bitnet.names = g_hash_table_new(g_str_hash, g_str_equal);
    bitnet.places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    bitnet.orgs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    bitnet.lines = g_array_new(FALSE, TRUE, sizeof(BpBitnetLine));
    bitnet.routes = g_array_new(FALSE, TRUE, sizeof(BpBitnetRoute));
    for (guint i = 0; i < importing->n_files; i++)
        read_file(&bitnet, &importing->files[i]);
    bp_bitnet_join(&bitnet);
    set_title(&bitnet);
    g_hash_table_unref(bitnet.names);
    g_hash_table_unref(bitnet.places);
    g_hash_table_unref(bitnet.orgs);
    g_array_unref(bitnet.nodes);
    g_array_unref(bitnet.lines);
    g_array_unref(bitnet.routes);
}

const BpImport bp_import_bitnet = {
    .name = "bitnet",
    .kind = BP_NET_BITNET,
    .help = "NODES files, RSCS routing tables, CSV of lines (node_a,node_b,speed_bps) "
            "and of sites (node,lat,lon)",
    .told = "nodes, lines and their speeds, organisations, places",
    .ruled = "costs are RSCS's resistances, tenfold; mailboxes are guesses",
    .read = read_files,
};
