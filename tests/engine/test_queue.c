/* Tests of the pending events: order, withdrawal, the feed beside the heap. */
#include <bangpath/queue.h>
#include <bangpath/units.h>

typedef struct {
    BpQueue *queue;
    GString *log;
    BpEventKind letter; /* appends its entity as a letter */
    BpEventKind pusher; /* pushes a letter at its own instant */
    BpEventKind stopper;
    GArray *seen; /* of gint64: times */
} Fixture;

static void
on_letter(gpointer data, guint32 entity, BpTicket ticket)
{
    Fixture *f = data;
    gint64 now_us = bp_queue_now_us(f->queue);

    g_assert_cmpuint(ticket, !=, 0);
    g_string_append_c(f->log, (char)entity);
    g_array_append_val(f->seen, now_us);
}

static void
on_push(gpointer data, guint32 entity, BpTicket ticket)
{
    Fixture *f = data;

    (void)ticket;
    bp_queue_push(f->queue, bp_queue_now_us(f->queue), f->letter, entity);
}

static void
on_stop(gpointer data, guint32 entity, BpTicket ticket)
{
    Fixture *f = data;

    (void)entity;
    (void)ticket;
    bp_queue_stop(f->queue);
}

static void
set_up(Fixture *f, gconstpointer unused)
{
    (void)unused;
    f->queue = bp_queue_new();
    f->log = g_string_new(NULL);
    f->seen = g_array_new(FALSE, FALSE, sizeof(gint64));
    f->letter = bp_queue_add_kind(f->queue, on_letter, f);
    f->pusher = bp_queue_add_kind(f->queue, on_push, f);
    f->stopper = bp_queue_add_kind(f->queue, on_stop, f);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
    (void)unused;
    bp_queue_free(f->queue);
    g_string_free(f->log, TRUE);
    g_array_unref(f->seen);
}

static void
push(Fixture *f, gint64 at_us, char letter)
{
    bp_queue_push(f->queue, at_us, f->letter, (guint32)letter);
}

/* Events at one instant run in the order in which they were pushed. */
static void
test_ties_keep_push_order(Fixture *f, gconstpointer unused)
{
    (void)unused;
    push(f, 20, 'c');
    push(f, 10, 'a');
    push(f, 10, 'b');

    g_assert_cmpuint(bp_queue_run_until(f->queue, 21), ==, 3);
    g_assert_cmpstr(f->log->str, ==, "abc");
    g_assert_cmpint(bp_queue_now_us(f->queue), ==, 21);
}

/* The end itself is not reached; what stands there waits for the next piece. */
static void
test_end_is_exclusive(Fixture *f, gconstpointer unused)
{
    (void)unused;
    push(f, 10, 'a');
    push(f, 20, 'b');

    g_assert_cmpuint(bp_queue_run_until(f->queue, 20), ==, 1);
    g_assert_cmpuint(bp_queue_pending(f->queue), ==, 1);
    g_assert_cmpuint(bp_queue_run_until(f->queue, 21), ==, 1);
    g_assert_cmpstr(f->log->str, ==, "ab");
}

/* A push for this very instant comes after those that stood there before. */
static void
test_push_at_now_comes_last(Fixture *f, gconstpointer unused)
{
    (void)unused;
    bp_queue_push(f->queue, 10, f->pusher, 'z');
    push(f, 10, 'a');
    push(f, 11, 'b');

    bp_queue_run_until(f->queue, 100);
    g_assert_cmpstr(f->log->str, ==, "azb");
}

/* Records are asked of the memory before their events, and are none of the queue's business else:
 * those of a kind, of none, and where no event is left. */
static void
test_records(Fixture *f, gconstpointer unused)
{
    enum {
        N = 10000,
        BYTES = 128
    };
    g_autofree char *records = g_malloc0(N * BYTES);

    (void)unused;
    bp_queue_set_records(f->queue, f->letter, records, N, BYTES);
    bp_queue_push(f->queue, 3, f->letter, 'c');
    bp_queue_push(f->queue, 1, f->pusher, 'a');
    bp_queue_push(f->queue, 2, f->letter, 'b');
    g_assert_cmpuint(bp_queue_run_until(f->queue, 10), ==, 4);
    g_assert_cmpstr(f->log->str, ==, "abc");
    bp_queue_push(f->queue, 10, f->letter, 'd');
    g_assert_cmpuint(bp_queue_run_until(f->queue, 20), ==, 1);
    g_assert_cmpstr(f->log->str, ==, "abcd");
}

/* A stop ends the run after the event in hand, with time where it was. */
static void
test_stop(Fixture *f, gconstpointer unused)
{
    (void)unused;
    push(f, 5, 'a');
    bp_queue_push(f->queue, 6, f->stopper, 0);
    push(f, 7, 'b');

    g_assert_cmpuint(bp_queue_run_until(f->queue, 100), ==, 2);
    g_assert_cmpint(bp_queue_now_us(f->queue), ==, 6);
    bp_queue_run_until(f->queue, 100);
    g_assert_cmpstr(f->log->str, ==, "ab");
}

