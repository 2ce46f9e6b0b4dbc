/* test_protocols.c - what every protocol must keep to, and sums worked by hand. */
#include <bangpath/protocol.h>

#include <bangpath/units.h>

static const BpLineView views[] = {
    {1, 0},
    {300, 10 * 1000},
    {1200, 250 * 1000},
    {9600, 300 * 1000},
    {33600, 0},
    {44736000, 20 * 1000},
    {G_GINT64_CONSTANT(1000000000000), BP_TIME_MAX_US},
};

static const guint64 sizes[] = {
    0,           1,
    31,          32,
    33,          63,
    64,          65,
    127,         128,
    129,         1023,
    1024,        1025,
    5000,        5001,
    100000,      G_GUINT64_CONSTANT(4000000000),
    G_MAXUINT32, G_MAXUINT64 / 1000,
    G_MAXUINT64,
};

typedef struct {
    gint64 p[BP_PROTOCOL_PARAMS];
} Values;

/* The least, the usual or the largest values of @protocol's parameters. */
static Values
values(const BpProtocol *protocol, int which)
{
    Values found = {{0}};

    for (guint i = 0; protocol->params[i].name; i++) {
        const BpParam *row = &protocol->params[i];
        BpValue value = {0};

        g_assert_cmpuint(i, <, BP_PROTOCOL_PARAMS);
        g_assert_true(bp_param_parse(row, row->fallback, 0, &value, NULL));
        g_assert_null(value.text);
        g_assert_null(value.names);
        found.p[i] = value.number;
        if (which < 0)
            found.p[i] = row->min;
        if (which > 0 && row->max > 0)
            found.p[i] = row->max;
        if (which > 0 && row->choices)
            found.p[i] = (gint64)g_strv_length((char **)(gpointer)row->choices) - 1;
        bp_value_clear(&value);
    }
    return found;
}

static void
check_time(gint64 us)
{
    g_assert_cmpint(us, >=, 0);
    g_assert_cmpint(us, <=, BP_TIME_MAX_US);
}

/* At any size, on any line, with any parameters: times in bounds, more for more. */
static void
check_contract(const BpProtocol *protocol, const BpLineView *line, const gint64 *p)
{
    gint64 last_us = 0;
    guint64 last_bytes = 0;

    check_time(protocol->session_us(p, line));
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        gint64 us = protocol->file_us(p, line, sizes[i]);

        check_time(us);
        g_assert_cmpint(us, >=, last_us);
        /* None is faster than the line, 8 bits a byte. */
        g_assert_cmpint(us, >=, bp_transfer_us(sizes[i], line->bps, 8));
        last_us = us;
    }
    last_us = 0;
    for (guint n = 1; n <= 1000000; n *= 10) {
        guint64 bytes = protocol->envelope_bytes(p, n);

        g_assert_cmpuint(bytes, >=, last_bytes);
        g_assert_cmpuint(bytes, <=, 1000 + (guint64)n * 1000);
        last_bytes = bytes;
        if (protocol->ask_us) {
            gint64 us = protocol->ask_us(p, line, n);

            check_time(us);
            g_assert_cmpint(us, >=, last_us);
            last_us = us;
        }
    }
}

static void
test_contract(void)
{
    for (guint i = 0; bp_protocols[i]; i++) {
        const BpProtocol *protocol = bp_protocols[i];

        g_test_message("%s", protocol->name);
        g_assert_true(bp_protocol_find(protocol->name) == protocol);
        g_assert_nonnull(protocol->help);
        g_assert_true(protocol->asks_first == (protocol->ask_us != NULL));
        for (int which = -1; which <= 1; which++) {
            Values chosen = values(protocol, which);

            for (gsize view = 0; view < G_N_ELEMENTS(views); view++)
                check_contract(protocol, &views[view], chosen.p);
        }
    }
}

/* 4 GB at 1 bps is longer than time itself, but for no protocol. */
static void
test_saturation(void)
{
    for (guint i = 0; bp_protocols[i]; i++) {
        Values chosen = values(bp_protocols[i], 0);
        BpLineView line = {1, BP_TIME_MAX_US};

        g_assert_cmpint(bp_protocols[i]->file_us(chosen.p, &line, G_MAXUINT64), ==,
                        BP_TIME_MAX_US);
        line.latency_us = 0;
        g_assert_cmpint(
            bp_protocols[i]->file_us(chosen.p, &line, G_GUINT64_CONSTANT(4000000000)),
            ==, BP_TIME_MAX_US);
    }
}

