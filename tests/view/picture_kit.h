/* picture_kit.h - small networks to be drawn, and what an SVG shows of them. */
#ifndef BP_TEST_PICTURE_KIT_H
#define BP_TEST_PICTURE_KIT_H

#include <bangpath/picture.h>
#include <string.h>

static const char *const relay_names[] = {"blacklist", "open", "closed",
                                          "closed-by-sender"};

typedef struct {
    int hosts, reached, nets, links, access, labels;
    GString *words;    /* owned: all texts, a line each */
    GString *tooltips; /* owned: the same of tooltips */
} Seen;

static inline void
count_class(Seen *seen, const char *class)
{
    seen->hosts += g_str_has_prefix(class, "node host");
    seen->reached += g_str_has_prefix(class, "node host") && strstr(class, " reached");
    seen->nets += strcmp(class, "node net") == 0;
    seen->labels += strcmp(class, "node label") == 0;
    seen->links += strcmp(class, "edge link") == 0;
    seen->access += strcmp(class, "edge access") == 0;
}

static inline void
see_start(GMarkupParseContext *context, const char *element, const char **names,
          const char **values, gpointer data, GError **error)
{
    Seen *seen = data;

    (void)context;
    (void)error;
    for (guint i = 0; names[i] != NULL; i++) {
        if (strcmp(element, "g") == 0 && strcmp(names[i], "class") == 0)
            count_class(seen, values[i]);
        if (strcmp(names[i], "xlink:title") == 0)
            g_string_append_printf(seen->tooltips, "%s\n", values[i]);
    }
}

static inline void
see_text(GMarkupParseContext *context, const char *text, gsize length, gpointer data,
         GError **error)
{
    Seen *seen = data;

    (void)error;
    if (strcmp(g_markup_parse_context_get_element(context), "text") != 0)
        return;
    g_string_append_len(seen->words, text, (gssize)length);
    g_string_append_c(seen->words, '\n');
}

static inline void
look_at(Seen *seen, GBytes *svg)
{
    const GMarkupParser parser = {.start_element = see_start, .text = see_text};
    GMarkupParseContext *context;
    GError *error = NULL;
    gsize length;
    const char *text = g_bytes_get_data(svg, &length);

    *seen = (Seen){.words = g_string_new("\n"), .tooltips = g_string_new("\n")};
    context = g_markup_parse_context_new(&parser, 0, seen, NULL);
    g_markup_parse_context_parse(context, text, (gssize)length, &error);
    g_assert_no_error(error);
    g_markup_parse_context_end_parse(context, &error);
    g_assert_no_error(error);
    g_markup_parse_context_free(context);
}

static inline void
seen_clear(Seen *seen)
{
    g_string_free(seen->words, TRUE);
    g_string_free(seen->tooltips, TRUE);
}

/* Whether @text is a whole line of @lines. */
static inline gboolean
has_line(const GString *lines, const char *text)
{
    g_autofree char *line = g_strdup_printf("\n%s\n", text);

    if (strstr(lines->str, line) == NULL)
        g_test_message("no line \"%s\"", text);
    return strstr(lines->str, line) != NULL;
}

static inline GBytes *
render(const BpPicture *picture, const char *format, const char *layout)
{
    const BpPictureOptions options = {.format = format, .layout = layout};
    GError *error = NULL;
    GBytes *bytes = bp_picture_render(picture, &options, &error);

    g_assert_no_error(error);
    g_assert_nonnull(bytes);
    return bytes;
}

static inline void
add_host(BpNetwork *network, const char *name, guint relay, guint32 mailboxes)
{
    BpHost *host = bp_network_edit(network, bp_network_node(network, name, NULL));

    host->relay = (guint8)relay;
    host->mailboxes = mailboxes;
}

static inline void
add_link(BpNetwork *network, const char *a, const char *b, const char *profile,
         BpScheduleKind kind)
{
    BpLine line =
        bp_line_from_profile(bp_line_profile_find(profile), bp_protocol_find("plain"));

    line.schedule.kind = (gint32)kind;
    bp_network_add_link(network, bp_network_node(network, a, NULL),
                        bp_network_node(network, b, NULL),
                        bp_network_add_line(network, &line), 100, 100);
}

/* Four hosts, three of them on a net. */
static inline BpNetwork *
small_network(void)
{
    BpNetwork *network = bp_network_new();

    bp_network_set_title(network, "A small network", 1996);
    add_host(network, "alpha", 1, 10);
    bp_network_edit(network, bp_network_node(network, "alpha", NULL))->lat = 40;
    bp_network_edit(network, bp_network_node(network, "alpha", NULL))->lon = -75;
    add_host(network, "beta", 2, 200);
    add_host(network, "gamma", 3, 40);
    add_host(network, "delta", 1, 90);
    bp_network_set_org(network, bp_network_node(network, "beta", NULL), "Beta & Sons");
    bp_network_edit(network, bp_network_node(network, "internet", NULL))->is_net = TRUE;
    add_link(network, "alpha", "beta", "v34", BP_SCHEDULE_DEMAND);
    add_link(network, "beta", "internet", "t1", BP_SCHEDULE_PERMANENT);
    add_link(network, "gamma", "internet", "t1", BP_SCHEDULE_PERMANENT);
    add_link(network, "delta", "internet", "t1", BP_SCHEDULE_PERMANENT);
    bp_network_finish(network);
    return network;
}

static inline BpPicture *
small_picture(void)
{
    g_autoptr(BpNetwork) network = small_network();

    return bp_picture_from_network(network, relay_names);
}

/* @n hosts, each linked to one before it, always the same. */
static inline BpPicture *
tree_picture(guint n)
{
    BpPicture *picture = bp_picture_new();

    picture->title = g_strdup("A tree");
    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("host%u", i);
        const BpPictureNode node = {.name = name, .mailboxes = 1 + i * 37 % 101};
        const BpPictureLink link = {.a = i, .b = i / 3, .bps = 1200};

        bp_picture_add_node(picture, &node);
        if (i > 0)
            bp_picture_add_link(picture, &link);
    }
    return picture;
}

#endif