/* No two tickets are alike, so an owner that forgot one knows a stale event. */
static void
test_tickets_differ(Fixture *f, gconstpointer unused)
{
    BpTicket first = bp_queue_push(f->queue, 1, f->letter, 'a');
    BpTicket second = bp_queue_push(f->queue, 1, f->letter, 'a');

    (void)unused;
    g_assert_cmpuint(first, !=, second);
    g_assert_cmpuint(first, !=, 0);
}

/* Events at a place stand there whenever they are pushed. */
static void
test_place(Fixture *f, gconstpointer unused)
{
    BpTicket place = bp_queue_ticket(f->queue);

    (void)unused;
    g_assert_true(bp_queue_has_given(f->queue, place));
    g_assert_false(bp_queue_has_given(f->queue, 0));
    g_assert_false(bp_queue_has_given(f->queue, place + 1));
    push(f, 10, 'b');
    push(f, 5, 'x');
    bp_queue_push_at_place(f->queue, 10, f->letter, 'a', place);
    push(f, 10, 'c');
    bp_queue_push_at_place(f->queue, 7, f->letter, 'y', place);
    bp_queue_run_until(f->queue, 20);
    g_assert_cmpstr(f->log->str, ==, "xyabc");
}

/* An event beyond the end of time is kept and never comes. */
static void
test_end_of_time(Fixture *f, gconstpointer unused)
{
    (void)unused;
    push(f, G_MAXINT64, 'x');
    push(f, BP_TIME_MAX_US - 1, 'a');

    bp_queue_run_until(f->queue, BP_TIME_MAX_US);
    g_assert_cmpstr(f->log->str, ==, "a");
    g_assert_cmpuint(bp_queue_pending(f->queue), ==, 1);
}

static gint64
feed_two(gpointer data)
{
    Fixture *f = data;

    g_string_append_c(f->log, 'F');
    return bp_queue_now_us(f->queue) < 20 ? 20 : -1;
}

/* The feed is merged by time, behind the heap's events of the same instant. */
static void
test_feed_is_merged(Fixture *f, gconstpointer unused)
{
    (void)unused;
    bp_queue_set_feed(f->queue, feed_two, f, 10);
    push(f, 10, 'a');
    push(f, 15, 'b');
    push(f, 25, 'c');

    g_assert_cmpuint(bp_queue_run_until(f->queue, 100), ==, 5);
    g_assert_cmpstr(f->log->str, ==, "aFbFc");
}

static void
count_one(gpointer data, gint64 at_us, guint32 entity)
{
    g_string_append_printf(data, "%c%" G_GINT64_FORMAT " ", (char)entity, at_us);
}

/* What is pending can be looked at, one kind at a time. */
static void
test_each(Fixture *f, gconstpointer unused)
{
    (void)unused;
    push(f, 10, 'a');
    bp_queue_push(f->queue, 15, f->pusher, 'p');
    push(f, 20, 'b');

    bp_queue_run_until(f->queue, 11);
    g_string_truncate(f->log, 0);
    bp_queue_each(f->queue, f->letter, count_one, f->log);
    g_assert_cmpstr(f->log->str, ==, "b20 ");
}

/* Against a sorted array: 100,000 random events, a third of them pushed on the way. */
static void
test_random_against_sorting(Fixture *f, gconstpointer unused)
{
    (void)unused;
    for (guint i = 0; i < 100000; i++) {
        gint64 at_us = g_test_rand_int_range(0, 5000);

        if (i % 3 == 0)
            bp_queue_push(f->queue, at_us, f->pusher, 'p');
        else
            push(f, at_us, 'q');
    }

    bp_queue_run_until(f->queue, 5000);
    g_assert_cmpuint(f->seen->len, ==, 100000);
    for (guint i = 1; i < f->seen->len; i++)
        g_assert_cmpint(g_array_index(f->seen, gint64, i - 1), <=,
                        g_array_index(f->seen, gint64, i));
    g_assert_cmpuint(bp_queue_pending(f->queue), ==, 0);
}

/* ---- all distances ---- */

/* Each event pushes the next ones; what is near or far changes as the run goes on. */
typedef struct {
    BpQueue *queue;
    BpEventKind kind;
    GRand *rand;
    guint n_left; /* to push */
    guint n_seen;
    gint64 last_us;
    BpTicket last; /* of the events at @last_us */
} Chain;

/* Microseconds, minutes, days, years; now and then very many at once, and ties. */
static gint64
some_distance_us(Chain *chain)
{
    static const guint bits[] = {8, 26, 37, 45};
    guint phase = chain->n_left / 50000 % G_N_ELEMENTS(bits);
    guint odd = g_rand_int_range(chain->rand, 0, 10) == 0;
    guint its_bits = bits[(phase + odd) % G_N_ELEMENTS(bits)];

    if (g_rand_int_range(chain->rand, 0, 50) == 0)
        return 0;
    return (gint64)((g_rand_double(chain->rand)) *
                    (double)(G_GINT64_CONSTANT(1) << its_bits));
}

static void
push_some(Chain *chain, guint n)
{
    for (guint i = 0; i < n && chain->n_left > 0; i++, chain->n_left--)
        bp_queue_push(chain->queue,
                      bp_queue_now_us(chain->queue) + some_distance_us(chain),
                      chain->kind, chain->n_left);
}

