/* graphviz.c - what keeps Graphviz's globals in one place.
 *
 * Graphviz has one error handler for the process, which is handed no pointer; and its pango
 * plugin (2.43) remembers, in a static of its own, the name of a font that goes with the
 * context: a second context would have it read freed memory. So the message, the lock and
 * one context for the life of the process are file statics, and nothing else is.
 */
#include "graphviz.h"

#include <bangpath/error.h>
#include <string.h>
#include <sys/resource.h>

#define MAX_MESSAGE 2000 /* its first lines say what matters */

static GMutex turn;
static GVC_t *context;         /* owned: made when first wanted */
static GString *said;          /* owned; while it is someone's turn */
static agusererrf said_before; /* borrowed */

static int
listen(char *text)
{
    if (said->len < MAX_MESSAGE)
        g_string_append(said, text);
    return 0;
}

GVC_t *
graphviz_begin(void)
{
    g_mutex_lock(&turn);
    said = g_string_new(NULL);
    said_before = agseterrf(listen);
    if (context == NULL)
        context = gvContext();
    return context;
}

void
graphviz_end(void)
{
    agseterrf(said_before);
    g_string_free(g_steal_pointer(&said), TRUE);
    g_mutex_unlock(&turn);
}

static void
fail(const char *what, GError **error)
{
    g_autofree char *text = g_utf8_make_valid(said->str, (gssize)said->len);

    g_strstrip(text);
    g_strdelimit(text, "\n", ' ');
    g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT, "%s: %s", what,
                text[0] != '\0' ? text : "Graphviz does not say why");
}

/* A picture without one of Graphviz's libraries is drawn all the same, by guesses: how wide
 * letters are, say. Where memory is limited, that is why it was not loaded. */
static gboolean
find_room(GError **error)
{
    struct rlimit limit;

    if (strstr(said->str, "Could not load") == NULL ||
        getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return TRUE;
    g_set_error(error, BP_ERROR, BP_ERROR_LIMIT,
                "there is no room for Graphviz's libraries under a limit of "
                "%" G_GUINT64_FORMAT
                " KiB (ulimit -v): expected more memory, such as 100000",
                (guint64)limit.rlim_cur / 1024);
    return FALSE;
}

gboolean
graphviz_check(gboolean done, const char *what, GError **error)
{
    if (!find_room(error))
        return FALSE;
    if (!done)
        fail(what, error);
    return done;
}

/* cgraph's interface takes no const, and changes no text that it is handed. */
void
graphviz_set(void *object, const char *name, const char *value)
{
    const int result = agset(object, (char *)name, (char *)value);

    g_assert(result == 0); /* or the attribute has no default */
}

void
graphviz_setf(void *object, const char *name, const char *format, ...)
{
    char value[256];
    va_list args;

    va_start(args, format);
    g_vsnprintf(value, sizeof value, format, args);
    va_end(args);
    graphviz_set(object, name, value);
}

void
graphviz_default(Agraph_t *graph, int kind, const char *name, const char *value)
{
    agattr(graph, kind, (char *)name, (char *)value);
}

Agnode_t *
graphviz_node(Agraph_t *graph, const char *name)
{
    return agnode(graph, (char *)name, 1);
}

Agedge_t *
graphviz_edge(Agraph_t *graph, Agnode_t *tail, Agnode_t *head)
{
    return agedge(graph, tail, head, NULL, 1);
}
