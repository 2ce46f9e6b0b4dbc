/* Tests of the worm: whom it mails itself to, where it runs, how far it goes.
 *
 * On the chain a - b - c - d, of 10,000 bps and 10 bits a byte, a letter of 60 KB takes a
 * minute a hop.
 */
#include "scenario_kit.h"

#include <math.h>

/* Who ran it, as `a@0 b@60 `: host and second; and each letter, as `a:b0,c0 `. */
typedef struct {
    BpWorld *world;
    GString *victims;
    GString *letters;
} Log;

static const char *
name_of(const Log *log, guint32 host)
{
    return bp_network_host(bp_world_network(log->world), host).name;
}

static void
log_infected(gpointer data, BpAddress mailbox)
{
    Log *log = data;

    g_string_append_printf(log->victims, "%s@%" G_GINT64_FORMAT " ",
                           name_of(log, mailbox.host),
                           bp_world_now_us(log->world) / BP_SECOND_US);
}

static void
log_written(gpointer data, const BpMessageInfo *message, guint32 host,
            const BpRecipient *recipients, guint n_recipients)
{
    Log *log = data;

    g_assert_cmpint(message->kind, ==, BP_WORM);
    g_assert_cmpuint(message->from.host, ==, host);
    g_string_append_printf(log->letters, "%s:", name_of(log, host));
    for (guint i = 0; i < n_recipients; i++)
        g_string_append_printf(log->letters, "%s%s%u", i > 0 ? "," : "",
                               name_of(log, recipients[i].to.host),
                               recipients[i].to.user);
    g_string_append_c(log->letters, ' ');
}

static const BpObserver observer = {.infected = log_infected, .written = log_written};

static void
run(BpScenario *scenario, Log *log)
{
    log->world = kit_world(scenario);
    log->victims = g_string_new(NULL);
    log->letters = g_string_new(NULL);
    bp_post_observe(bp_world_post(log->world), &observer, log);
    bp_world_start(log->world);
    kit_run(log->world, scenario->length_us);
}

static void
clear(Log *log)
{
    bp_world_free(log->world);
    g_string_free(log->victims, TRUE);
    g_string_free(log->letters, TRUE);
}

static BpScenario *
chain(void)
{
    BpScenario *scenario = kit_scenario(BP_DAY_US);
    static const char *const names[] = {"a", "b", "c", "d"};
    guint32 hosts[4];

    for (guint i = 0; i < 4; i++)
        hosts[i] = kit_host(scenario, names[i], 1, "open");
    for (guint i = 0; i < 3; i++)
        kit_link(scenario, hosts[i], hosts[i + 1], "plain", 10000);
    bp_network_edit(scenario->network, hosts[0])->networks = BP_NET_UUCP;
    bp_network_edit(scenario->network, hosts[1])->networks = BP_NET_UUCP;
    bp_network_edit(scenario->network, hosts[2])->networks = BP_NET_BITNET;
    bp_network_edit(scenario->network, hosts[3])->networks =
        BP_NET_UUCP | BP_NET_INTERNET;
    bp_network_finish(scenario->network);
    return scenario;
}

/* A worm that everybody runs at once, in one letter to all whom he knows. */
#define WORM(scenario, ...)                                                          \
    kit_group(scenario, "worm x", "first", "u0@a", "size", "60 KB", "opens", "100%", \
              "reads-after", "0 s", "recipients", "50", __VA_ARGS__, NULL)

/* Each of four sends one letter to the three others; each letter crosses three links. */
static void
test_chain(void)
{
    g_autoptr(BpScenario) scenario = chain();
    const BpBooks *books;
    Log log;

    WORM(scenario, "book", "3");
    run(scenario, &log);
    books = kit_books(log.world);
    g_assert_cmpstr(log.victims->str, ==, "a@0 b@60 c@120 d@180 ");
    g_assert_cmpuint(books->kind[BP_WORM].messages, ==, 4);
    g_assert_cmpuint(books->kind[BP_WORM].sent, ==, 12);
    g_assert_cmpuint(books->kind[BP_WORM].in[BP_DELIVERED], ==, 12);
    g_assert_cmpuint(books->hops, ==, 12);
    g_assert_cmpuint(books->bytes, ==, 12 * 60000);
    g_assert_cmpuint(books->infected, ==, 4);
    g_assert_cmpuint(books->infected_hosts, ==, 4);
    clear(&log);
}

