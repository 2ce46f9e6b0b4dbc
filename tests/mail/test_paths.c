/* Tests of bang paths: kept once, followed as written. */
#include "post_world.h"

static void
add(PostWorld *w, guint32 *hosts, const char *names)
{
    for (guint i = 0; names[i] != '\0'; i++)
        hosts[i] = bp_network_find(w->network, (char[2]){names[i], '\0'});
}

/* a - b - c in a row; c, d and e on a net. */
static PostWorld *
gateway(void)
{
    PostWorld *w = post_world_new();
    guint32 a, b;

    post_on_net(w, "cde", "plain");
    a = post_host(w, "a", "open");
    b = post_host(w, "b", "open");
    post_link(w, a, b, "plain");
    post_link(w, b, bp_network_find(w->network, "c"), "plain");
    post_finish(w);
    return w;
}

static void
test_same_hosts_same_path(void)
{
    g_autoptr(PostWorld) w = gateway();
    guint32 abc[3], ab[2], bc[2];
    BpPath path;

    add(w, abc, "abc");
    add(w, ab, "ab");
    add(w, bc, "bc");
    path = bp_paths_add(w->paths, abc, 3);
    g_assert_cmpuint(bp_paths_add(w->paths, abc, 3), ==, path);
    g_assert_cmpuint(bp_paths_add(w->paths, ab, 2), !=, path);
    g_assert_cmpuint(bp_paths_add(w->paths, bc, 2), !=, path);
}

/* As many as one likes: 200 different ones, found again after the table has grown. */
static void
test_many(void)
{
    g_autoptr(PostWorld) w = gateway();
    BpPath paths[200];
    guint32 hosts[201];

    /* to and fro between a and b, i hops */
    for (guint i = 0; i < 201; i++)
        hosts[i] = bp_network_find(w->network, i % 2 == 0 ? "a" : "b");
    for (guint i = 0; i < 200; i++)
        paths[i] = bp_paths_add(w->paths, hosts, i + 2);
    for (guint i = 0; i < 200; i++) {
        BpPath at = bp_paths_add(w->paths, hosts, i + 2);
        guint n = 0;

        g_assert_cmpuint(at, ==, paths[i]);
        for (; !bp_paths_is_at_end(w->paths, at); n++)
            g_assert_cmpuint(bp_paths_step(w->paths, &at).to, ==, hosts[n + 1]);
        g_assert_cmpuint(n, ==, i + 1);
    }
}

/* Over the net a hop names its host; rewinding leads to the beginning from anywhere. */
static void
test_over_a_net(void)
{
    g_autoptr(PostWorld) w = gateway();
    guint32 hosts[4];
    BpPath path, at;

    add(w, hosts, "bcde");
    path = at = bp_paths_add(w->paths, hosts, 4);
    g_assert_cmpuint(bp_paths_step(w->paths, &at).to, ==, hosts[1]);
    g_assert_cmpuint(bp_paths_rewind(w->paths, at), ==, path);
    g_assert_cmpuint(bp_paths_step(w->paths, &at).to, ==, hosts[2]);
    g_assert_false(bp_paths_is_at_end(w->paths, at));
    g_assert_cmpuint(bp_paths_step(w->paths, &at).to, ==, hosts[3]);
    g_assert_true(bp_paths_is_at_end(w->paths, at));
    g_assert_cmpuint(bp_paths_rewind(w->paths, at), ==, path);
}

static void
test_not_joined(void)
{
    g_autoptr(PostWorld) w = gateway();
    guint32 ac[2], abd[3];

    add(w, ac, "ac");
    add(w, abd, "abd");
    g_assert_cmpuint(bp_paths_add(w->paths, ac, 2), ==, BP_NONE);
    g_assert_cmpuint(bp_paths_add(w->paths, abd, 3), ==, BP_NONE);
}

/* Followed hop by hop, twice past its own host, where it is delivered only at the
 * end: five hops of 1 s. */
static void
test_followed_as_written(void)
{
    g_autoptr(PostWorld) w = gateway();

    post_write(w, "a", 1000, "a!b!a!b!c!d!3 1@b");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.000000 a>b ham 2\n"
                   "1.000000 b ham for 1@b delivered\n"
                   "2.000000 b>a ham 1\n"
                   "3.000000 a>b ham 1\n"
                   "4.000000 b>c ham 1\n"
                   "5.000000 c>d ham 1\n"
                   "5.000000 d ham for 3@d delivered\n");
}

/* A path to b by way of b's neighbour: b hands it on and gets it back. */
static void
test_past_the_destination(void)
{
    g_autoptr(PostWorld) w = gateway();

    post_write(w, "a", 1000, "a!b!c!b!7");
    post_run(w, BP_HOUR_US);
    post_expect(w, "1.000000 a>b ham 1\n"
                   "2.000000 b>c ham 1\n"
                   "3.000000 c>b ham 1\n"
                   "3.000000 b ham for 7@b delivered\n");
}

/* A way back leads over the same channels the other way; given back, its room serves
 * the next. Paths of senders stay whatever one gives. */
static void
test_ways_back(void)
{
    g_autoptr(PostWorld) w = gateway();
    guint32 abc[3];
    guint32 channels[2];
    BpPath way, at;

    add(w, abc, "abc");
    channels[0] = bp_network_channel_between(w->network, abc[0], abc[1]);
    channels[1] = bp_network_channel_between(w->network, abc[1], abc[2]);
    way = at = bp_paths_add_back(w->paths, channels, 2);
    g_assert_cmpuint(bp_paths_step(w->paths, &at).to, ==, abc[1]);
    g_assert_cmpuint(bp_paths_step(w->paths, &at).to, ==, abc[0]);
    g_assert_true(bp_paths_is_at_end(w->paths, at));
    bp_paths_give_back(w->paths, at);
    /* The same room again. */
    g_assert_cmpuint(bp_paths_add_back(w->paths, channels, 1), ==, way);
    /* A path of the senders' own is nobody's to give. */
    at = bp_paths_add(w->paths, abc, 3);
    bp_paths_give_back(w->paths, at);
    bp_paths_give_back(w->paths, BP_NONE);
    g_assert_cmpuint(bp_paths_add(w->paths, abc, 3), ==, at);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/paths/same hosts, same path", test_same_hosts_same_path);
    g_test_add_func("/paths/many", test_many);
    g_test_add_func("/paths/over a net", test_over_a_net);
    g_test_add_func("/paths/not joined", test_not_joined);
    g_test_add_func("/paths/followed as written", test_followed_as_written);
    g_test_add_func("/paths/past the destination", test_past_the_destination);
    g_test_add_func("/paths/ways back", test_ways_back);
    return g_test_run();
}
