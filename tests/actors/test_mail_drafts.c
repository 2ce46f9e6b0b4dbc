/* Tests of letters drafted before they are asked for: whoever drafts them, they are the same. */
#include "mail_drafts.h"
#include "scenario_kit.h"

#define LETTERS (300 * (guint64)BP_BATCH)

typedef struct {
    BpScenario *scenario;
    BpWorld *world;
    BpValue size;
    BpDrafting drafting;
} Fixture;

/* Three hosts of 7, 40 and 1 mailboxes on a net, one of 3 that is on none. */
static void
set_up(Fixture *f, gconstpointer unused)
{
    gboolean made;

    (void)unused;
    f->scenario = kit_scenario(BP_DAY_US);
    kit_member(f->scenario, "a", 7, "open", 10000);
    kit_member(f->scenario, "b", 40, "open", 10000);
    kit_member(f->scenario, "c", 1, "open", 10000);
    bp_network_edit(f->scenario->network,
                    bp_network_node(f->scenario->network, "d", &made))
        ->mailboxes = 3;
    bp_network_finish(f->scenario->network);
    f->world = kit_world(f->scenario);
    f->size = (BpValue){.number = 2000, .number2 = 1100000};
    f->drafting = (BpDrafting){
        .network = f->scenario->network,
        .size = &f->size,
        .seed = 7,
        .gap_us = 1000,
        .n_mailboxes = 51,
        .stream = bp_stream("mail of users"),
    };
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
    (void)unused;
    bp_world_free(f->world);
    bp_scenario_free(f->scenario);
}

static void
assert_same(const BpDraft *a, const BpDraft *b)
{
    g_assert_cmpint(a->gap_us, ==, b->gap_us);
    g_assert_cmpuint(a->from.host, ==, b->from.host);
    g_assert_cmpuint(a->from.user, ==, b->from.user);
    g_assert_cmpuint(a->to.host, ==, b->to.host);
    g_assert_cmpuint(a->to.user, ==, b->to.user);
    g_assert_cmpuint(a->size_bytes, ==, b->size_bytes);
    g_assert_cmpuint(a->from_access, ==, b->from_access);
    g_assert_cmpuint(a->to_access, ==, b->to_access);
}

/* Asks for @n letters from @first on, and now and then leaves the thread time to fill its ring. */
static void
ask(Fixture *f, BpDrafts *drafts, guint64 first, guint64 n, gboolean rests)
{
    BpDraft batch[BP_BATCH];
    guint64 drafted = G_MAXUINT64;

    for (guint64 i = first; i < first + n; i++) {
        if (i - i % BP_BATCH != drafted) {
            drafted = i - i % BP_BATCH;
            bp_draft(&f->drafting, drafted, batch);
        }
        if (rests && i % (40 * BP_BATCH) == 0)
            g_usleep(20000);
        bp_drafts_expect(drafts, i);
        assert_same(bp_drafts_get(drafts, i), &batch[i - drafted]);
    }
}

/* By a thread or without one, in a hurry or at ease. */
static void
test_same(Fixture *f, gconstpointer unused)
{
    (void)unused;
    for (guint way = 0; way < 3; way++) {
        BpDrafts *drafts = bp_drafts_new(&f->drafting, bp_world_post(f->world),
                                         way == 0 ? BP_DRAFTS_ALONE : 2);

        ask(f, drafts, 0, LETTERS, way == 2);
        bp_drafts_free(drafts);
    }
}

/* Where a run is gone on with, and back again. */
static void
test_anywhere(Fixture *f, gconstpointer unused)
{
    static const guint64 places[] = {
        5 * BP_BATCH + 63, 3 * BP_BATCH,       1000 * BP_BATCH + 1,
        970 * BP_BATCH,    936 * BP_BATCH + 1, 0,
    };
    BpDrafts *drafts = bp_drafts_new(&f->drafting, bp_world_post(f->world), 2);

    (void)unused;
    ask(f, drafts, 10, 10 * BP_BATCH, FALSE);
    for (guint i = 0; i < G_N_ELEMENTS(places); i++)
        ask(f, drafts, places[i], 80 * BP_BATCH, TRUE);
    bp_drafts_free(drafts);
}

/* Who is asked for none ends at once, and so does one whose thread sleeps. */
static void
test_ends(Fixture *f, gconstpointer unused)
{
    BpDrafts *drafts = bp_drafts_new(&f->drafting, bp_world_post(f->world), 0);

    (void)unused;
    bp_drafts_free(drafts);
    drafts = bp_drafts_new(&f->drafting, bp_world_post(f->world), 0);
    ask(f, drafts, 0, 1, FALSE);
    g_usleep(20000);
    bp_drafts_free(drafts);
    bp_drafts_free(NULL);
}

/* Nobody writes to himself; the ways to the net are those of the hosts, d has none. */
static void
test_whom(Fixture *f, gconstpointer unused)
{
    BpDraft batch[BP_BATCH];
    guint n_off = 0;

    (void)unused;
    for (guint64 first = 0; first < 50 * BP_BATCH; first += BP_BATCH) {
        bp_draft(&f->drafting, first, batch);
        for (guint i = 0; i < BP_BATCH; i++) {
            const BpDraft *draft = &batch[i];
            const char *name =
                bp_network_host(f->scenario->network, draft->to.host).name;

            g_assert_true(draft->from.host != draft->to.host ||
                          draft->from.user != draft->to.user);
            g_assert_cmpint(draft->gap_us, >, 0);
            g_assert_true((draft->to_access == BP_NONE) == (strcmp(name, "d") == 0));
            n_off += draft->to_access == BP_NONE;
            if (draft->to_access != BP_NONE)
                g_assert_cmpuint(
                    bp_network_from(f->scenario->network, draft->to_access), ==,
                    draft->to.host);
        }
    }
    /* 3 of 51 of 3,200: 188, with a standard error of 13. */
    g_assert_cmpfloat_with_epsilon((double)n_off, 188, 66);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/mail drafts/same", Fixture, NULL, set_up, test_same, tear_down);
    g_test_add("/mail drafts/anywhere", Fixture, NULL, set_up, test_anywhere,
               tear_down);
    g_test_add("/mail drafts/ends", Fixture, NULL, set_up, test_ends, tear_down);
    g_test_add("/mail drafts/whom", Fixture, NULL, set_up, test_whom, tear_down);
    return g_test_run();
}
