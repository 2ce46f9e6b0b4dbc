/* Tests of reach against what can be worked out without a simulation.
 *
 * One hop over a net, relays that take all or nothing, no retry: a mailbox is reached if the
 * relay that its letter was handed to is open, and its host takes mail from relays. The two
 * have nothing to do with one another, so
 *
 *     reach = p q,   p: the share of letters that go to open relays,
 *                    q: the share of mailboxes whose hosts take mail from them.
 *
 * Targets are in random order, so those that go to open relays are a sample without
 * replacement of all N, n of them; those reached are hypergeometric: mean n q, variance
 * n q (1 - q) (N - n) / (N - 1). A run may be four standard deviations off, the mean of
 * N_SEEDS runs four of its own.
 */
#include "scenario_kit.h"

#include <bangpath/choose.h>
#include <math.h>

#define N_SEEDS 12
#define N_RELAYS 25
#define N_HOSTS 100
#define EACH 100 /* mailboxes of a host */
#define N ((double)N_HOSTS * EACH)
#define BPS 100000000

/* agis; relays r0 .. r24 without mailboxes; v0 .. v99. */
typedef struct {
    BpScenario *scenario;
    BpWorld *world;
    guint32 first_relay; /* they are numbered one after the other */
    guint32 first_host;
} Scene;

static void
scene_init(Scene *scene, guint64 seed)
{
    scene->scenario = kit_scenario(30 * BP_DAY_US);
    scene->scenario->seed = seed;
    scene->scenario->trace_ppm = 0;
    kit_member(scene->scenario, "agis", 0, "closed", BPS);
    for (guint i = 0; i < N_RELAYS + N_HOSTS; i++) {
        gboolean is_relay = i < N_RELAYS;
        g_autofree char *name =
            is_relay ? g_strdup_printf("r%u", i) : g_strdup_printf("v%u", i - N_RELAYS);
        guint32 host =
            kit_member(scene->scenario, name, is_relay ? 0 : EACH, "open", BPS);

        if (i == 0)
            scene->first_relay = host;
        if (i == N_RELAYS)
            scene->first_host = host;
    }
    bp_network_finish(scene->scenario->network);
}

static void
scene_clear(Scene *scene)
{
    bp_world_free(scene->world);
    bp_scenario_free(scene->scenario);
}

/* (transfer full): @n hosts of the @of that begin with @first, drawn for @purpose. */
static GArray *
draw(const Scene *scene, guint32 first, guint of, guint n, const char *purpose)
{
    GArray *hosts = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint32 host = first; host < first + of; host++)
        g_array_append_val(hosts, host);
    bp_choose_shuffle(hosts, scene->scenario->seed, purpose);
    g_array_set_size(hosts, n);
    return hosts;
}

/* Who is a relay of the scene is on the list of those who ask one. */
static void
look(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    const Scene *scene = data;

    envelope->peer_is_listed = offer->peer >= scene->first_relay &&
                               offer->peer < scene->first_relay + N_RELAYS;
}

/* A run in which @n_closed of the hosts from @first are closed, and @n_refusing of the
 * mailboxes' hosts take nothing from relays. How many were reached. */
static double
reached(Scene *scene, guint32 first, guint of, guint n_closed, guint n_refusing)
{
    g_autoptr(GArray) closed = draw(scene, first, of, n_closed, "closed");
    g_autoptr(GArray) refusing =
        draw(scene, scene->first_host, N_HOSTS, n_refusing, "refusing");
    BpGuard guard = {.policy = bp_policy_find("blacklist"),
                     .stage = BP_STAGE_CONNECTION,
                     .look = look,
                     .data = scene};
    BpPost *post;
    guint list;

    scene->world = kit_world(scene->scenario);
    post = bp_world_post(scene->world);
    list = bp_post_add_guard(post, &guard);
    for (guint i = 0; i < closed->len; i++)
        bp_post_set_relay(post, g_array_index(closed, guint32, i),
                          bp_policy_index(bp_policy_find("closed")));
    for (guint i = 0; i < refusing->len; i++)
        bp_post_set_guard(post, g_array_index(refusing, guint32, i), list, TRUE);
    bp_world_start(scene->world);
    kit_run(scene->world, 30 * BP_DAY_US);
    g_assert_cmpuint(kit_books(scene->world)->targets, >, 0);
    return (double)kit_books(scene->world)->mailboxes_reached;
}

static char *
names_of_relays(void)
{
    GString *names = g_string_new("r0");

    for (guint i = 1; i < N_RELAYS; i++)
        g_string_append_printf(names, ", r%u", i);
    return g_string_free(names, FALSE);
}