/* The overhead and 10 bits a byte, rounded up; nothing else. */
static void
test_plain(void)
{
    static const struct {
        gint64 overhead_us;
        gint64 bps;
        guint64 bytes;
        gint64 us;
    } cases[] = {
        {0, 2400, 0, 0},
        {0, 2400, 240, 1000000},
        {30 * 1000000, 2400, 240, 31000000},
        {30 * 1000000, 2400, 0, 30000000},
        {0, 9600, 1, 1042}, /* 1041.67 */
        {5, 1000000, 1, 15},
        {0, G_GINT64_CONSTANT(1000000000000), 1, 1},
        /* 2^32 - 1 bytes at 300 bps: 143165576.5 s. */
        {0, 300, G_MAXUINT32, G_GINT64_CONSTANT(143165576500000)},
    };
    const BpProtocol *plain = bp_protocol_find("plain");

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gint64 p[BP_PROTOCOL_PARAMS] = {cases[i].overhead_us};
        BpLineView line = {cases[i].bps, 50 * 1000};

        g_assert_cmpint(plain->file_us(p, &line, cases[i].bytes), ==, cases[i].us);
        g_assert_cmpint(plain->session_us(p, &line), ==, 0);
        g_assert_cmpuint(plain->envelope_bytes(p, 100), ==, 0);
    }
    g_assert_cmpint(values(plain, 0).p[0], ==, 0);
    g_assert_false(plain->asks_first);
    g_assert_cmpint(plain->order, ==, BP_ORDER_ARRIVAL);
}

/* Window and packet as HoneyDanBer had them, and the sums of the formula. */
static void
test_g(void)
{
    enum {
        K64 = 1
    };
    static const struct {
        gint64 window;
        gint64 packet; /* 32 << packet bytes */
        BpLineView line;
        guint64 bytes;
        gint64 us;
    } cases[] = {
        /* 640 bytes: 10 packets and 1 of the execution file; 6 packets and 4 round trips of
         * commands. 17 packets of 70 bytes at 120 a second: 9.91667 s. */
        {3, K64, {1200, 0}, 640, 9916667},
        /* 0.1 s a round trip: 3 Tp = 1.75 s > Tp + Ta + R = 0.5833 + 0.05 + 0.1. */
        {3, K64, {1200, 50000}, 640, 9916667 + 400000},
        /* 9600 bps, R = 0.6 s: Tp = 72917, Ta = 6250: 3 packets each 679167 us. 11 packets:
         * 11 * 679167 / 3 = 2490279; 6 packets 437500; 4 R = 2400000. */
        {3, K64, {9600, 300000}, 640, 2490279 + 437500 + 2400000},
        /* Window 7: 11 * 679167 / 7 = 1067262.4. */
        {7, K64, {9600, 300000}, 640, 1067263 + 437500 + 2400000},
        /* 4096 bytes a packet: 2 packets of 4102 at 960 a second, 6 of commands. */
        {3, 7, {9600, 0}, 640, 34183334},
    };
    const BpProtocol *g = bp_protocol_find("g");

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gint64 p[BP_PROTOCOL_PARAMS] = {cases[i].window, cases[i].packet};
        gint64 us = g->file_us(p, &cases[i].line, cases[i].bytes);

        /* Parts are rounded up by themselves. */
        g_assert_cmpint(us, >=, cases[i].us);
        g_assert_cmpint(us, <=, cases[i].us + 2);
    }
    g_assert_cmpint(values(g, 0).p[0], ==, 3);
    g_assert_cmpint(values(g, 0).p[1], ==, K64);
}

/* A large file at 1200 bps: 91 % of the line, as was measured in 1984 (109 of 120 bytes a
 * second); and the shares that the formula gives at 9600 bps with R = 0.6 s. */
