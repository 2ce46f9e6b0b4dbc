/* Tests of clearing-houses: what is counted for what body, from when on, and who is told. */
#include "scenario_kit.h"

/* agis, where the spammer is; relay r1; hosts v1, v2, ... with a mailbox each. He hands
 * one letter of 1,000 bytes for all of them to r1, which sends each its copy, one after
 * the other: 1.290 s each, refused or not, since bulk is known by its body. */
static BpScenario *
scene(guint n)
{
    BpScenario *scenario = kit_scenario(60 * BP_DAY_US);

    kit_member(scenario, "agis", 0, "open", 10000);
    kit_member(scenario, "r1", 0, "open", 10000);
    for (guint i = 1; i <= n; i++) {
        g_autofree char *name = g_strdup_printf("v%u", i);

        kit_member(scenario, name, 1, "open", 10000);
    }
    bp_network_finish(scenario->network);
    return scenario;
}

static void
spammer(BpScenario *scenario, const char *title, const char *variants)
{
    kit_group(scenario, title, "host", "agis", "line", "lan", "size", "1 KB", "relays",
              "r1", "variants", variants, NULL);
}

static BpWorld *
run(const BpScenario *scenario, gint64 until_us)
{
    BpWorld *world = kit_world(scenario);

    bp_world_start(world);
    kit_run(world, until_us);
    return world;
}

/* Of eight, how many get it where the house is so set. */
static guint64
delivered(const char *threshold, const char *delay)
{
    g_autoptr(BpScenario) scenario = scene(8);
    g_autoptr(BpWorld) world = NULL;

    kit_group(scenario, "clearing-house dcc", "subscribers", "all", "threshold",
              threshold, "delay", delay, NULL);
    spammer(scenario, "spammer x", "1");
    world = run(scenario, BP_HOUR_US);

    const BpTally *spam = &kit_books(world)->kind[BP_SPAM];

    g_assert_cmpuint(spam->in[BP_DELIVERED] + spam->in[BP_BOUNCED], ==, 8);
    g_assert_cmpuint(kit_books(world)->refusals[BP_REASON_BULK], ==,
                     spam->in[BP_BOUNCED]);
    return spam->in[BP_DELIVERED];
}

/* The n-th copy makes n recipients; at the threshold it is bulk. */
static void
test_threshold(void)
{
    g_assert_cmpuint(delivered("2", "0 s"), ==, 1);
    g_assert_cmpuint(delivered("3", "0 s"), ==, 2);
    g_assert_cmpuint(delivered("8", "0 s"), ==, 7);
    g_assert_cmpuint(delivered("9", "0 s"), ==, 8);
}

/* After two copies' time the n-th to ask is told of n - 2, and asks about one more: with
 * a threshold of 3 the fourth is refused. A microsecond later it is told of n - 3. */
static void
test_delay(void)
{
    g_assert_cmpuint(delivered("3", "2.58 s"), ==, 3);
    g_assert_cmpuint(delivered("3", "2.580001 s"), ==, 4);
    g_assert_cmpuint(delivered("3", "1 d"), ==, 8);
}

/* A copy counts for as many as it is for: one for a and b, and one for c, d and e. */
static void
test_recipients_are_counted(void)
{
    static const struct {
        const char *threshold;
        guint64 delivered;
    } cases[] = {{"2", 0}, {"3", 2}, {"5", 2}, {"6", 5}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = kit_scenario(BP_DAY_US);
        g_autoptr(BpWorld) world = NULL;

        kit_member(scenario, "agis", 0, "open", 10000);
        kit_member(scenario, "r1", 0, "open", 10000);
        kit_member(scenario, "two", 2, "open", 10000);
        kit_member(scenario, "three", 3, "open", 10000);
        bp_network_finish(scenario->network);
        kit_group(scenario, "clearing-house dcc", "subscribers", "all", "threshold",
                  cases[i].threshold, "delay", "0 s", NULL);
        spammer(scenario, "spammer x", "1");
        world = run(scenario, BP_HOUR_US);
        g_assert_cmpuint(kit_books(world)->kind[BP_SPAM].in[BP_DELIVERED], ==,
                         cases[i].delivered);
    }
}

/* Only subscribers report and ask: v1, v3 and v5 are 1, 2 and 3 of it. */
static void
test_subscribers(void)
{
    g_autoptr(BpScenario) scenario = scene(6);
    g_autoptr(BpWorld) world = NULL;
    BpPost *post;

    kit_group(scenario, "clearing-house dcc", "subscribers", "v5, v1, v3", "threshold",
              "3", "delay", "0 s", NULL);
    spammer(scenario, "spammer x", "1");
    world = run(scenario, BP_HOUR_US);
    post = bp_world_post(world);
    g_assert_cmpuint(kit_books(world)->kind[BP_SPAM].in[BP_DELIVERED], ==, 5);
    g_assert_cmpuint(bp_post_spam_delivered(post, kit_find(world, "v5")), ==, 0);
}