static void
spammer(Scene *scene, const char *relays, const char *use, const char *retry,
        const char *targets)
{
    kit_group(scene->scenario, "spammer x", "host", "agis", "line", "lan", "relays",
              relays, "use", use, "retry", retry, "targets", targets, "bcc", "100",
              "forge", "null", NULL);
}

/* Four standard deviations, of one run and of the mean of all. */
static void
check(const double *got, double mean, double deviation)
{
    double sum = 0;

    for (guint i = 0; i < N_SEEDS; i++) {
        sum += got[i];
        g_test_message("seed %u: %g, expected %g, deviation %g", i, got[i], mean,
                       deviation);
        g_assert_cmpfloat(fabs(got[i] - mean), <=, 4 * deviation);
    }
    g_assert_cmpfloat(fabs(sum / N_SEEDS - mean), <=, 4 * deviation / sqrt(N_SEEDS));
}

/* 100 letters, four for each relay; 10 of 25 are closed: p = 0.6, n = 6,000. 30 of 100 hosts
 * refuse: q = 0.7. Reached: 4,200, deviation 22.5. */
static void
test_rotate(void)
{
    g_autofree char *relays = names_of_relays();
    double got[N_SEEDS];
    double n = 0.6 * N;

    for (guint seed = 0; seed < N_SEEDS; seed++) {
        Scene scene;

        scene_init(&scene, seed);
        spammer(&scene, relays, "rotate", "no", "all");
        got[seed] = reached(&scene, scene.first_relay, N_RELAYS, 10, 30);
        scene_clear(&scene);
    }
    check(got, n * 0.7, sqrt(n * 0.7 * 0.3 * (N - n) / (N - 1)));
}

/* Whoever has mailboxes relays as well, 40 of 100 are closed, and the list has them all, each
 * once, with one letter for each. An open one takes its 100; a closed one takes those for
 * its own, one in a hundred. Reached: 60 * 100 + 40 * 1; of the 4,000 chances of 1% the
 * deviation is at most 6.3. */
static void
test_list_of_all(void)
{
    double got[N_SEEDS];

    for (guint seed = 0; seed < N_SEEDS; seed++) {
        Scene scene;

        scene_init(&scene, seed);

        g_autoptr(GString) names = g_string_new("v0");

        for (guint i = 1; i < N_HOSTS; i++)
            g_string_append_printf(names, ", v%u", i);
        spammer(&scene, names->str, "rotate", "no", "all");
        got[seed] = reached(&scene, scene.first_host, N_HOSTS, 40, 0);
        scene_clear(&scene);
    }
    check(got, 60 * 100 + 40, sqrt(4000 * 0.01 * 0.99));
}

/* A published list is in random order: of 125 hosts, 50 of them closed, the first 50 get the
 * 50 letters for half of all mailboxes. The letters that go to open ones are hypergeometric
 * themselves: mean 50 * 0.6 = 30, variance 50 * 0.6 * 0.4 * 75 / 124 = 7.26, of a hundred
 * mailboxes each. (What closed ones take for their own is less than one letter.) */
static void
test_random_order(void)
{
    double got[N_SEEDS];

    for (guint seed = 0; seed < N_SEEDS; seed++) {
        Scene scene;

        scene_init(&scene, seed);
        spammer(&scene, "published list", "rotate", "no", "5000");
        got[seed] =
            floor(reached(&scene, scene.first_relay, N_RELAYS + N_HOSTS, 50, 0) / 100);
        scene_clear(&scene);
    }
    check(got, 30, sqrt(50 * 0.6 * 0.4 * 75 / 124));
}

/* Who moves on with what is refused gets all of it through as long as one relay is left, and
 * then nothing: reach = q or 0, whatever the seed; so 7,000 or none. */
static void
test_all_or_nothing(void)
{
    static const char *const uses[][2] = {
        {"hop", "no"}, {"rotate", "yes"}, {"stick", "yes"}};
    static const guint n_closed[] = {0, 10, 24, 25};
    g_autofree char *relays = names_of_relays();

    for (guint i = 0; i < G_N_ELEMENTS(uses); i++)
        for (guint k = 0; k < G_N_ELEMENTS(n_closed); k++) {
            Scene scene;
            double got;

            scene_init(&scene, i * 10 + k);
            spammer(&scene, relays, uses[i][0], uses[i][1], "all");
            got = reached(&scene, scene.first_relay, N_RELAYS, n_closed[k], 30);
            g_assert_cmpfloat(got, ==, n_closed[k] < N_RELAYS ? 7000 : 0);
            scene_clear(&scene);
        }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reach/rotate", test_rotate);
    g_test_add_func("/reach/list of all", test_list_of_all);
    g_test_add_func("/reach/random order", test_random_order);
    g_test_add_func("/reach/all or nothing", test_all_or_nothing);
    return g_test_run();
}
