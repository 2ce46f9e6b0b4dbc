/* topology_parse.c - pieces of a topology through cgraph's parser.
 *
 * Each piece becomes a small graph of its own, in which the defaults in force at the
 * end of the piece before are declared. cgraph's callbacks tell of everything in the
 * order of the file. As each statement is handed over alone, the line in hand when one
 * comes is that of the statement. A link mentioned twice in a strict graph is told
 * twice: cgraph would say nothing of the second if it found it the other way round, so
 * pieces are never strict.
 */
#include "topology_private.h"

#include <graphviz/cgraph.h>
#include <string.h>

typedef enum {
    STAGE_HEAD,
    STAGE_TEXT,
    STAGE_TAIL,
    STAGE_END,
} Stage;

typedef struct {
    BpTopology *topology;
    const BpSplit *split;
    const char *head;
    const char *tail;
    Stage stage;
    guint chunk;
    gsize at; /* in the text of the stage */
    GString *message;
    gboolean failed;
    Agsym_t *host_symbol[BP_HOST_N_ATTRIBUTES];
    Agsym_t *link_symbol[BP_LINK_ATTRIBUTES_MAX];
} Parse;

/* cgraph's parser, scanner and error function are global, and the error function is not
 * told whose parse it is about. */
static GMutex parser_lock;
static Parse *parsing;

static gsize
hand_out(Parse *parse, const char *text, gsize end, char *buffer, gsize room)
{
    gsize n = MIN(end - parse->at, room);

    memcpy(buffer, text + parse->at, n);
    parse->at += n;
    return n;
}

static gsize
hand_out_chunk(Parse *parse, char *buffer, gsize room)
{
    const BpSplit *split = parse->split;
    const BpChunk *chunk = &g_array_index(split->chunks, BpChunk, parse->chunk);
    gsize begin = parse->chunk == 0 ? 0 : chunk[-1].end, n;

    if (parse->at == begin) {
        parse->topology->line = chunk->line;
        agreadline(chunk->line);
    }
    n = hand_out(parse, split->text->str, chunk->end, buffer, room);
    if (parse->at == chunk->end)
        parse->chunk++;
    return n;
}

/* The scanner asks when it has used up what it has: never for two chunks at once. */
static int
read_piece(void *channel, char *buffer, int size)
{
    Parse *parse = channel;
    gsize room = (gsize)size, n = 0;

    while (n == 0 && parse->stage != STAGE_END) {
        const char *ends = parse->stage == STAGE_HEAD ? parse->head : parse->tail;

        if (parse->stage == STAGE_TEXT)
            n = parse->chunk < parse->split->chunks->len
                    ? hand_out_chunk(parse, buffer, room)
                    : 0;
        else
            n = hand_out(parse, ends, strlen(ends), buffer, room);
        if (n == 0) {
            parse->stage++;
            parse->at = 0;
        }
    }
    return (int)n;
}

/* Cuts ` in line N` out of @message. Returns: N, or 0. */
static int
take_line(GString *message)
{
    static const char words[] = " in line ";
    char *at = strstr(message->str, words), *end;
    guint64 line;

    if (!at)
        return 0;
    line = g_ascii_strtoull(at + strlen(words), &end, 10);
    g_string_erase(message, at - message->str, end - at);
    return line > G_MAXINT ? 0 : (int)line;
}

static void
flush_message(Parse *parse)
{
    BpTopology *topology = parse->topology;
    GString *message = parse->message;
    const char *text;
    g_autofree char *valid = NULL;
    int line = take_line(message);

    text = message->str;
    if (g_str_has_prefix(text, "Error: "))
        text += strlen("Error: ");
    if (g_str_has_prefix(text, "Warning: "))
        text += strlen("Warning: ");
    valid = g_utf8_make_valid(text, (gssize)MIN(strlen(text), 200));
    g_strdelimit(g_strstrip(valid), "\r\n", ' ');
    bp_topology_problem(topology, BP_NONE, line > 0 ? line : topology->line, "%s",
                        valid);
    g_string_truncate(message, 0);
}

/* Comes several times for one message: its level, a colon, its text. After a syntax
 * error nothing that it says helps. */
static int
take_message(char *text)
{
    Parse *parse = parsing;

    if (!parse || parse->failed)
        return 0;
    g_string_append(parse->message, text);
    if (g_str_has_suffix(text, "\n")) {
        parse->failed = g_str_has_prefix(parse->message->str, "Error");
        flush_message(parse);
    }
    return 0;
}

static BpTopologyPart
part_of(int kind)
{
    switch (kind) {
    case AGRAPH:
        return BP_TOPOLOGY_GRAPH;
    case AGNODE:
        return BP_TOPOLOGY_HOST;
    default:
        return BP_TOPOLOGY_LINK;
    }
}

