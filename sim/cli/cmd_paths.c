/* cmd_paths.c - bangpath paths: routes to all hosts of a map, as pathalias prints them. */
#include "command.h"

#include <bangpath/map_file.h>
#include <bangpath/map_routes.h>
#include <bangpath/plain.h>
#include <stdio.h>
#include <string.h>

extern const BpCommand bp_command_paths;

typedef struct {
    char *home;
    char **dead;
    char **trace;
    gboolean costs;
    gboolean first_costs;
    gboolean fold;
    gboolean terminal_domains;
    gboolean internet;
    gboolean verbose;
} Options;

static void
clear_options(Options *options)
{
    g_free(options->home);
    g_strfreev(options->dead);
    g_strfreev(options->trace);
}

/* ---- reading ---- */

/* A host, net or link that is looked out for. */
typedef struct {
    guint32 a;
    guint32 b; /* BP_MAP_NONE: all of @a's */
} Watched;

typedef struct {
    const BpMap *map; /* borrowed */
    GArray *watched;  /* owned, of Watched */
} Tracing;

/* `a`, or `a!b`: then @b is that. FALSE with @error if it is neither. */
static gboolean
parse_link(BpMap *map, const char *option, const char *text, Watched *link,
           GError **error)
{
    gsize n = strcspn(text, "!:@%");

    link->b = BP_MAP_NONE;
    if (n == 0 || (text[n] && (!text[n + 1] || strpbrk(text + n + 1, "!:@%")))) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s \"%s\": expected a host, or a link such as a!b", option, text);
        return FALSE;
    }
    link->a = bp_map_node(map, text, n);
    if (text[n])
        link->b = bp_map_node(map, text + n + 1, strlen(text + n + 1));
    return TRUE;
}

static gboolean
declare_dead(BpMap *map, char **dead, GError **error)
{
    for (; dead && *dead; dead++) {
        Watched link;

        if (!parse_link(map, "-d", *dead, &link, error))
            return FALSE;
        if (link.b == BP_MAP_NONE)
            bp_map_dead(map, link.a);
        else
            bp_map_dead_link(map, link.a, link.b);
    }
    return TRUE;
}

static gboolean
watch(BpMap *map, char **trace, GArray *watched, GError **error)
{
    for (; trace && *trace; trace++) {
        Watched link;

        if (!parse_link(map, "-t", *trace, &link, error))
            return FALSE;
        g_array_append_val(watched, link);
    }
    return TRUE;
}

static void
trace(const char *file, int line, guint32 a, char op, guint32 b, gint64 cost,
      gpointer data)
{
    const Tracing *tracing = data;

    for (guint i = 0; i < tracing->watched->len; i++) {
        const Watched *w = &g_array_index(tracing->watched, Watched, i);
        g_autofree char *text = NULL, *plain = NULL;

        if (w->b == BP_MAP_NONE ? a != w->a && b != w->a : a != w->a || b != w->b)
            continue;
        text = g_strdup_printf("%s:%d: %s %c %s(%" G_GINT64_FORMAT ")", file, line,
                               bp_map_name(tracing->map, a), op,
                               bp_map_name(tracing->map, b), cost);
        plain = bp_plain(text);
        g_printerr("%s\n", plain);
        return;
    }
}

