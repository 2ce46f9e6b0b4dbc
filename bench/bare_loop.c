/* bare_loop.c - the least work that the store-and-forward benchmark can be done with.
 *
 * Reads what store_and_forward wrote and carries the same mail over the same queues, with nothing
 * beside: no books, policies, recipients or routes to look up; a message knows its hops and how
 * long each takes. So its time a hop is what the machine allows, and bangpath's is compared
 * with it. Time is in whole microseconds, rounded up as bangpath does: the mean delay is to be
 * the same.
 *
 * Messages wait in arrays, chained by number; 8 bytes a channel; one pending event a busy
 * channel, in a 4-ary heap whose popped root is filled by the next push; mail that is to be
 * written is merged beside it. bangpath has come to the same shape; that is no reason to
 * share code: this is what it is judged by.
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BITS_A_BYTE 10
#define LINE_BPS 2400
#define SECOND_US 1000000
#define OVERHEAD_US (30 * SECOND_US)
#define NONE G_MAXUINT32
#define NEVER G_MAXINT64

typedef struct {
    gint64 born_us;
    gint64 service_us; /* of each hop */
    guint32 next;      /* in its queue */
    guint32 at;        /* place in channels of the hop that it is at */
    guint32 end;       /* behind its last one */
} Message;

/* One direction of a link: what waits for it, first to last. */
typedef struct {
    guint32 head;
    guint32 tail;
} Channel;

__extension__ typedef unsigned __int128 Event; /* time, push order, channel */

typedef struct {
    guint32 from;
    guint32 to;
} Link;

typedef struct {
    guint32 n_hosts;
    GArray *links;     /* owned, of Link */
    guint32 *first;    /* owned: n_hosts + 1 places in out */
    guint32 *out;      /* owned: channels by the host that they leave */
    GArray *trace;     /* owned, of Message: as they were read */
    GArray *hops;      /* owned, of guint32: channels */
    Message *messages; /* owned, aligned */
    Channel *channels; /* owned */
    Event *block;      /* owned, aligned */
    Event *heap;       /* inside block */
    guint32 n_events;
    guint32 order;
    gboolean hole; /* the root was taken, and nothing has filled it yet */
    guint32 n_messages;
    const guint32 *path; /* borrowed from hops */
    gint64 delays_us;    /* of all that have arrived */
    guint64 n_hops;
} Loop;

/* ---- reading ---- */

static char *
read_file(const char *prefix, const char *suffix)
{
    g_autofree char *path = g_strconcat(prefix, suffix, NULL);
    g_autoptr(GError) error = NULL;
    char *text;

    if (g_file_get_contents(path, &text, NULL, &error))
        return text;
    g_printerr("bare_loop: %s\n", error->message);
    exit(2);
}

/* The number at *@at, which moves on behind it and the character after it. */
static guint64
number(const char **at)
{
    guint64 value = 0;

    for (; g_ascii_isdigit(**at); (*at)++)
        value = value * 10 + (guint64)(**at - '0');
    (*at)++;
    return value;
}

/* Lines are `"h1";` for a host and `"h1" -- "h2";` for a link. */
static void
read_topology(Loop *loop, const char *prefix)
{
    g_autofree char *text = read_file(prefix, ".gv");

    loop->links = g_array_new(FALSE, FALSE, sizeof(Link));
    for (const char *at = text; (at = strstr(at, "\n  \"h")) != NULL;) {
        Link link;

        at += strlen("\n  \"h");
        link.from = (guint32)number(&at);
        loop->n_hosts = MAX(loop->n_hosts, link.from + 1);
        if (!g_str_has_prefix(at, " -- \"h"))
            continue;
        at += strlen(" -- \"h");
        link.to = (guint32)number(&at);
        g_array_append_val(loop->links, link);
    }
}

static guint32
from_of(const Loop *loop, guint32 channel)
{
    const Link *link = &g_array_index(loop->links, Link, channel / 2);

    return channel & 1 ? link->to : link->from;
}

static void
find_neighbours(Loop *loop)
{
    guint32 n = 2 * loop->links->len;

    loop->first = g_new0(guint32, (gsize)loop->n_hosts + 2);
    loop->out = g_new(guint32, n);
    for (guint32 channel = 0; channel < n; channel++)
        loop->first[from_of(loop, channel) + 2]++;
    for (guint32 host = 0; host < loop->n_hosts; host++)
        loop->first[host + 2] += loop->first[host + 1];
    for (guint32 channel = 0; channel < n; channel++)
        loop->out[loop->first[from_of(loop, channel) + 1]++] = channel;
}

static guint32
channel_between(const Loop *loop, guint32 from, guint32 to)
{
    for (guint32 i = loop->first[from]; i < loop->first[from + 1]; i++)
        if (from_of(loop, loop->out[i] ^ 1) == to)
            return loop->out[i];
    g_printerr("bare_loop: h%u and h%u are not joined\n", from, to);
    exit(2);
}

/* A line is `SECONDS.MICROSECONDS,hFROM!u0,hHOP!hHOP!u0,BYTES`. */
static void
read_trace(Loop *loop, const char *prefix)
{
    g_autofree char *text = read_file(prefix, ".csv");

    loop->trace = g_array_new(FALSE, FALSE, sizeof(Message));
    loop->hops = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (const char *at = strchr(text, '\n') + 1; *at != '\0';) {
        Message message = {.next = NONE, .at = loop->hops->len};
        guint32 host;

        message.born_us = (gint64)number(&at) * SECOND_US;
        message.born_us += (gint64)number(&at);
        at += strlen("h");
        host = (guint32)number(&at);
        at += strlen("u0,");
        while (*at == 'h') {
            at++;

            guint32 to = (guint32)number(&at);
            guint32 channel = channel_between(loop, host, to);

            g_array_append_val(loop->hops, channel);
            host = to;
        }
        at += strlen("u0,");
        message.end = loop->hops->len;
        message.service_us =
            OVERHEAD_US +
            ((gint64)number(&at) * BITS_A_BYTE * SECOND_US + LINE_BPS - 1) / LINE_BPS;
        g_array_append_val(loop->trace, message);
    }
}