static void
set_graph(Parse *parse, gboolean whole, int attribute, const char *value)
{
    BpTopology *topology = parse->topology;

    if (whole)
        bp_topology_graph_set(topology, (guint)attribute, value);
    else if (attribute != BP_GRAPH_LABEL)
        bp_topology_problem(
            topology, BP_NONE, topology->line,
            "%s = \"%s\": expected in the whole graph, not in a subgraph",
            bp_topology_params(BP_TOPOLOGY_GRAPH)[attribute].name, value);
}

/* An attribute of a graph, or a default of nodes or edges; also when a name is first
 * met, with an empty value. */
static void
graph_changed(Agraph_t *graph, Agobj_t *object, void *data, Agsym_t *symbol)
{
    Parse *parse = data;
    BpTopology *topology = parse->topology;
    BpTopologyPart part = part_of(symbol->kind);
    int attribute = bp_topology_attribute(topology, part, symbol->name);

    (void)graph;
    if (attribute >= 0 && part == BP_TOPOLOGY_HOST)
        parse->host_symbol[attribute] = symbol;
    if (attribute >= 0 && part == BP_TOPOLOGY_LINK)
        parse->link_symbol[attribute] = symbol;
    if (!*symbol->defval || attribute == -1)
        return;
    if (attribute < 0)
        bp_topology_unknown(topology, part, symbol->name, NULL);
    else if (part == BP_TOPOLOGY_GRAPH)
        set_graph(parse, agroot(object) == (Agraph_t *)object, attribute,
                  symbol->defval);
    else
        bp_topology_default_set(topology, part, (guint)attribute, symbol->defval);
}

static void
node_made(Agraph_t *graph, Agobj_t *object, void *data)
{
    Parse *parse = data;
    const char *defaults[BP_HOST_N_ATTRIBUTES] = {NULL};

    (void)graph;
    for (guint i = 0; i < BP_HOST_N_ATTRIBUTES; i++)
        if (parse->host_symbol[i])
            defaults[i] = agxget(object, parse->host_symbol[i]);
    bp_topology_host_made(parse->topology, agnameof(object), defaults);
}

static void
node_changed(Agraph_t *graph, Agobj_t *object, void *data, Agsym_t *symbol)
{
    Parse *parse = data;
    BpTopology *topology = parse->topology;
    int attribute = bp_topology_attribute(topology, BP_TOPOLOGY_HOST, symbol->name);

    (void)graph;
    if (attribute == -2)
        bp_topology_unknown(topology, BP_TOPOLOGY_HOST, symbol->name, agnameof(object));
    if (attribute >= 0)
        bp_topology_host_set(topology, agnameof(object), (guint)attribute,
                             agxget(object, symbol));
}

static void
edge_made(Agraph_t *graph, Agobj_t *object, void *data)
{
    Parse *parse = data;
    BpTopology *topology = parse->topology;
    Agedge_t *edge = (Agedge_t *)(void *)object;
    const char *defaults[BP_LINK_ATTRIBUTES_MAX] = {NULL};

    (void)graph;
    for (guint i = 0; i < topology->n_link_attributes; i++)
        if (parse->link_symbol[i])
            defaults[i] = agxget(object, parse->link_symbol[i]);
    bp_topology_link_made(topology, agnameof(agtail(edge)), agnameof(aghead(edge)),
                          defaults);
    if (agnameof(edge)) /* two edges with one key are one to cgraph, without a word */
        bp_topology_unknown(topology, BP_TOPOLOGY_LINK, "key", NULL);
}

static void
edge_changed(Agraph_t *graph, Agobj_t *object, void *data, Agsym_t *symbol)
{
    Parse *parse = data;
    BpTopology *topology = parse->topology;
    int attribute = bp_topology_attribute(topology, BP_TOPOLOGY_LINK, symbol->name);

    (void)graph;
    if (attribute == -2)
        bp_topology_unknown(topology, BP_TOPOLOGY_LINK, symbol->name, NULL);
    if (attribute >= 0)
        bp_topology_link_set(topology, (guint)attribute, agxget(object, symbol));
}

static Agcbdisc_t callbacks = {
    .graph = {.mod = graph_changed},
    .node = {.ins = node_made, .mod = node_changed},
    .edge = {.ins = edge_made, .mod = edge_changed},
};

static Agsym_t *
declare(Agraph_t *graph, int kind, const char *name, const char *value)
{
    return agattr(graph, kind, (char *)(gpointer)name, (char *)(gpointer)value);
}