/* Two spammers have two texts, and two houses two counts: no sum reaches 6. */
static void
test_counts_are_apart(void)
{
    g_autoptr(BpScenario) scenario = scene(5);
    g_autoptr(BpWorld) world = NULL;

    kit_group(scenario, "clearing-house a", "subscribers", "all", "threshold", "6",
              "delay", "0 s", NULL);
    kit_group(scenario, "clearing-house b", "subscribers", "v1, v2", "threshold", "3",
              "delay", "0 s", NULL);
    spammer(scenario, "spammer x", "1");
    spammer(scenario, "spammer y", "1");
    world = run(scenario, BP_HOUR_US);
    g_assert_cmpuint(kit_books(world)->kind[BP_SPAM].in[BP_DELIVERED], ==, 10);
}

/* Eight recipients, a threshold of 3. One text: two get it, for 250 + 8 * 40 + 1,000
 * bytes of his. Four texts, two recipients each: all get it, for four times 250 + 2 * 40 +
 * 1,000. The relay sends eight copies of 1,290 bytes in any case: his saving falls from
 * 6.6 to 1.9. With two texts two of each four get it. */
static void
test_variants(void)
{
    static const struct {
        const char *variants;
        guint64 delivered;
        guint64 his_bytes;
    } cases[] = {
        {"1", 2, 1570}, {"2", 4, 2 * 1410}, {"4", 8, 4 * 1330}, {"8", 8, 8 * 1290}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = scene(8);
        g_autoptr(BpWorld) world = NULL;

        kit_group(scenario, "clearing-house dcc", "subscribers", "all", "threshold",
                  "3", "delay", "0 s", NULL);
        spammer(scenario, "spammer x", cases[i].variants);
        world = run(scenario, BP_HOUR_US);
        g_assert_cmpuint(kit_books(world)->kind[BP_SPAM].in[BP_DELIVERED], ==,
                         cases[i].delivered);
        g_assert_cmpuint(kit_books(world)->spam_bytes_by_spammers, ==,
                         cases[i].his_bytes);
        g_assert_cmpuint(kit_books(world)->spam_bytes_by_others, ==, 8 * 1290);
    }
}

/* Two letters for four of eight each, from two accounts: of one text that is bulk from the
 * fifth recipient on, so the second letter gets nowhere; of two texts neither is. */
static void
test_several_accounts(void)
{
    for (guint variants = 1; variants <= 2; variants++) {
        g_autoptr(BpScenario) scenario = scene(8);
        g_autoptr(BpWorld) world = NULL;

        kit_group(scenario, "clearing-house dcc", "subscribers", "all", "threshold",
                  "5", "delay", "0 s", NULL);
        kit_group(scenario, "spammer x", "host", "agis, v1", "line", "lan", "size",
                  "1 KB", "relays", "r1", "bcc", "4", "life", "1 s", "accounts", "2",
                  "again-after", "1 min", "variants", variants == 1 ? "1" : "2", NULL);
        world = run(scenario, BP_HOUR_US);
        g_assert_cmpuint(kit_books(world)->kind[BP_SPAM].messages, ==, 2);
        g_assert_cmpuint(kit_books(world)->kind[BP_SPAM].in[BP_DELIVERED], ==,
                         variants == 1 ? 4 : 8);
    }
}

/* Refused, the relay bounces to him at agis, and nobody is there; in silence nobody
 * hears. */
static void
test_answer(void)
{
    for (guint silent = 0; silent < 2; silent++) {
        g_autoptr(BpScenario) scenario = scene(8);
        g_autoptr(BpWorld) world = NULL;
        const BpBooks *books;

        kit_group(scenario, "clearing-house dcc", "subscribers", "all", "threshold",
                  "3", "delay", "0 s", "answer", silent ? "silent" : "bounce", NULL);
        spammer(scenario, "spammer x", "1");
        world = run(scenario, BP_HOUR_US);
        books = kit_books(world);
        g_assert_cmpuint(books->kind[BP_SPAM].in[BP_DELIVERED], ==, 2);
        g_assert_cmpuint(books->kind[BP_SPAM].in[BP_DISCARDED], ==, silent ? 6 : 0);
        g_assert_cmpuint(books->kind[BP_BOUNCE].messages, ==, silent ? 0 : 6);
    }
}

/* @host writes a letter of 1,000 bytes for u0 at v1 to v@n. */
static void
write_letter(BpWorld *world, const char *host, BpKind kind, guint8 strain, guint n)
{
    BpRecipient to[8];
    BpLetter letter = {
        .kind = kind,
        .strain = strain,
        .from = {kit_find(world, host), 0},
        .size_bytes = 1000,
        .recipients = to,
        .n_recipients = n,
    };

    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("v%u", i + 1);

        to[i] = (BpRecipient){{kit_find(world, name), 0}, BP_NONE};
    }
    bp_post_write(bp_world_post(world), letter.from.host, &letter);
}

