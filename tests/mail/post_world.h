/* post_world.h - a few hosts and a post, by hand: mail is written in one line, and all
 * that happens is a text.
 *
 * Lines carry 10,000 bps and have no latency unless a test says so: 1,000 bytes of a
 * plain line take 1 s, and an SMTP envelope of n recipients (250 + 40 n) ms. Hosts on a net send
 * one letter after the other.
 */
#ifndef BP_TEST_POST_WORLD_H
#define BP_TEST_POST_WORLD_H

#include "../protocol/terse_smtp.h"
#include <bangpath/policy.h>
#include <bangpath/post.h>
#include <bangpath/units.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    BpNetwork *network;
    BpQueue *queue;
    BpRoutes *routes;
    BpPaths *paths;
    BpPost *post;
    BpPostSetup setup; /* may be changed before post_begin() */
    GString *log;
} PostWorld;

static inline const char *
post_name(const PostWorld *w, guint32 host)
{
    return host == BP_NONE ? "-" : bp_network_host(w->network, host).name;
}

static inline void
post_log_time(const PostWorld *w)
{
    gint64 us = bp_queue_now_us(w->queue);

    g_string_append_printf(w->log, "%" G_GINT64_FORMAT ".%06d ", us / BP_SECOND_US,
                           (int)(us % BP_SECOND_US));
}

static inline void
post_log_hop(gpointer data, const BpMessageInfo *message, guint32 channel, guint32 from,
             guint32 to, guint n_recipients, guint64 bytes)
{
    PostWorld *w = data;

    (void)channel, (void)bytes;
    post_log_time(w);
    g_string_append_printf(w->log, "%s>%s %s %u\n", post_name(w, from),
                           post_name(w, to), bp_kind_name(message->kind), n_recipients);
}

static inline void
post_log_ended(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 host,
               BpState state, BpReason reason)
{
    PostWorld *w = data;

    post_log_time(w);
    g_string_append_printf(w->log, "%s %s for %u@%s %s", post_name(w, host),
                           bp_kind_name(message->kind), to.user, post_name(w, to.host),
                           bp_state_name(state));
    if (reason != BP_REASON_NONE)
        g_string_append_printf(w->log, " %s", bp_reason_name(reason));
    g_string_append_c(w->log, '\n');
}

static inline void
post_log_refused(gpointer data, const BpMessageInfo *message, guint32 peer,
                 guint32 host, BpReason reason, guint n_recipients)
{
    PostWorld *w = data;

    post_log_time(w);
    g_string_append_printf(w->log, "%s tells %s %s %s %u\n", post_name(w, host),
                           post_name(w, peer), bp_kind_name(message->kind),
                           bp_reason_name(reason), n_recipients);
}

static const BpObserver post_observer = {
    .hop = post_log_hop,
    .ended = post_log_ended,
    .refused = post_log_refused,
};

static inline PostWorld *
post_world_new(void)
{
    PostWorld *w = g_new0(PostWorld, 1);

    w->network = bp_network_new();
    w->queue = bp_queue_new();
    w->log = g_string_new(NULL);
    w->setup.seed = 1;
    w->setup.trace_ppm = BP_PPM;
    w->setup.title = "a test";
    return w;
}

static inline void
post_world_free(PostWorld *w)
{
    bp_post_free(w->post);
    bp_routes_free(w->routes);
    bp_paths_free(w->paths);
    bp_queue_free(w->queue);
    bp_network_free(w->network);
    g_string_free(w->log, TRUE);
    g_free(w);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PostWorld, post_world_free)

/* ---- the network ---- */

/* A host with ten mailboxes. */
static inline guint32
post_host(PostWorld *w, const char *name, const char *relay)
{
    guint32 host = bp_network_node(w->network, name, NULL);
    BpHost *edit = bp_network_edit(w->network, host);

    edit->mailboxes = 10;
    edit->relay = (guint8)bp_policy_index(bp_policy_find(relay));
    bp_network_set_connections(w->network, host, 1, BP_CONNECTIONS_IN);
    return host;
}

static inline guint32
post_net(PostWorld *w, const char *name)
{
    guint32 net = bp_network_node(w->network, name, NULL);

    bp_network_edit(w->network, net)->is_net = TRUE;
    return net;
}

static inline BpLine
post_line(const char *protocol, gint64 bps)
{
    BpLine line = bp_line_from_profile(bp_line_profile_find("lan"),
                                       terse_protocol_find(protocol));

    line.view = (BpLineView){.bps = bps};
    return line;
}

static inline guint32
post_link_costs(PostWorld *w, guint32 a, guint32 b, const char *protocol, gint64 bps,
                gint32 cost_ab, gint32 cost_ba)
{
    BpLine line = post_line(protocol, bps);

    return bp_network_add_link(w->network, a, b, bp_network_add_line(w->network, &line),
                               cost_ab, cost_ba);
}