static Agraph_t *
open_piece(Parse *parse, Agdisc_t *discipline)
{
    BpTopology *topology = parse->topology;
    char no_name[] = "";
    Agraph_t *graph = agopen(no_name, Agundirected, discipline);

    for (guint i = 0; i < BP_HOST_N_ATTRIBUTES; i++)
        if (topology->host_default[i])
            parse->host_symbol[i] =
                declare(graph, AGNODE, bp_topology_params(BP_TOPOLOGY_HOST)[i].name,
                        topology->host_default[i]);
    for (guint i = 0; i < topology->n_link_attributes; i++)
        if (topology->link_default[i])
            parse->link_symbol[i] =
                declare(graph, AGEDGE, bp_topology_params(BP_TOPOLOGY_LINK)[i].name,
                        topology->link_default[i]);
    agpushdisc(graph, &callbacks, parse);
    return graph;
}

/* The defaults in force go on to the next piece. */
static void
close_piece(Parse *parse, Agraph_t *graph)
{
    static const int kinds[] = {AGRAPH, AGNODE, AGEDGE};
    BpTopology *topology = parse->topology;

    bp_topology_link_done(topology);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        BpTopologyPart part = part_of(kinds[i]);
        char **defaults = part == BP_TOPOLOGY_HOST   ? topology->host_default
                          : part == BP_TOPOLOGY_LINK ? topology->link_default
                                                     : NULL;
        Agsym_t *symbol = NULL;

        while ((symbol = agnxtattr(graph, kinds[i], symbol)) != NULL) {
            int attribute = bp_topology_attribute(topology, part, symbol->name);

            if (attribute == -2)
                bp_topology_unknown(topology, part, symbol->name, NULL);
            if (attribute < 0 || !defaults)
                continue;
            g_free(defaults[attribute]);
            defaults[attribute] = *symbol->defval ? g_strdup(symbol->defval) : NULL;
        }
    }
    agclose(graph);
}

/* Runs the parser over @parse's text. Returns: (nullable): the graph; NULL after a
 * syntax error, in which case @graph is closed. */
static Agraph_t *
run(Parse *parse, Agraph_t *graph, Agdisc_t *discipline)
{
    Agraph_t *result;

    parsing = parse;
    agreadline(1);
    agsetfile(NULL);
    result = agconcat(graph, parse, discipline);
    parsing = NULL;
    if (parse->message->len > 0)
        flush_message(parse);
    if (!result && !parse->failed) {
        bp_topology_problem(parse->topology, BP_NONE, parse->topology->line,
                            "cannot be parsed");
        parse->failed = TRUE;
    }
    return result;
}

/* `strict graph "name" {` as it stands, and a brace of ours. */
static gboolean
parse_header(BpTopology *topology, BpSplit *split, Agdisc_t *discipline,
             GString *message)
{
    Parse parse = {.topology = topology,
                   .split = split,
                   .head = "",
                   .tail = "}",
                   .message = message};
    Agraph_t *graph;

    if (!bp_split_header(split))
        return FALSE;
    graph = run(&parse, NULL, discipline);
    if (!graph)
        return FALSE;
    topology->strict = agisstrict(graph) != 0;
    if (agisdirected(graph))
        bp_topology_problem(topology, BP_NONE, topology->line,
                            "a directed graph: expected graph and --, as links go both "
                            "ways");
    parse.failed = parse.failed || agisdirected(graph);
    agclose(graph);
    return !parse.failed;
}

static gboolean
parse_pieces(BpTopology *topology, BpSplit *split, Agdisc_t *discipline,
             GString *message)
{
    if (!parse_header(topology, split, discipline, message))
        return FALSE;

    while (bp_split_next(split)) {
        Parse parse = {.topology = topology,
                       .split = split,
                       .head = "graph{",
                       .tail = "}",
                       .message = message};
        Agraph_t *graph;

        if (split->chunks->len == 0)
            return TRUE;
        graph = run(&parse, open_piece(&parse, discipline), discipline);
        if (graph)
            close_piece(&parse, graph);
        if (parse.failed)
            return FALSE;
    }
    return FALSE;
}

gboolean
bp_topology_parse(BpTopology *topology, BpSplit *split)
{
    Agiodisc_t input = {.afread = read_piece};
    Agdisc_t discipline = {&AgMemDisc, &AgIdDisc, &input};
    GString *message = g_string_new(NULL);
    agusererrf old_function;
    agerrlevel_t old_level;
    gboolean good;

    g_mutex_lock(&parser_lock);
    old_function = agseterrf(take_message);
    old_level = agseterr(AGWARN);
    good = parse_pieces(topology, split, &discipline, message);
    agseterr(old_level);
    agseterrf(old_function);
    agreseterrors();
    g_mutex_unlock(&parser_lock);
    g_string_free(message, TRUE);
    return good;
}
