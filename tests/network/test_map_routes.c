/* test_map_routes.c - maps as data, and the cheapest ways in them. */
#include <bangpath/map.h>
#include <bangpath/map_routes.h>

#include <string.h>

typedef struct {
    BpMap *map;
    guint32 home;
} Fixture;

static void
set_up(Fixture *f, gconstpointer unused)
{
    (void)unused;
    f->map = bp_map_new(0);
    f->home = bp_map_node(f->map, "home", 4);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
    (void)unused;
    bp_map_free(f->map);
}

static guint32
node(Fixture *f, const char *name)
{
    return bp_map_node(f->map, name, strlen(name));
}

static gboolean
join(Fixture *f, const char *from, const char *to, gint64 cost)
{
    const BpMapLink link = {.cost = cost, .to = node(f, to), .op = '!'};

    return bp_map_link(f->map, node(f, from), &link);
}

static void
join_terminal(Fixture *f, const char *from, const char *to, gint64 cost)
{
    const BpMapLink link = {
        .cost = cost, .to = node(f, to), .op = '!', .flags = BP_MAP_TERMINAL};

    g_assert_true(bp_map_link(f->map, node(f, from), &link));
}

/* The links of @name as `to cost;`, in their order. */
static char *
links_of(Fixture *f, const char *name)
{
    const BpMapNode *nodes = bp_map_nodes(f->map);
    const BpMapLink *links = bp_map_links(f->map);
    GString *text = g_string_new(NULL);

    for (guint32 i = nodes[node(f, name)].first_link; i != BP_MAP_NONE;
         i = links[i].next)
        g_string_append_printf(text, "%s %d%s;", bp_map_name(f->map, links[i].to),
                               (int)links[i].cost,
                               links[i].flags & BP_MAP_LINK_DEAD ? " dead" : "");
    return g_string_free(text, FALSE);
}

static void
check_links(Fixture *f, const char *name, const char *wanted)
{
    g_autofree char *found = links_of(f, name);

    g_assert_cmpstr(found, ==, wanted);
}

static void
check_cost(Fixture *f, const char *name, gint64 cost)
{
    g_autoptr(BpMapRoutes) routes = bp_map_routes_new(f->map, f->home);

    g_assert_cmpint(bp_map_routes_cost(routes, node(f, name)), ==, cost);
}

/* All lines in the order reached. */
static char *
lines_of(Fixture *f, BpMapColumns columns)
{
    g_autoptr(BpMapRoutes) routes = bp_map_routes_new(f->map, f->home);
    GString *lines = g_string_new(NULL);

    for (guint32 i = 0; i < bp_map_routes_n_reached(routes); i++)
        bp_map_routes_add_line(routes, i, columns, lines);
    return g_string_free(lines, FALSE);
}

/* The newest link comes first; dead ones stay before it, and take what leads there. */
static void
test_order_of_links(Fixture *f, gconstpointer unused)
{
    (void)unused;
    join(f, "home", "a", 1);
    join(f, "home", "b", 2);
    join(f, "home", "a", 3);
    check_links(f, "home", "a 3;b 2;a 1;");
    bp_map_dead_link(f->map, f->home, node(f, "a"));
    check_links(f, "home", "a 1 dead;b 2;");
    bp_map_dead_link(f->map, f->home, node(f, "c"));
    check_links(f, "home", "c 50000000 dead;a 1 dead;b 2;");
    join(f, "home", "d", 4);
    join(f, "home", "c", 5);
    join(f, "home", "a", 6);
    check_links(f, "home", "c 5 dead;a 1 dead;d 4;b 2;");
    g_assert_cmpuint(bp_map_n_links(f->map), ==, 4);
    bp_map_delete_link(f->map, f->home, node(f, "a"));
    check_links(f, "home", "c 5 dead;d 4;b 2;");
    g_assert_cmpuint(bp_map_n_links(f->map), ==, 3);
    bp_map_delete(f->map, f->home);
    g_assert_cmpuint(bp_map_n_links(f->map), ==, 0);
    g_assert_cmpuint(bp_map_find(f->map, "home"), ==, BP_MAP_NONE);
}