static inline guint32
post_link(PostWorld *w, guint32 a, guint32 b, const char *protocol)
{
    return post_link_costs(w, a, b, protocol, 10000, 100, 100);
}

/* Hosts "a", "b", ... of @names joined to a net called "net". */
static inline void
post_on_net(PostWorld *w, const char *names, const char *protocol)
{
    guint32 net = post_net(w, "net");

    for (; *names != '\0'; names++) {
        const char name[2] = {*names, '\0'};

        post_link(w, post_host(w, name, "open"), net, protocol);
    }
}

static inline BpHost *
post_edit(PostWorld *w, const char *name)
{
    return bp_network_edit(w->network, bp_network_find(w->network, name));
}

static inline void
post_set_relay(PostWorld *w, const char *name, const char *relay)
{
    post_edit(w, name)->relay = (guint8)bp_policy_index(bp_policy_find(relay));
}

static inline void
post_begin(PostWorld *w)
{
    w->routes = bp_routes_new(w->network, 1 << 20);
    w->paths = bp_paths_new(w->network);
    w->setup.network = w->network;
    w->setup.queue = w->queue;
    w->setup.routes = w->routes;
    w->setup.paths = w->paths;
    w->post = bp_post_new(&w->setup);
    bp_post_observe(w->post, &post_observer, w);
    bp_post_start(w->post);
}

static inline void
post_finish(PostWorld *w)
{
    bp_network_finish(w->network);
    post_begin(w);
}

/* ---- mail ---- */

/* `3@a`, or `a!b!3` for a bang path that begins at a. */
static inline BpRecipient
post_address(const PostWorld *w, const char *text)
{
    g_auto(GStrv) words = g_strsplit_set(text, "@!", -1);
    guint n = g_strv_length(words);
    g_autofree guint32 *hosts = g_new0(guint32, n);
    BpRecipient r = {.path = BP_NONE};

    if (strchr(text, '@') != NULL) {
        r.to.user = (guint32)atoi(words[0]);
        r.to.host = bp_network_find(w->network, words[1]);
        g_assert_cmpuint(r.to.host, !=, BP_NONE);
        return r;
    }
    for (guint i = 0; i + 1 < n; i++)
        hosts[i] = bp_network_find(w->network, words[i]);
    r.to.user = (guint32)atoi(words[n - 1]);
    r.to.host = hosts[n - 2];
    r.path = bp_paths_add(w->paths, hosts, n - 1);
    g_assert_cmpuint(r.path, !=, BP_NONE);
    return r;
}

/* @from: `0@a`, or `<>`; with ! before it, forged. @to: addresses, a blank between. */
static inline BpLetter
post_letter(const PostWorld *w, BpKind kind, const char *from, guint32 size_bytes,
            const char *to)
{
    g_auto(GStrv) words = g_strsplit(to, " ", -1);
    guint n = g_strv_length(words);
    BpRecipient *recipients = g_new0(BpRecipient, n);
    BpLetter letter = {
        .kind = kind,
        .forged = from[0] == '!',
        .size_bytes = size_bytes,
        .recipients = recipients,
        .n_recipients = n,
    };

    for (guint i = 0; i < n; i++)
        recipients[i] = post_address(w, words[i]);
    if (g_str_has_suffix(from, "<>"))
        letter.from = (BpAddress){BP_NONE, 0};
    else
        letter.from = post_address(w, from + (letter.forged ? 1 : 0)).to;
    return letter;
}

static inline void
post_write_kind(PostWorld *w, BpKind kind, const char *at, const char *from,
                guint32 size_bytes, const char *to)
{
    BpLetter letter = post_letter(w, kind, from, size_bytes, to);

    bp_post_write(w->post, bp_network_find(w->network, at), &letter);
    g_free((gpointer)(guintptr)letter.recipients);
}

/* Ham of user 0 of @at. */
static inline void
post_write(PostWorld *w, const char *at, guint32 size_bytes, const char *to)
{
    g_autofree char *from = g_strdup_printf("0@%s", at);

    post_write_kind(w, BP_HAM, at, from, size_bytes, to);
}

/* Up to @at_us; the books must hold there. */
static inline void
post_run(PostWorld *w, gint64 at_us)
{
    GError *error = NULL;

    bp_queue_run_until(w->queue, at_us);
    bp_post_check(w->post, &error);
    g_assert_no_error(error);
}

/* All that has happened since the last time. */
static inline void
post_expect(PostWorld *w, const char *text)
{
    g_assert_cmpstr(w->log->str, ==, text);
    g_string_truncate(w->log, 0);
}

static inline const BpTally *
post_tally(const PostWorld *w, BpKind kind)
{
    return &bp_post_books(w->post)->kind[kind];
}

#endif