/* Where it does not run it is carried and delivered all the same. Hosts go by name or by
 * network; the first victim runs it anywhere. */
static void
test_where_it_runs(void)
{
    static const struct {
        const char *hosts;
        const char *victims;
    } cases[] = {
        {"a, b, d", "a@0 b@60 d@180 "}, {"b", "a@0 b@60 "},
        {"uucp", "a@0 b@60 d@180 "},    {"bitnet, d, uucp", "a@0 b@60 c@120 d@180 "},
        {"internet", "a@0 d@180 "},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = chain();
        Log log;

        WORM(scenario, "book", "9", "hosts", cases[i].hosts);
        run(scenario, &log);
        g_assert_cmpstr(log.victims->str, ==, cases[i].victims);
        g_assert_cmpuint(kit_books(log.world)->kind[BP_WORM].in[BP_DELIVERED], ==,
                         3 * kit_books(log.world)->infected);
        clear(&log);
    }
}

/* c is cleaned at the instant at which the letter comes; what is under way arrives. */
static void
test_cleanup(void)
{
    g_autoptr(BpScenario) scenario = chain();
    Log log;

    WORM(scenario, "cleanup", "day 1 00:02");
    run(scenario, &log);
    g_assert_cmpstr(log.victims->str, ==, "a@0 b@60 ");
    g_assert_cmpuint(kit_books(log.world)->kind[BP_WORM].in[BP_DELIVERED], ==, 6);
    clear(&log);
}

/* Of 8 hosts that get a copy each minute, the n-th is clean after n minutes: what they get
 * in the fourth minute and a half is run by 4 of them. */
static void
test_cleanup_is_even(void)
{
    g_autoptr(BpScenario) scenario = kit_scenario(BP_DAY_US);
    guint32 a = kit_host(scenario, "a", 1, "open");
    Log log;

    for (guint i = 0; i < 8; i++) {
        g_autofree char *name = g_strdup_printf("h%u", i);
        guint32 host = kit_host(scenario, name, 1, "open");

        kit_link(scenario, a, host, "plain", 10000);
    }
    bp_network_finish(scenario->network);
    WORM(scenario, "hosts", "h0, h1, h2, h3, h4, h5, h6, h7", "cleanup", "day 1",
         "cleanup-over", "8 min", "start", "day 1 00:03", "size", "90 KB");
    run(scenario, &log);
    g_assert_cmpuint(kit_books(log.world)->infected, ==, 1 + 4);
    clear(&log);
}

/* Nobody runs it but the first. */
static void
test_nobody_opens(void)
{
    g_autoptr(BpScenario) scenario = chain();
    Log log;

    WORM(scenario, "opens", "0%");
    run(scenario, &log);
    g_assert_cmpstr(log.victims->str, ==, "a@0 ");
    clear(&log);
}

/* Two worms go their own ways, and may both run at one mailbox. */
static void
test_two_worms(void)
{
    g_autoptr(BpScenario) scenario = chain();
    Log log;

    WORM(scenario, "hosts", "b");
    kit_group(scenario, "worm y", "first", "u0@d", "size", "60 KB", "opens", "100%",
              "reads-after", "0 s", "recipients", "3", "start", "day 1 01:00", "hosts",
              "b, c", NULL);
    run(scenario, &log);
    g_assert_cmpstr(log.victims->str, ==, "a@0 b@60 d@3600 c@3660 b@3720 ");
    g_assert_cmpuint(kit_books(log.world)->infected, ==, 5);
    g_assert_cmpuint(kit_books(log.world)->infected_hosts, ==, 4);
    clear(&log);
}