static void
on_chain(gpointer data, guint32 entity, BpTicket ticket)
{
    Chain *chain = data;
    gint64 now_us = bp_queue_now_us(chain->queue);

    (void)entity;
    g_assert_cmpint(now_us, >=, chain->last_us);
    if (now_us == chain->last_us)
        g_assert_cmpuint(ticket, >, chain->last);
    chain->last_us = now_us;
    chain->last = ticket;
    chain->n_seen++;
    push_some(chain, g_rand_int_range(chain->rand, 0, 1000) == 0 ? 900 : 1);
}

static void
note_pending(gpointer data, gint64 at_us, guint32 entity)
{
    (void)at_us;
    (void)entity;
    ++*(guint *)data;
}

/* Whatever the wheel holds, and however often it is made anew, events come in order, and
 * none is lost: half a million, from microseconds to years ahead, hundreds or tens of thousands
 * pending. */
static void
test_all_distances(void)
{
    g_autoptr(BpQueue) queue = bp_queue_new();
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);
    Chain chain = {.queue = queue, .rand = rand, .n_left = 500000};
    gint64 end_us = 0;

    chain.kind = bp_queue_add_kind(queue, on_chain, &chain);
    push_some(&chain, 300);
    while (chain.n_seen < 500000) {
        guint n_pending = 0;

        end_us += G_GINT64_CONSTANT(1) << 40;
        bp_queue_run_until(queue, end_us);
        bp_queue_each(queue, chain.kind, note_pending, &n_pending);
        g_assert_cmpuint(n_pending, ==, 500000 - chain.n_left - chain.n_seen);
        g_assert_cmpuint(bp_queue_pending(queue), ==, n_pending);
        push_some(&chain, n_pending == 0 ? 1 : 0);
    }
    g_assert_cmpuint(chain.n_left, ==, 0);
}

/* What is saved tells what is pending, and not how it came to stand there. */
static void
test_saved_alike(Fixture *f, gconstpointer unused)
{
    GBytes *saved[2];

    (void)unused;
    for (guint round = 0; round < 2; round++) {
        Fixture other;
        BpArchive *archive = bp_archive_new();

        set_up(&other, NULL);
        for (gint64 i = 0; i < 20000; i++)
            push(&other, 1 + i * i % 7919 * 1000003, 'a');
        /* The second has been asked to save before, with all of it pending. */
        if (round == 1) {
            BpArchive *early = bp_archive_new();

            bp_queue_archive(other.queue, early);
            g_bytes_unref(bp_archive_close(early));
        }
        bp_queue_run_until(other.queue, G_GINT64_CONSTANT(3000000000));
        bp_queue_archive(other.queue, archive);
        saved[round] = bp_archive_close(archive);
        tear_down(&other, NULL);
    }
    g_assert_true(g_bytes_equal(saved[0], saved[1]));
    g_bytes_unref(saved[0]);
    g_bytes_unref(saved[1]);
    (void)f;
}

/* A queue of the same kinds goes on where the saved one stood, ties in push order; what had
 * been pending in it is gone. */
static void
test_saved_and_loaded(Fixture *f, gconstpointer unused)
{
    Fixture other;
    BpArchive *archive = bp_archive_new();
    g_autoptr(BpArchive) reader = NULL;
    g_autoptr(GBytes) bytes = NULL;
    GError *error = NULL;

    (void)unused;
    set_up(&other, NULL);
    push(&other, 12, 'x');
    push(f, 5, '-');
    for (int i = 0; i < 12; i++)
        push(f, 40 - i / 4 * 10, (char)('a' + i));
    bp_queue_run_until(f->queue, 10);
    bp_queue_archive(f->queue, archive);
    bytes = bp_archive_close(archive);

    reader = bp_archive_open(bytes, &error);
    g_assert_no_error(error);
    bp_queue_archive(other.queue, reader);
    bp_archive_finish(reader, &error);
    g_assert_no_error(error);
    g_assert_cmpint(bp_queue_now_us(other.queue), ==, 10);
    push(&other, 20, 'z');
    bp_queue_run_until(other.queue, 100);
    g_assert_cmpstr(other.log->str, ==, "ijklzefghabcd");
    tear_down(&other, NULL);
}

#define ADD(name, function) \
    g_test_add("/queue/" name, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("ties keep push order", test_ties_keep_push_order);
    ADD("end is exclusive", test_end_is_exclusive);
    ADD("push at now comes last", test_push_at_now_comes_last);
    ADD("records", test_records);
    ADD("stop", test_stop);
    ADD("tickets differ", test_tickets_differ);
    ADD("place", test_place);
    ADD("end of time", test_end_of_time);
    ADD("feed is merged", test_feed_is_merged);
    ADD("each", test_each);
    ADD("random against sorting", test_random_against_sorting);
    ADD("saved and loaded", test_saved_and_loaded);
    ADD("saved alike", test_saved_alike);
    g_test_add_func("/queue/all distances", test_all_distances);
    return g_test_run();
}