/* The first member comes first in the net's list; whoever is named twice counts once. */
static void
test_nets(Fixture *f, gconstpointer unused)
{
    guint32 members[] = {node(f, "a"), node(f, "b"), node(f, "a"), node(f, "c")};
    const BpMapLink link = {.cost = 7, .op = '!'};

    (void)unused;
    g_assert_true(bp_map_net(f->map, node(f, "n"), members, 4, &link));
    check_links(f, "n", "a 0;b 0;c 0;");
    check_links(f, "a", "n 7;");
    g_assert_true(bp_map_net(f->map, node(f, ".d"), members, 1, &link));
    check_links(f, ".d", "a 0;");
    check_links(f, "a", "n 7;");
    g_assert_true(bp_map_nodes(f->map)[node(f, ".d")].flags & BP_MAP_NET);
}

/* What costs less than nothing is dead. */
static void
test_negative_costs(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_assert_false(join(f, "home", "a", -1));
    check_links(f, "home", "a 100000000 dead;");
    g_assert_true(join(f, "b", "c", 5));
    g_assert_true(bp_map_adjust(f->map, node(f, "b"), -5));
    g_assert_false(join(f, "b", "d", 4));
    check_links(f, "b", "d 100000000 dead;c 0;");
    g_assert_false(bp_map_adjust(f->map, node(f, "b"), -1));
    check_links(f, "b", "d 99999999 dead;c 100000000 dead;");
}

/* A private name means itself, to itself; then the public one again. */
static void
test_private(Fixture *f, gconstpointer unused)
{
    guint32 open = node(f, "a"), hidden;

    (void)unused;
    bp_map_private(f->map, "a", 1);
    hidden = node(f, "a");
    g_assert_cmpuint(hidden, !=, open);
    bp_map_private(f->map, "a", 1);
    g_assert_cmpuint(node(f, "a"), ==, hidden);
    bp_map_end_private(f->map);
    g_assert_cmpuint(node(f, "a"), ==, open);
    g_assert_cmpuint(bp_map_find(f->map, "a"), ==, open);
}

/* Whoever has a dot in his name is one link from home, known before or not. */
static void
test_internet(Fixture *f, gconstpointer unused)
{
    (void)unused;
    node(f, "a.edu");
    node(f, ".edu");
    bp_map_join_internet(f->map, f->home);
    node(f, "b.com");
    node(f, "c");
    check_links(f, "home", "b.com 100;a.edu 100;");
}

/* A copy behind <> is dearer to go on from, however cheap; a later, true way is not. */
static void
test_terminal(Fixture *f, gconstpointer unused)
{
    (void)unused;
    join_terminal(f, "home", "a", 1);
    join(f, "home", "b", 10);
    join(f, "b", "a", 10);
    join(f, "a", "c", 1);
    check_cost(f, "a", 1);
    check_cost(f, "c", 21);
    bp_map_delete_link(f->map, node(f, "b"), node(f, "a"));
    check_cost(f, "c", 100000002);
}

/* Chains of aliases behind <> never come back: of three that are all aliases of each other
 * there are a, a's b and c, and c by b and b by c. */
static void
test_alias_chains(Fixture *f, gconstpointer unused)
{
    g_autoptr(BpMapRoutes) routes = NULL;

    (void)unused;
    join_terminal(f, "home", "a", 1);
    g_assert_true(bp_map_alias(f->map, node(f, "a"), node(f, "b")));
    g_assert_true(bp_map_alias(f->map, node(f, "b"), node(f, "c")));
    g_assert_true(bp_map_alias(f->map, node(f, "c"), node(f, "a")));
    routes = bp_map_routes_new(f->map, f->home);
    g_assert_cmpuint(bp_map_routes_n_reached(routes), ==, 1 + 1 + 2 + 2);
    g_assert_false(bp_map_routes_is_cut(routes));
}