/* Hosts a and b of so many mailboxes on a net. */
static BpScenario *
two_hosts(guint32 at_a, guint32 at_b)
{
    BpScenario *scenario = kit_scenario(BP_DAY_US);

    kit_member(scenario, "a", at_a, "open", 10000000);
    kit_member(scenario, "b", at_b, "open", 10000000);
    bp_network_finish(scenario->network);
    return scenario;
}

/* How many addresses of @host are in the only letter; none twice, none of u0@a. */
static guint
count_at(const Log *log, const char *host)
{
    g_auto(GStrv) to = g_strsplit_set(log->letters->str, ":, ", -1);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    guint n = 0;

    for (guint i = 1; to[i] != NULL && *to[i] != '\0'; i++) {
        g_assert_cmpstr(to[i], !=, "a0");
        g_assert_true(g_hash_table_add(seen, to[i]));
        n += g_str_has_prefix(to[i], host) ? 1 : 0;
    }
    return n;
}

/* The share of his own host, or as many as there are; the rest is anywhere. */
static void
test_local_share(void)
{
    static const struct {
        guint32 at_a;
        guint32 at_b;
        const char *share;
        guint least_local;
        guint most_local;
    } cases[] = {
        {100, 1000000, "100%", 20, 20},
        {100, 1000000, "30%", 6, 6}, /* 14 strangers: hardly one of them at a */
        {100, 1000000, "0%", 0, 0},
        {5, 100, "100%", 4, 4},
        {5, 17, "0%", 3, 4},       /* all but one of 21 */
        {1000, 1000, "0%", 5, 15}, /* half of all */
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = two_hosts(cases[i].at_a, cases[i].at_b);
        Log log;

        WORM(scenario, "book", "20", "book-local", cases[i].share, "opens", "0%");
        run(scenario, &log);

        guint local = count_at(&log, "a");

        g_assert_cmpuint(local + count_at(&log, "b"), ==, 20);
        g_assert_cmpuint(local, >=, cases[i].least_local);
        g_assert_cmpuint(local, <=, cases[i].most_local);
        clear(&log);
    }
}

/* (transfer full): the letters of u0@a, of so many recipients, to the top of his book. */
static char *
letters(const char *book, const char *sends, const char *recipients)
{
    g_autoptr(BpScenario) scenario = two_hosts(50, 50);
    char *text;
    Log log;

    WORM(scenario, "book", book, "sends", sends, "recipients", recipients, "opens",
         "0%");
    run(scenario, &log);
    text = g_strdup(log.letters->str);
    clear(&log);
    return text;
}

/* Whoever sends less, or has a shorter book, sends to the top of the same. */
static void
test_top_of_the_book(void)
{
    g_autofree char *whole = letters("20", "all", "20");
    g_autofree char *half = letters("20", "50%", "20");
    g_autofree char *ten = letters("20", "10", "20");
    g_autofree char *little = letters("10", "all", "20");
    g_autofree char *more = letters("10", "99", "20");

    g_assert_cmpstr(half, ==, ten);
    g_assert_cmpstr(little, ==, ten);
    g_assert_cmpstr(more, ==, ten);
    half[strlen(half) - 1] = '\0';
    g_assert_true(g_str_has_prefix(whole, half));
}

/* 20 in letters of at most 8: 8, 8, 4. */
static void
test_recipients_of_a_letter(void)
{
    g_autofree char *whole = letters("20", "all", "20");
    g_autofree char *parted = letters("20", "all", "8");
    g_auto(GStrv) parts = g_strsplit(parted, " ", -1);

    g_assert_cmpuint(g_strv_length(parts), ==, 4);
    g_strdelimit(whole, " ", '\0');
    g_strdelimit(parts[1], ":", ',');
    g_strdelimit(parts[2], ":", ',');
    g_autofree char *joined = g_strconcat(parts[0], parts[1] + 1, parts[2] + 1, NULL);

    g_assert_cmpstr(joined, ==, whole);
}

/* ---- many ---- */

