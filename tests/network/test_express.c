/* Transactions that nobody disturbs: fewer events, and nothing else is different. */
#include "carrier_kit.h"

#define HOSTS 6
#define FILES 40

/* a and b on a net, 10,000 bps each, SMTP: a round trip is 2 * (20 + 20) ms. a has so many
 * connections at once; 0: as many as a host has. */
static guint32
two_hosts_by(World *w, gint32 connections)
{
    guint32 net = bp_network_node(w->network, "net", NULL);
    BpLine line = line_of("smtp", "permanent");
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), an;

    line.view.latency_us = 20000;
    line.connections = connections;
    bp_network_edit(w->network, net)->is_net = TRUE;
    an = link_by(w, a, net, &line);
    link_by(w, b, net, &line);
    begin(w);
    put_to(w, an, 1000, b);
    return an;
}

static guint32
two_hosts(World *w)
{
    return two_hosts_by(w, 0);
}

/* Seven round trips of 80 ms, an envelope of 290 bytes, a body of 1000, replies of 459: as one
 * event, or two where nobody knows the answer to the envelope before; and none for the farewell.
 */
static void
test_alone(void)
{
    for (guint foretells = 0; foretells < 2; foretells++) {
        g_autoptr(World) w = world_new();

        w->foretells = foretells > 0;
        two_hosts(w);
        g_assert_cmpuint(bp_queue_run_until(w->queue, BP_MINUTE_US), ==, 2 - foretells);
        expect(w, BP_MINUTE_US, "2.309000 b 1000\n");
        g_assert_cmpuint(w->n_foretold, ==, foretells);
    }
}

/* A file that stands nowhere sets out as one does that has waited, over a net whose line is up, as
 * long as there may be one more connection. */
static void
test_at_once(void)
{
    for (guint is_down = 0; is_down < 2; is_down++) {
        g_autoptr(World) w = world_new();
        guint32 an = two_hosts_by(w, 1);
        guint32 b = bp_network_find(w->network, "b");
        BpFile file = {2000, 1, b, BP_FLAVOUR_NORMAL};

        expect(w, BP_MINUTE_US, "2.309000 b 1000\n");
        g_array_append_val(w->moving, file);
        g_array_append_val(w->moving, file);
        if (is_down)
            bp_carrier_fail_link(w->carrier, an / 2);
        g_assert_cmpint(bp_carrier_begin(w->carrier, an, &file, 1), ==, !is_down);
        g_assert_false(bp_carrier_begin(w->carrier, an, &file, 2));
        g_assert_false(bp_carrier_begin(w->carrier, an ^ 1, &file, 2));
        expect(w, 2 * BP_MINUTE_US, is_down ? "" : "63.309000 b 2000\n");
    }
}

/* Where there is no net every file waits on its shelf. */
static void
test_no_net(void)
{
    g_autoptr(World) w = world_new();
    BpLine line = line_of("plain", "permanent");
    guint32 a = host(w, "a", 1), b = host(w, "b", 1), ab = link_by(w, a, b, &line);

    begin(w);
    g_assert_false(bp_carrier_begin(w->carrier, ab, &(BpFile){1000, 1, b, 0}, 0));
    expect(w, BP_MINUTE_US, "");
}

/* The envelope is answered after 5 round trips and 290 + 365 ms, and whoever looks then hears of it:
 * once. */
static void
test_catch_up(void)
{
    g_autoptr(World) w = world_new();

    w->foretells = TRUE;
    two_hosts(w);
    bp_queue_run_until(w->queue, 1055000);
    bp_carrier_catch_up(w->carrier);
    g_assert_cmpuint(w->n_foretold, ==, 0);
    bp_queue_run_until(w->queue, 1055001);
    for (int i = 0; i < 2; i++) {
        bp_carrier_catch_up(w->carrier);
        g_assert_cmpuint(w->n_foretold, ==, 1);
    }
    expect(w, BP_MINUTE_US, "2.309000 b 1000\n");
    g_assert_cmpuint(w->n_foretold, ==, 1);
}

/* What was foretold is asked after all where it has become doubtful in time, of the receiver or
 * of the sender, and not where the answer has been given: at 1.055 s, but nothing of that instant
 * has happened yet. */
static void
test_doubt(void)
{
    for (guint i = 0; i < 6; i++) {
        g_autoptr(World) w = world_new();
        const gint64 times_us[] = {1050000, 1055000, 1060000};
        guint is_late = i / 4;

        w->foretells = TRUE;
        two_hosts(w);
        bp_queue_run_until(w->queue, times_us[i / 2]);
        w->refuses = TRUE;
        bp_carrier_catch_up(w->carrier);
        if (i % 2 == 0)
            bp_carrier_doubt(w->carrier, bp_network_find(w->network, "b"));
        else
            bp_carrier_doubt_sender(w->carrier, bp_network_find(w->network, "a"));
        expect(w, BP_MINUTE_US, is_late ? "2.309000 b 1000\n" : "1.055000 no b 1000\n");
        g_assert_cmpuint(w->n_foretold, ==, is_late);
    }
}

static gint64
line_us_at(World *w, gint64 at_us)
{
    bp_queue_run_until(w->queue, at_us);
    bp_carrier_catch_up(w->carrier);
    return bp_carrier_sums(w->carrier)->line_us;
}