/* A copy has no links to what is done: m is not copied; the net and k are there twice. */
static void
test_copies_of_nets(Fixture *f, gconstpointer unused)
{
    guint32 members[] = {node(f, "m"), node(f, "k")};
    const BpMapLink link = {.cost = 50, .op = '!'};
    g_autoptr(BpMapRoutes) routes = NULL;

    (void)unused;
    g_assert_true(bp_map_net(f->map, node(f, "n"), members, 2, &link));
    join(f, "home", "m", 1);
    join(f, "home", "x", 3);
    join_terminal(f, "x", "n", 5);
    routes = bp_map_routes_new(f->map, f->home);
    g_assert_cmpuint(bp_map_routes_n_reached(routes), ==, 7);
    g_assert_cmpint(bp_map_routes_cost(routes, node(f, "k")), ==, 8);
}

/* A net passes a domain of the same cost on its way up in the heap. */
static void
test_nets_before_domains(Fixture *f, gconstpointer unused)
{
    guint32 x = node(f, "x"), y = node(f, "y");
    const BpMapLink link = {.cost = 1, .op = '!'};
    g_autofree char *lines = NULL;

    (void)unused;
    g_assert_true(bp_map_net(f->map, node(f, "n"), &x, 1, &link));
    g_assert_true(bp_map_net(f->map, node(f, ".d"), &y, 1, &link));
    join(f, "home", "n", 10);
    join(f, "home", ".d", 10);
    lines = lines_of(f, BP_MAP_NO_COSTS);
    g_assert_cmpstr(lines, ==, "home\t%s\n.d\t%s\nx\tx!%s\ny\ty.d!%s\n");
}

/* The first relay's cost instead of the way's. */
static void
test_first_costs(Fixture *f, gconstpointer unused)
{
    g_autofree char *all = NULL, *first = NULL, *none = NULL;

    (void)unused;
    join(f, "home", "a", 3);
    join(f, "a", "b", 4);
    g_assert_true(bp_map_alias(f->map, f->home, node(f, "me")));
    join(f, "me", "c", 5);
    join(f, "c", "d", 6);
    all = lines_of(f, BP_MAP_COSTS);
    first = lines_of(f, BP_MAP_FIRST_COSTS);
    none = lines_of(f, BP_MAP_NO_COSTS);
    g_assert_cmpstr(all, ==,
                    "0\thome\t%s\n0\tme\t%s\n3\ta\ta!%s\n5\tc\tc!%s\n7\tb\ta!b!%s\n"
                    "11\td\tc!d!%s\n");
    g_assert_cmpstr(first, ==,
                    "0\thome\t%s\n0\tme\t%s\n3\ta\ta!%s\n5\tc\tc!%s\n3\tb\ta!b!%s\n"
                    "5\td\tc!d!%s\n");
    g_assert_cmpstr(none, ==,
                    "home\t%s\nme\t%s\na\ta!%s\nc\tc!%s\nb\ta!b!%s\nd\tc!d!%s\n");
}

/* Who cannot be reached costs -1 and has no parent; home has none. */
static void
test_unreached(Fixture *f, gconstpointer unused)
{
    g_autoptr(BpMapRoutes) routes = NULL;

    (void)unused;
    join(f, "home", "a", 1);
    join(f, "x", "y", 1);
    routes = bp_map_routes_new(f->map, f->home);
    g_assert_cmpint(bp_map_routes_cost(routes, node(f, "x")), ==, -1);
    g_assert_cmpuint(bp_map_routes_parent(routes, node(f, "x")), ==, BP_MAP_NONE);
    g_assert_cmpuint(bp_map_routes_parent(routes, f->home), ==, BP_MAP_NONE);
    g_assert_cmpuint(bp_map_routes_parent(routes, node(f, "a")), ==, f->home);
    g_assert_cmpuint(bp_map_routes_n_reached(routes), ==, 2);
    g_assert_false(bp_map_routes_is_cut(routes));
}