#define HOSTS 200U
#define USERS 100U /* of each */

/* 200 hosts on one net, 20,000 mailboxes. */
static BpScenario *
crowd(guint64 seed, gint64 bps)
{
    BpScenario *scenario = kit_scenario(100 * BP_DAY_US);

    for (guint i = 0; i < HOSTS; i++) {
        g_autofree char *name = g_strdup_printf("h%u", i);

        kit_member(scenario, name, USERS, "open", bps);
    }
    bp_network_finish(scenario->network);
    scenario->trace_ppm = 0;
    scenario->seed = seed;
    return scenario;
}

static void
mark_infected(gpointer data, BpAddress mailbox)
{
    guint8 *marks = data;

    g_assert_cmpuint(marks[mailbox.host * USERS + mailbox.user], ==, 0);
    marks[mailbox.host * USERS + mailbox.user] = 1;
}

static const BpObserver marker = {.infected = mark_infected};

/* How many a worm gets to in the end that mails itself to @k others anywhere, of whom each
 * runs it with chance @p. */
static guint64
outbreak(guint64 seed, gint64 bps, const char *k, const char *p, guint8 *marks)
{
    g_autoptr(BpScenario) scenario = crowd(seed, bps);

    kit_group(scenario, "worm x", "first", "u0@h0", "size", "1 KB", "book", k,
              "book-local", "0%", "opens", p, "recipients", "100", NULL);

    g_autoptr(BpWorld) world = kit_world(scenario);

    if (marks != NULL)
        bp_post_observe(bp_world_post(world), &marker, marks);
    bp_world_start(world);
    kit_run(world, scenario->length_us);
    g_assert_cmpuint(kit_books(world)->kind[BP_WORM].in[BP_QUEUED], ==, 0);
    return kit_books(world)->infected;
}

/* The share z that an epidemic gets to where everybody meets everybody: z = 1 - exp(-R z)
 * (Kermack and McKendrick, 1927). */
static double
final_size(double r)
{
    double z = 1;

    for (guint i = 0; i < 1000; i++)
        z = 1 - exp(-r * z);
    return z;
}

/* Above the threshold a large outbreak, of which there is one in most runs, is of that
 * size; its variance is n z (1 - z) / (1 - R (1 - z))^2 (von Bahr and Martin-Lof, 1980). */
static void
test_final_size(void)
{
    static const struct {
        const char *p;
        double r;
    } cases[] = {{"15%", 1.5}, {"30%", 3}};
    double n = HOSTS * USERS;

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        double r = cases[i].r;
        double z = final_size(r);
        double sigma = sqrt(n * z * (1 - z)) / (1 - r * (1 - z));
        guint n_large = 0;

        for (guint64 seed = 1; seed <= 5; seed++) {
            double size = (double)outbreak(seed, 1000000000, "10", cases[i].p, NULL);

            g_test_message("R %g, seed %u: %g; theory %g +- %g", r, (guint)seed, size,
                           n * z, sigma);
            if (size < n / 20)
                continue;
            n_large++;
            g_assert_cmpfloat(fabs(size - n * z), <, 4 * sigma);
        }
        g_assert_cmpuint(n_large, >=, 2);
    }
}

/* Below it, all die out: a tree of mean 1 / (1 - R) and variance k p (1 - p) / (1 - R)^3. */
static void
test_below_the_threshold(void)
{
    guint n_runs = 200;
    double sum = 0;
    double sigma = sqrt(0.5 * 0.9 / 0.125 / n_runs);

    for (guint seed = 1; seed <= n_runs; seed++) {
        guint64 size = outbreak(seed, 1000000000, "5", "10%", NULL);

        g_assert_cmpuint(size, <, HOSTS * USERS / 20);
        sum += (double)size;
    }
    g_test_message("mean %g; theory 2 +- %g", sum / n_runs, sigma);
    g_assert_cmpfloat(fabs(sum / n_runs - 2), <, 4 * sigma);
}