/* After the body a round trip and 42 bytes, 80 + 42 ms, and the line's time is over, as soon as
 * somebody looks. */
static void
test_farewell(void)
{
    g_autoptr(World) w = world_new();

    w->foretells = TRUE;
    two_hosts(w);
    g_assert_cmpint(line_us_at(w, 2309001), ==, 0);
    g_assert_cmpint(line_us_at(w, 2431000), ==, 0);
    g_assert_cmpint(line_us_at(w, 2431001), ==, 2431000);
    g_assert_cmpint(line_us_at(w, BP_MINUTE_US), ==, 2431000);
}

/* Who has but one connection waits until it is gone; else he opens another. The line's time is from
 * the first to the last. */
static void
test_farewell_awaited(void)
{
    for (gint32 connections = 0; connections < 2; connections++) {
        g_autoptr(World) w = world_new();
        guint32 an, b;

        w->foretells = TRUE;
        an = two_hosts_by(w, connections);
        b = bp_network_find(w->network, "b");
        bp_queue_run_until(w->queue, 2400000);
        put_to(w, an, 1000, b);
        bp_queue_run_until(w->queue, 2400001);
        expect(w, BP_MINUTE_US,
               connections == 1 ? "2.309000 b 1000\n4.740000 b 1000\n"
                                : "2.309000 b 1000\n4.709000 b 1000\n");
        bp_carrier_catch_up(w->carrier);
        g_assert_cmpint(bp_carrier_sums(w->carrier)->line_us, ==,
                        (connections == 1 ? 4740000 : 4709000) + 122000);
    }
}

/* His line's end ends it. */
static void
test_farewell_cut(void)
{
    g_autoptr(World) w = world_new();
    guint32 a;

    w->foretells = TRUE;
    two_hosts(w);
    a = bp_network_find(w->network, "a");
    bp_queue_run_until(w->queue, 2400000);
    bp_carrier_fail_host(w->carrier, a);
    g_assert_cmpint(line_us_at(w, 2410000), ==, 2400000);
    bp_carrier_mend_host(w->carrier, a);
    g_assert_cmpint(line_us_at(w, BP_MINUTE_US), ==, 2400000);
}

typedef struct {
    gint64 at_us;
    guint from;
    guint to;
    guint bytes;
} Plan;

static void
draw_plans(Plan *plans)
{
    gint64 at_us = 0;

    for (guint i = 0; i < FILES; i++) {
        at_us += g_test_rand_int_range(0, 400000);
        plans[i].at_us = at_us;
        plans[i].from = (guint)g_test_rand_int_range(0, HOSTS);
        plans[i].to = (plans[i].from + (guint)g_test_rand_int_range(1, HOSTS)) % HOSTS;
        plans[i].bytes = (guint)g_test_rand_int_range(1, 2000);
    }
}

/* Returns: how many events. */
static guint64
run_plans(World *w, const Plan *plans, const gint64 *bps)
{
    guint32 net = bp_network_node(w->network, "net", NULL);
    guint32 hosts[HOSTS], channels[HOSTS];
    guint64 n_events = 0;

    bp_network_edit(w->network, net)->is_net = TRUE;
    for (guint i = 0; i < HOSTS; i++) {
        const char name[] = {(char)('a' + i), '\0'};
        BpLine line = line_of("smtp", "permanent");

        line.view = (BpLineView){.bps = bps[i], .latency_us = 1000};
        hosts[i] = host(w, name, 1);
        channels[i] = link_by(w, hosts[i], net, &line);
    }
    begin(w);
    for (guint i = 0; i < FILES; i++) {
        n_events += bp_queue_run_until(w->queue, plans[i].at_us);
        put_to(w, channels[plans[i].from], plans[i].bytes, hosts[plans[i].to]);
    }
    return n_events + bp_queue_run_until(w->queue, BP_HOUR_US);
}

/* On lines on which many meet, all that is foretold happens as if it had not been, in fewer
 * events on the whole: one that is disturbed has more. */
static void
test_crowd(void)
{
    guint64 n_asked = 0, n_told = 0;

    for (int round = 0; round < 300; round++) {
        g_autoptr(World) asked_all = world_new();
        g_autoptr(World) told = world_new();
        Plan plans[FILES];
        gint64 bps[HOSTS];

        for (guint i = 0; i < HOSTS; i++)
            bps[i] = g_test_rand_int_range(5000, 200000);
        draw_plans(plans);
        n_asked += run_plans(asked_all, plans, bps);
        told->foretells = TRUE;
        n_told += run_plans(told, plans, bps);
        g_assert_cmpstr(told->log->str, ==, asked_all->log->str);
    }
    g_assert_cmpuint(n_told, <, n_asked);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/express/alone", test_alone);
    g_test_add_func("/express/at once", test_at_once);
    g_test_add_func("/express/no net", test_no_net);
    g_test_add_func("/express/catch-up", test_catch_up);
    g_test_add_func("/express/doubt", test_doubt);
    g_test_add_func("/express/farewell", test_farewell);
    g_test_add_func("/express/farewell-awaited", test_farewell_awaited);
    g_test_add_func("/express/farewell-cut", test_farewell_cut);
    g_test_add_func("/express/crowd", test_crowd);
    return g_test_run();
}