/* A letter for five friends is bulk from the third on, unless its host is known as one that
 * sends such letters. Five letters for one each are five bodies. */
static void
test_ham(void)
{
    static const struct {
        const char *passes;
        guint letters;
        guint each;
        guint64 delivered;
    } cases[] = {{"r1", 1, 5, 2}, {"agis", 1, 5, 5}, {"r1", 5, 1, 5}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = scene(5);
        g_autoptr(BpWorld) world = NULL;

        kit_group(scenario, "clearing-house dcc", "subscribers", "all", "threshold",
                  "3", "delay", "0 s", "passes", cases[i].passes, NULL);
        world = kit_world(scenario);
        bp_world_start(world);
        for (guint j = 0; j < cases[i].letters; j++)
            write_letter(world, "agis", BP_HAM, 0, cases[i].each);
        kit_run(world, BP_HOUR_US);
        g_assert_cmpuint(kit_books(world)->kind[BP_HAM].in[BP_DELIVERED], ==,
                         cases[i].delivered);
        g_assert_cmpuint(kit_books(world)->collateral, ==,
                         cases[i].letters * cases[i].each - cases[i].delivered);
    }
}

/* Worms: letters of one strain have one body, whoever sends them, letters of another have
 * another: three of the first, of which the third is refused, and two of the other. */
static void
test_worms(void)
{
    g_autoptr(BpScenario) scenario = scene(3);
    g_autoptr(BpWorld) world = NULL;
    guint8 one, other;

    kit_group(scenario, "clearing-house dcc", "subscribers", "all", "threshold", "3",
              "delay", "0 s", NULL);
    world = kit_world(scenario);
    one = bp_post_add_strain(bp_world_post(world));
    other = bp_post_add_strain(bp_world_post(world));
    bp_world_start(world);
    write_letter(world, "agis", BP_WORM, one, 2);
    write_letter(world, "r1", BP_WORM, other, 2);
    bp_world_run_until(world, BP_MINUTE_US);
    write_letter(world, "v3", BP_WORM, one, 1);
    kit_run(world, BP_HOUR_US);
    g_assert_cmpuint(kit_books(world)->kind[BP_WORM].in[BP_DELIVERED], ==, 4);
    g_assert_cmpuint(kit_books(world)->kind[BP_WORM].in[BP_BOUNCED], ==, 1);
}

/* The first of a strain is reported at 1.290 s, and all are told of it ten seconds later.
 * The second, @gap_us after the first, is bulk if that is not forgotten. */
static gboolean
is_forgotten_after(gint64 gap_us)
{
    g_autoptr(BpScenario) scenario = scene(1);
    g_autoptr(BpWorld) world = NULL;
    guint8 strain;

    kit_group(scenario, "clearing-house dcc", "subscribers", "all", "threshold", "2",
              "delay", "10 s", "forgets", "1 h", NULL);
    world = kit_world(scenario);
    strain = bp_post_add_strain(bp_world_post(world));
    bp_world_start(world);
    write_letter(world, "agis", BP_WORM, strain, 1);
    bp_world_run_until(world, gap_us);
    write_letter(world, "agis", BP_WORM, strain, 1);
    kit_run(world, BP_DAY_US);
    return kit_books(world)->kind[BP_WORM].in[BP_DELIVERED] == 2;
}

static void
test_forgets(void)
{
    g_assert_true(is_forgotten_after(10 * BP_SECOND_US - 1)); /* not told yet */
    g_assert_false(is_forgotten_after(10 * BP_SECOND_US));
    g_assert_false(is_forgotten_after(BP_HOUR_US + 10 * BP_SECOND_US - 1));
    g_assert_true(is_forgotten_after(BP_HOUR_US + 10 * BP_SECOND_US));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/clearing-house/threshold", test_threshold);
    g_test_add_func("/clearing-house/delay", test_delay);
    g_test_add_func("/clearing-house/recipients are counted",
                    test_recipients_are_counted);
    g_test_add_func("/clearing-house/subscribers", test_subscribers);
    g_test_add_func("/clearing-house/counts are apart", test_counts_are_apart);
    g_test_add_func("/clearing-house/variants", test_variants);
    g_test_add_func("/clearing-house/several accounts", test_several_accounts);
    g_test_add_func("/clearing-house/answer", test_answer);
    g_test_add_func("/clearing-house/ham", test_ham);
    g_test_add_func("/clearing-house/worms", test_worms);
    g_test_add_func("/clearing-house/forgets", test_forgets);
    return g_test_run();
}