/* ---- pending events ---- */

static inline gint64
time_of(Event event)
{
    return (gint64)(event >> 64);
}

static inline void
sift_down(Loop *loop, Event event)
{
    Event *heap = loop->heap;
    guint32 n = loop->n_events, at = 0;

    for (guint32 child = 1; child < n; child = 4 * at + 1) {
        guint32 least = child;

        if (child + 3 < n) {
            guint32 left = heap[child + 1] < heap[child] ? child + 1 : child;
            guint32 right = heap[child + 3] < heap[child + 2] ? child + 3 : child + 2;

            least = heap[right] < heap[left] ? right : left;
        } else {
            for (guint32 i = child + 1; i < n; i++)
                if (heap[i] < heap[least])
                    least = i;
        }
        if (heap[least] >= event)
            break;
        heap[at] = heap[least];
        at = least;
    }
    heap[at] = event;
}

static inline void
push(Loop *loop, gint64 at_us, guint32 channel)
{
    Event event = (Event)(guint64)at_us << 64 | (guint64)loop->order++ << 32 | channel;
    Event *heap = loop->heap;

    if (loop->hole) {
        loop->hole = FALSE;
        sift_down(loop, event);
        return;
    }

    guint32 at = loop->n_events++;

    for (; at > 0 && heap[(at - 1) / 4] > event; at = (at - 1) / 4)
        heap[at] = heap[(at - 1) / 4];
    heap[at] = event;
}

static inline void
settle(Loop *loop)
{
    if (!loop->hole)
        return;
    loop->hole = FALSE;
    if (--loop->n_events > 0)
        sift_down(loop, loop->heap[loop->n_events]);
}

/* ---- the work ---- */

static inline void
enqueue(Loop *loop, gint64 now_us, guint32 i)
{
    Message *message = &loop->messages[i];
    guint32 k = loop->path[message->at];
    Channel *channel = &loop->channels[k];

    message->next = NONE;
    if (channel->head == NONE) {
        channel->head = i;
        push(loop, now_us + message->service_us, k);
    } else {
        loop->messages[channel->tail].next = i;
    }
    channel->tail = i;
}

/* The first event: what was being sent over its channel has arrived. */
static inline void
arrive(Loop *loop)
{
    gint64 now_us = time_of(loop->heap[0]);
    guint32 k = (guint32)loop->heap[0];
    Channel *channel = &loop->channels[k];
    guint32 i = channel->head;
    Message *message = &loop->messages[i];

    loop->hole = TRUE;
    channel->head = message->next;
    if (channel->head != NONE)
        push(loop, now_us + loop->messages[channel->head].service_us, k);
    if (++message->at == message->end)
        loop->delays_us += now_us - message->born_us;
    else
        enqueue(loop, now_us, i);
}

/* Not inlined: beside the reading there are too few registers for it. */
G_NO_INLINE static void
run(Loop *loop)
{
    gint64 next_us = loop->messages[0].born_us;
    guint32 written = 0;

    for (;;) {
        settle(loop);
        if (loop->n_events > 0 && time_of(loop->heap[0]) <= next_us) {
            loop->n_hops++;
            arrive(loop);
        } else if (written < loop->n_messages) {
            enqueue(loop, next_us, written++);
            next_us =
                written < loop->n_messages ? loop->messages[written].born_us : NEVER;
        } else {
            return;
        }
    }
}

/* No message lies across two cache lines of 64 bytes, and the four children of an event fill
 * one. */
static void
make_room(Loop *loop)
{
    guint32 n = 2 * loop->links->len;

    loop->channels = g_new(Channel, n);
    memset(loop->channels, 0xff, n * sizeof(Channel));
    loop->block = g_aligned_alloc((gsize)n + 8, sizeof(Event), 64);
    loop->heap = loop->block + 3;
    loop->n_messages = loop->trace->len;
    loop->messages = g_aligned_alloc(loop->n_messages, sizeof(Message), 64);
    memcpy(loop->messages, loop->trace->data, loop->n_messages * sizeof(Message));
    loop->path = (const guint32 *)(void *)loop->hops->data;
}

int
main(int argc, char **argv)
{
    Loop loop = {0};

    if (argc != 2) {
        g_printerr("usage: bare_loop PREFIX\n"
                   "Carries the mail of PREFIX.gv and PREFIX.csv, as store_and_forward "
                   "wrote them.\n");
        return 2;
    }
    read_topology(&loop, argv[1]);
    find_neighbours(&loop);
    read_trace(&loop, argv[1]);

    gint64 wall_us = g_get_monotonic_time();
    clock_t cpu = clock();

    make_room(&loop);
    run(&loop);
    cpu = clock() - cpu;
    wall_us = g_get_monotonic_time() - wall_us;
    printf("{\"hops\": %" G_GUINT64_FORMAT ", \"mean_s\": %.6f, \"run_s\": %.6f, "
           "\"run_cpu_s\": %.6f}\n",
           loop.n_hops, (double)loop.delays_us / 1e6 / loop.n_messages,
           (double)wall_us / 1e6, (double)cpu / CLOCKS_PER_SEC);
    g_array_unref(loop.links);
    g_array_unref(loop.trace);
    g_aligned_free(loop.messages);
    g_array_unref(loop.hops);
    g_free(loop.first);
    g_free(loop.out);
    g_free(loop.channels);
    g_aligned_free(loop.block);
    return 0;
}