static void
test_g_share(void)
{
    static const struct {
        gint64 window;
        gint64 bps;
        gint64 latency_us;
        gint64 percent;
    } cases[] = {
        {3, 1200, 100000, 91},
        {3, 9600, 50000, 91},
        {3, 9600, 300000, 29},
        {7, 9600, 300000, 69},
    };
    const guint64 bytes = 10 * 1000 * 1000;

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gint64 p[BP_PROTOCOL_PARAMS] = {cases[i].window, 1};
        BpLineView line = {cases[i].bps, cases[i].latency_us};
        gint64 us = bp_protocol_find("g")->file_us(p, &line, bytes);
        gint64 per_mille = bp_transfer_us(bytes, cases[i].bps, 10) * 1000 / us;

        g_assert_cmpint((per_mille + 5) / 10, ==, cases[i].percent);
    }
}

/* XMODEM's efficiency: 128 / (134 + bps R / 10). */
static void
test_fts1_share(void)
{
    static const struct {
        gint64 bps;
        gint64 latency_us;
        gint64 percent;
    } cases[] = {
        {300, 50000, 93},  {1200, 50000, 88},  {2400, 50000, 81},  {9600, 50000, 56},
        {300, 300000, 84}, {1200, 300000, 62}, {2400, 300000, 46}, {9600, 300000, 18},
    };
    const guint64 bytes = 10 * 1000 * 1000;
    const BpProtocol *fts1 = bp_protocol_find("fts1");

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        BpLineView line = {cases[i].bps, cases[i].latency_us};
        gint64 us = fts1->file_us(NULL, &line, bytes);
        gint64 per_mille = bp_transfer_us(bytes, cases[i].bps, 10) * 1000 / us;

        g_assert_cmpint((per_mille + 5) / 10, ==, cases[i].percent);
    }
}

/* Recipients are asked first: one round trip each, or one for all. 1 recipient on a 9600
 * bps line: 290 bytes, 302083.3 us; R = 100 ms. */
static void
test_smtp(void)
{
    const BpProtocol *smtp = bp_protocol_find("smtp");
    gint64 p[BP_PROTOCOL_PARAMS] = {0};
    BpLineView line = {9600, 50000};

    g_assert_true(smtp->asks_first);
    g_assert_cmpint(smtp->session_us(p, &line), ==, 400000);
    g_assert_cmpuint(smtp->envelope_bytes(p, 1), ==, 290);
    g_assert_cmpuint(smtp->envelope_bytes(p, 100), ==, 4250);
    g_assert_cmpint(smtp->ask_us(p, &line, 1), ==, 302084 + 100000);
    g_assert_cmpint(smtp->ask_us(p, &line, 100), ==, 4427084 + 100 * 100000);
    g_assert_cmpint(smtp->file_us(p, &line, 960), ==, 1000000 + 2 * 100000);
    p[0] = 1;
    g_assert_cmpint(smtp->ask_us(p, &line, 100), ==, 4427084 + 100000);
}

/* 8 bits a byte: 1500 bytes with their headers, 2 buffers and their frames. */
static void
test_nje(void)
{
    const BpProtocol *nje = bp_protocol_find("nje");
    Values usual = values(nje, 0);
    BpLineView line = {9600, 20000};

    g_assert_cmpint(nje->order, ==, BP_ORDER_SMALLEST);
    g_assert_cmpint(usual.p[0], ==, 1000);
    /* (1000 + 500 + 2 * 16) * 8 / 9600 = 1.2766667 s, and 3 round trips. */
    g_assert_cmpint(nje->file_us(usual.p, &line, 1000), ==, 1276667 + 3 * 40000);
}

/* All of them, by name. */
static void
test_names(void)
{
    g_autofree const char **names = bp_protocol_names();
    guint n = 0;

    for (; names[n]; n++)
        g_assert_cmpstr(names[n], ==, bp_protocols[n]->name);
    g_assert_null(bp_protocols[n]);
    g_assert_null(bp_protocol_find("pigeon"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/protocols/contract", test_contract);
    g_test_add_func("/protocols/saturation", test_saturation);
    g_test_add_func("/protocols/plain", test_plain);
    g_test_add_func("/protocols/g", test_g);
    g_test_add_func("/protocols/g-share", test_g_share);
    g_test_add_func("/protocols/fts1-share", test_fts1_share);
    g_test_add_func("/protocols/smtp", test_smtp);
    g_test_add_func("/protocols/nje", test_nje);
    g_test_add_func("/protocols/names", test_names);
    return g_test_run();
}