/* Lines a hundred thousand times slower change when, and not who. */
static void
test_delay_changes_nobody(void)
{
    g_autofree guint8 *fast = g_new0(guint8, (HOSTS + 1) * USERS);
    g_autofree guint8 *slow = g_new0(guint8, (HOSTS + 1) * USERS);
    guint64 n = outbreak(2, 1000000000, "10", "20%", fast);

    g_assert_cmpuint(n, >, HOSTS * USERS / 2);
    g_assert_cmpuint(outbreak(2, 10000, "10", "20%", slow), ==, n);
    g_assert_cmpint(memcmp(fast, slow, (HOSTS + 1) * USERS), ==, 0);
}

/* ---- what is wrong ---- */

static void
test_bad_input(void)
{
    static const struct {
        const char *key;
        const char *text;
        const char *said;
    } cases[] = {
        {"first", "a", "first = \"a\": expected a mailbox such as u0@somehost"},
        {"first", "@a", "first = \"@a\": expected a mailbox such as u0@somehost"},
        {"first", "u0@", "expected a host of the topology"},
        {"first", "u1@a",
         "first = \"u1@a\": expected a mailbox of a, from u0@a to u0@a"},
        {"first", "bob@a", "expected a mailbox of a, from u0@a to u0@a"},
        {"first", "u0@net", "first = \"u0@net\": expected a host; net is a net"},
        {"first", "u0@zz", "first = \"u0@zz\": expected a host of the topology"},
        {"hosts", "a, zz", "hosts = \"a, zz\": expected a host of the topology"},
        {"hosts", "net", "hosts = \"net\": expected a host; net is a net"},
        {"hosts", "none", "expected hosts: a worm that runs nowhere is no worm"},
        {"hosts", "fidonet, a",
         "expected a network of the topology; no host with mailboxes is on fidonet"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(BpScenario) scenario = chain();
        g_autofree char *said = NULL;

        if (g_str_equal(cases[i].key, "first"))
            kit_group(scenario, "worm x", cases[i].key, cases[i].text, NULL);
        else
            kit_group(scenario, "worm x", "first", "u0@a", cases[i].key, cases[i].text,
                      NULL);
        said = kit_problems(scenario);
        if (strstr(said, cases[i].said) == NULL)
            g_test_message("%s\nlacks %s", said, cases[i].said);
        g_assert_nonnull(strstr(said, cases[i].said));
        g_assert_true(g_str_has_prefix(said, "t.scenario:7: [worm x] "));
    }
}

/* A lonely user has nobody to write to; a host without mailboxes no victim. */
static void
test_nobody_to_write_to(void)
{
    g_autoptr(BpScenario) scenario = two_hosts(1, 0);
    g_autofree char *said = NULL;

    kit_group(scenario, "worm x", "first", "u0@b", NULL);
    said = kit_problems(scenario);
    g_assert_nonnull(strstr(said, "first = \"u0@b\": expected a mailbox; b has none"));
    g_assert_nonnull(strstr(said, "expected a network with at least two mailboxes"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/worm/chain", test_chain);
    g_test_add_func("/worm/where-it-runs", test_where_it_runs);
    g_test_add_func("/worm/cleanup", test_cleanup);
    g_test_add_func("/worm/cleanup-is-even", test_cleanup_is_even);
    g_test_add_func("/worm/nobody-opens", test_nobody_opens);
    g_test_add_func("/worm/two-worms", test_two_worms);
    g_test_add_func("/worm/local-share", test_local_share);
    g_test_add_func("/worm/top-of-the-book", test_top_of_the_book);
    g_test_add_func("/worm/recipients-of-a-letter", test_recipients_of_a_letter);
    g_test_add_func("/worm/final-size", test_final_size);
    g_test_add_func("/worm/below-the-threshold", test_below_the_threshold);
    g_test_add_func("/worm/delay-changes-nobody", test_delay_changes_nobody);
    g_test_add_func("/worm/bad-input", test_bad_input);
    g_test_add_func("/worm/nobody-to-write-to", test_nobody_to_write_to);
    return g_test_run();
}