/* Costs without end saturate. */
static void
test_huge_costs(Fixture *f, gconstpointer unused)
{
    const int n = 3000;

    (void)unused;
    join(f, "home", "h0", BP_MAP_COST_MAX);
    for (int i = 0; i < n; i++) {
        g_autofree char *from = g_strdup_printf("h%d", i);
        g_autofree char *to = g_strdup_printf("h%d", i + 1);

        join(f, from, to, BP_MAP_COST_MAX);
    }
    /* Backwards: each costs twice what the last does. */
    for (int i = 0; i < 100; i++) {
        g_autofree char *from = g_strdup_printf("b%d", i + 1);
        g_autofree char *to = i ? g_strdup_printf("b%d", i) : g_strdup("h3000");

        join(f, from, to, 1);
    }
    check_cost(f, "h0", BP_MAP_COST_MAX + 1);
    check_cost(f, "b100", G_GINT64_CONSTANT(2000000000000000000));
}

/* Against Bellman and Ford: with plain links alone costs are those of any shortest-path
 * algorithm. */
static void
test_costs_by_another_way(Fixture *f, gconstpointer unused)
{
    enum {
        N_HOSTS = 60,
        N_LINKS = 150
    };
    guint32 from[N_LINKS], to[N_LINKS];
    gint64 cost[N_LINKS], best[N_HOSTS];
    g_autoptr(BpMapRoutes) routes = NULL;

    (void)unused;
    for (int i = 0; i < N_LINKS; i++) {
        g_autofree char *a = g_strdup_printf("h%d", g_test_rand_int_range(0, N_HOSTS));
        g_autofree char *b = g_strdup_printf("h%d", g_test_rand_int_range(0, N_HOSTS));

        from[i] = (guint32)g_ascii_strtoull(a + 1, NULL, 10);
        to[i] = (guint32)g_ascii_strtoull(b + 1, NULL, 10);
        cost[i] = g_test_rand_int_range(0, 50);
        join(f, a, b, cost[i]);
    }
    for (int i = 0; i < N_HOSTS; i++)
        best[i] = i == 0 ? 0 : BP_MAP_INFINITE_COST;
    for (int round = 0; round < N_HOSTS; round++)
        for (int i = 0; i < N_LINKS; i++)
            best[to[i]] = MIN(best[to[i]], best[from[i]] + cost[i]);

    routes = bp_map_routes_new(f->map, node(f, "h0"));
    for (int i = 0; i < N_HOSTS; i++) {
        g_autofree char *name = g_strdup_printf("h%d", i);

        if (best[i] < BP_MAP_INFINITE_COST)
            g_assert_cmpint(bp_map_routes_cost(routes, node(f, name)), ==, best[i]);
    }
}

#define TEST(path, function) \
    g_test_add(path, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("/map-routes/order-of-links", test_order_of_links);
    TEST("/map-routes/nets", test_nets);
    TEST("/map-routes/negative-costs", test_negative_costs);
    TEST("/map-routes/private", test_private);
    TEST("/map-routes/internet", test_internet);
    TEST("/map-routes/terminal", test_terminal);
    TEST("/map-routes/alias-chains", test_alias_chains);
    TEST("/map-routes/copies-of-nets", test_copies_of_nets);
    TEST("/map-routes/nets-before-domains", test_nets_before_domains);
    TEST("/map-routes/first-costs", test_first_costs);
    TEST("/map-routes/unreached", test_unreached);
    TEST("/map-routes/huge-costs", test_huge_costs);
    TEST("/map-routes/costs-by-another-way", test_costs_by_another_way);
    return g_test_run();
}