static gboolean
read_files(BpMap *map, char **paths, const BpMapListener *listener,
           BpProblems *problems, GError **error)
{
    if (!*paths)
        return bp_map_file_read(map, NULL, listener, problems, error);
    for (; *paths; paths++) {
        const char *path = g_str_equal(*paths, "-") ? NULL : *paths;

        if ((path != NULL && !command_expect_source(
                                 path, "maps, in the language of pathalias", error)) ||
            !bp_map_file_read(map, path, listener, problems, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- what is said besides ---- */

static void
print_problems(const BpProblems *problems)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) lines = NULL;
    guint n = bp_problems_count(problems);

    if (bp_problems_to_error(problems, &error))
        return;
    lines = g_strsplit(error->message, "\n", -1);
    for (char **line = lines; *line; line++) {
        g_autofree char *plain = bp_plain(*line);

        g_printerr("%s\n", plain);
    }
    g_printerr("bangpath paths: %u thing%s in the maps not taken as written\n", n,
               n == 1 ? "" : "s");
}

static void
print_unreached(const BpMap *map, const BpMapRoutes *routes, const char *home)
{
    GString *names = g_string_new(NULL);
    guint n = 0;

    for (guint32 i = 0; i < bp_map_n_nodes(map); i++) {
        g_autofree char *plain = NULL;

        if (bp_map_nodes(map)[i].flags & (BP_MAP_HIDDEN | BP_MAP_NAMELESS) ||
            bp_map_routes_cost(routes, i) != -1)
            continue;
        plain = bp_plain(bp_map_name(map, i));
        g_string_append_printf(names, "  %s\n", plain);
        n++;
    }
    if (n > 0)
        g_printerr("There is no way from %s to %u name%s:\n%s", home, n,
                   n == 1 ? "" : "s", names->str);
    g_string_free(names, TRUE);
}

static void
print_statistics(const BpMap *map, const BpMapRoutes *routes)
{
    g_printerr("%u nodes, %u links; %u nodes reached\n", bp_map_n_nodes(map),
               bp_map_n_links(map), bp_map_routes_n_reached(routes));
    if (bp_map_routes_is_cut(routes))
        g_printerr("Some copies of hosts in <> were left out: there are too many\n");
}

static void
print_routes(BpMapRoutes *routes, BpMapColumns columns)
{
    enum {
        ENOUGH_BYTES = 65536
    };
    GString *lines = g_string_sized_new(ENOUGH_BYTES * 2);
    guint32 n = bp_map_routes_n_reached(routes);

    for (guint32 i = 0; i < n && !ferror(stdout); i++) {
        bp_map_routes_add_line(routes, i, columns, lines);
        if (lines->len < ENOUGH_BYTES && i + 1 < n)
            continue;
        fwrite(lines->str, 1, lines->len, stdout);
        g_string_truncate(lines, 0);
    }
    g_string_free(lines, TRUE);
}

/* ---- the command ---- */

static gboolean
find_routes(const Options *options, char **paths, GError **error)
{
    BpMapStyle style = (options->fold ? BP_MAP_FOLD : 0) |
                       (options->terminal_domains ? BP_MAP_TERMINAL_DOMAINS : 0);
    g_autoptr(BpMap) map = bp_map_new(style);
    g_autoptr(BpMapRoutes) routes = NULL;
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GArray) watched = g_array_new(FALSE, FALSE, sizeof(Watched));
    Tracing tracing = {map, watched};
    const BpMapListener listener = {.trace = trace, .data = &tracing};
    const char *name = options->home ? options->home : g_get_host_name();
    guint32 home = bp_map_node(map, name, strlen(name));

    if (options->internet)
        bp_map_join_internet(map, home);
    if (!declare_dead(map, options->dead, error) ||
        !watch(map, options->trace, watched, error) ||
        !read_files(map, paths, watched->len > 0 ? &listener : NULL, problems, error))
        return FALSE;

    routes = bp_map_routes_new(map, home);
    print_problems(problems);
    print_routes(routes, options->first_costs ? BP_MAP_FIRST_COSTS
                         : options->costs     ? BP_MAP_COSTS
                                              : BP_MAP_NO_COSTS);
    print_unreached(map, routes, name);
    if (options->verbose)
        print_statistics(map, routes);
    return TRUE;
}

static int
run(int argc, char **argv)
{
    Options options = {0};
    g_autoptr(GError) error = NULL;
    const GOptionEntry entries[] = {
        {"costs", 'c', 0, G_OPTION_ARG_NONE, &options.costs,
         "The cost of each way before its name", NULL},
        {"first-costs", 'f', 0, G_OPTION_ARG_NONE, &options.first_costs,
         "The cost of the way to its first relay instead", NULL},
        {"ignore-case", 'i', 0, G_OPTION_ARG_NONE, &options.fold,
         "Names are one whatever their case", NULL},
        {"local", 'l', 0, G_OPTION_ARG_STRING, &options.home,
         "The host where all ways begin (this machine's name)", "HOST"},
        {"dead", 'd', 0, G_OPTION_ARG_STRING_ARRAY, &options.dead,
         "A host or link of last resort: a, or a!b; may be repeated", "LINK"},
        {"terminal-domains", 'D', 0, G_OPTION_ARG_NONE, &options.terminal_domains,
         "Members of domains do not relay", NULL},
        {"internet", 'I', 0, G_OPTION_ARG_NONE, &options.internet,
         "HOST has a DEDICATED link to every name with a dot within", NULL},
        {"trace", 't', 0, G_OPTION_ARG_STRING_ARRAY, &options.trace,
         "Show where a host, net or link is read; may be repeated", "LINK"},
        {"verbose", 'v', 0, G_OPTION_ARG_NONE, &options.verbose,
         "Say how much there was", NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_BAD_USAGE;

    if (command_parse(
            &bp_command_paths, entries,
            "Reads UUCP maps, on standard input if there is no MAP, and prints a line "
            "a "
            "host:\ncost (with -c), name and route, parted by tabs; %s in the route "
            "stands for the user.\nWhat is wrong with the maps is told, and left "
            "out.\n\n"
            "Example:\n"
            "  bangpath paths -c -i -l ihnp4 maps/u.* maps/d.* | sort -k 2 > paths\n\n"
            "Exit status: 0 done, 2 bad usage or a file that cannot be read.",
            &argc, &argv, 0, -1))
        status = find_routes(&options, argv + 1, &error) ? EXIT_DONE
                                                         : command_complain(error);
    clear_options(&options);
    return status;
}

const BpCommand bp_command_paths = {
    .name = "paths",
    .arguments = "[MAP...]",
    .help = "Routes to all hosts of UUCP maps, as pathalias prints them",
    .run = run,
};
