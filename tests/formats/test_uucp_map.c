/* test_uucp_map.c - UUCP maps: what is read, what is skipped, what survives. */
#include <bangpath/map_file.h>
#include <bangpath/map_routes.h>

#include <glib/gstdio.h>
#include <string.h>

/* ---- one map as text, its routes as text ---- */

static int
compare_lines(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All lines, sorted by bytes. */
static char *
print_routes(const BpMap *map, guint32 home)
{
    g_autoptr(BpMapRoutes) routes = bp_map_routes_new(map, home);
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);

    for (guint32 i = 0; i < bp_map_routes_n_reached(routes); i++) {
        g_autoptr(GString) line = g_string_new(NULL);

        if (bp_map_routes_add_line(routes, i, BP_MAP_COSTS, line))
            g_ptr_array_add(lines, g_strdup(line->str));
        else
            g_assert_cmpuint(line->len, ==, 0);
    }
    g_ptr_array_sort(lines, compare_lines);
    g_ptr_array_add(lines, NULL);
    return g_strjoinv("", (char **)lines->pdata);
}

static char *
routes_of(const char *text, gsize n_bytes, BpMapStyle style, char **message)
{
    g_autoptr(BpMap) map = bp_map_new(style);
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GError) error = NULL;
    guint32 home = bp_map_node(map, "home", 4);

    bp_map_text_read(map, text, n_bytes, "m", NULL, problems);
    bp_problems_to_error(problems, &error);
    if (message)
        *message = g_strdup(error ? error->message : "");
    return print_routes(map, home);
}

typedef struct {
    const char *what;
    const char *map;
    const char *routes; /* but the line of home, with blanks for tabs */
} Case;

static void
check_cases(const Case *cases, gsize n, BpMapStyle style)
{
    for (gsize i = 0; i < n; i++) {
        g_autofree char *message = NULL, *printed = NULL;
        g_autofree char *found = NULL, *wanted = NULL;

        g_test_message("%s", cases[i].what);
        printed = routes_of(cases[i].map, strlen(cases[i].map), style, &message);
        g_assert_cmpstr(message, ==, "");
        wanted = g_strconcat("0 home %s\n", cases[i].routes, NULL);
        found = g_strdelimit(g_strdup(printed), "\t", ' ');
        g_assert_cmpstr(found, ==, wanted);
    }
}

/* ---- the language ---- */

static const Case language[] = {
    {"words and sums",
     "home a(LOCAL), b(DEMAND+LOW), c(HOURLY*3-1), d, e(DAILY/24), f((2+3)*4),\n"
     " g(-5+7), h( 1000 / 7 ), i (6)\n",
     "142 h h!%s\n1499 c c!%s\n2 g g!%s\n20 f f!%s\n208 e e!%s\n25 a a!%s\n"
     "305 b b!%s\n4000 d d!%s\n6 i i!%s\n"},
    {"a line that begins with a blank goes on with the one before, whatever that was",
     "home a(1), # here\n\tb(2),\n# this ends it\nhome c(3),\n  # this does not\n   \n"
     " d(4)\n\n a e(5)\n#\n\ta f(6)\n",
     "1 a a!%s\n2 b b!%s\n3 c c!%s\n4 d d!%s\n6 e a!e!%s\n7 f a!f!%s\n"},
    {"the end of the file ends a statement", "home a(1), b(2)", "1 a a!%s\n2 b b!%s\n"},
    {"empty items and commas at the end", "home ,, a(1),,b(2),\n",
     "1 a a!%s\n2 b b!%s\n"},
    {"commas in nets and aliases", "home ,a(1)\nx = {, a,, c,}(3)\na = ,d,,e,\n",
     "1 a a!%s\n1 d a!%s\n1 e a!%s\n4 c a!c!%s\n"},
    {"carriage returns are blanks", "home a(1),\r\n\tb(2)\r\n\r\nb c(3)\r\n",
     "1 a a!%s\n2 b b!%s\n5 c b!c!%s\n"},
    {"quotes: never a keyword, and any sign",
     "home \"a b#c\"(1)\n\"a b#c\" \"dead\"(2)\n"
     "\"dead\" x(1)\n\"private\" = y\nx \"private\"(1)\n",
     "1 a b#c a b#c!%s\n3 dead a b#c!dead!%s\n4 x a b#c!dead!x!%s\n"
     "5 private a b#c!dead!x!private!%s\n5 y a b#c!dead!x!private!%s\n"},
    {"keywords name hosts where no brace follows", "home dead(1), file(2)\ndead a(1)\n",
     "1 dead dead!%s\n2 a dead!a!%s\n2 file file!%s\n"},
    {"case counts", "home A(1), a(2)\nA b(1)\n", "1 A A!%s\n2 a a!%s\n2 b A!b!%s\n"},
    {"parallel links: the cheapest", "home a(5), a(3), a(4)\n", "3 a a!%s\n"},
    {"a cost over several lines", "home a(1 # one\n + # and\n\t2), b(3)\n",
     "3 a a!%s\n3 b b!%s\n"},
};

static void
test_language(void)
{
    check_cases(language, G_N_ELEMENTS(language), 0);
}

/* ---- what the statements mean ---- */

static const Case meaning[] = {
    {"operators on either side; left and right do not mix",
     "home b!(10), c:(10), @r(10), l@(10)\nb @b1(5), b2%(5)\nr @r1(5), r2!(5)\n"
     "r1 @r3(5)\n",
     "10 b b!%s\n10 c c:%s\n10 l l@%s\n10 r %s@r\n"
     "100000015 b1 b!%s@b1\n100000015 r2 r2!%s@r\n15 b2 b!b2%%%s\n15 r1 %s%%r1@r\n"
     "20 r3 %s%%r3%%r1@r\n"},
    {"once only, and then one more a step", "home b!(10)\nb @r(5)\nr l!(7)\nl m(8)\n",
     "10 b b!%s\n100000015 r b!%s@r\n100000023 l b!l!%s@r\n100000032 m b!l!m!%s@r\n"},
    {"an alias costs nothing, and is no step",
     "home a(5)\na = b, c\nb d(1)\nd = e\ne f(2)\n",
     "5 a a!%s\n5 b a!%s\n5 c a!%s\n6 d a!d!%s\n6 e a!d!%s\n8 f a!d!f!%s\n"},
    {"a net costs to enter; its operator is that of who enters",
     "home a(5)\nn = {a, b, c}:(7)\nm = @{home, d}(3)\nc n2(1)\nn2 = {x}%(9)\n",
     "12 b a!b:%s\n12 c a!c:%s\n13 x a!c:x!%s\n3 d %s@d\n5 a a!%s\n"},
    {"a net without a name", "home a(5)\n= {a, b}(2)\n", "5 a a!%s\n7 b a!b!%s\n"},
    {"a net within a net is entered as the outer one",
     "home @n(1)\nn = {a, m}:(2)\nm = {b}%(3)\n", "1 a %s@a\n1 b %s@b\n"},
    {"nobody climbs up out of a domain; names get the suffix",
     "home g(10)\ng .edu(5)\n.edu = {.x, a}\n.x = {b}\nb c(1)\n",
     "10 g g!%s\n15 .edu g!%s\n15 a g!a.edu!%s\n15 b g!b.x.edu!%s\n"
     "16 c g!b.x.edu!c!%s\n"},
    {"a domain below a hidden one is shown by its whole name",
     "home g(10)\ng .edu(5)\nprivate {.edu}\ng .edu(6)\n.edu = {.x}\n.x = {b}\n",
     "10 g g!%s\n15 .edu g!%s\n16 .x.edu g!%s\n16 b g!b.x.edu!%s\n"},
    {"in a domain that home is no gateway of @ is %",
     "home g(10), .uk(1)\ng .edu(5)\n.edu = {a}\na @b(1)\n.uk = {c}\nc @d(1)\n",
     "1 .uk %s\n1 c c.uk!%s\n10 g g!%s\n100000002 d c.uk!%s@d\n"
     "100000016 b g!a.edu!%s%%b\n15 .edu g!%s\n15 a g!a.edu!%s\n"},
    {"a dead host is of last resort",
     "home a(1), b(50)\na c(1), d(1)\nb c(1)\ndead {a}\n",
     "1 a a!%s\n100000002 d a!d!%s\n50 b b!%s\n51 c b!c!%s\n"},
    {"a dead link is one, of the least cost, whatever comes later",
     "home a(1)\na b(9), b(3), c(1)\ndead {a!b, a@d}\na b(2), c(4)\n",
     "1 a a!%s\n100000003 b a!b!%s\n150000001 d a!d!%s\n2 c a!c!%s\n"},
    {"a dead net needs a gateway, which must be declared after",
     "home m(1), x(1), y(1)\nx n(2)\ndead {n}\nn = {m, k}(3)\ny n(40)\n",
     "1 m m!%s\n1 x x!%s\n1 y y!%s\n41 k y!k!%s\n"},
    {"a gatewayed net too, but it is no dead host",
     "home m(1), y(1)\ngatewayed {n, m}\nn = {m, k}(3)\ny n(40)\nm z(1)\n",
     "1 m m!%s\n1 y y!%s\n2 z m!z!%s\n41 k y!k!%s\n"},
    {"a gateway is better than an alias, even if dearer",
     "home m(1), g(1)\n.d = n\nn = {m}(2)\ng .d(70)\n.d = {p}\n",
     "1 g g!%s\n1 m m!%s\n71 .d g!%s\n71 p g!p.d!%s\n"},
    {"private: another host of that name, shown to nobody",
     "home a(1), b(9)\na x(1)\nprivate {a}\nb a(1)\na y(1)\nprivate {}\ny a(1), z(1)\n",
     "1 a a!%s\n11 y b!a!y!%s\n12 z b!a!y!z!%s\n2 x a!x!%s\n9 b b!%s\n"},
    {"delete a host, then it is another",
     "home a(1)\na b(1)\ndelete {a}\na c(1)\nhome b(7), a(5)\n",
     "5 a a!%s\n6 c a!c!%s\n7 b b!%s\n"},
    {"delete links",
     "home a(1), a(2), b(3)\na b(1)\ndelete {home!a}\nhome a(9)\n"
     "delete {a!b}\n",
     "3 b b!%s\n9 a a!%s\n"},
    {"adjust: links before and after, and it adds up",
     "home a(1)\na b(10)\nadjust {a(5), home}\na c(20)\nadjust {a(-3), home(-4000)}\n"
     "a d(30)\n",
     "1 a a!%s\n13 b a!b!%s\n23 c a!c!%s\n33 d a!d!%s\n"},
    {"file changes nothing", "home a(1)\nfile {elsewhere}\na b(1)\n",
     "1 a a!%s\n2 b a!b!%s\n"},
    {"<>: the end of the line on that way", "home <a>(1), b(5)\nb a(10)\na c(1)\n",
     "1 a a!%s\n16 c b!a!c!%s\n5 b b!%s\n"},
    {"<>: of last resort, and its aliases as well",
     "home <a>(1)\na = b\nb = c\na d(1)\nb e(1)\nc f(1)\n",
     "1 a a!%s\n1 b a!%s\n1 c a!%s\n100000002 d a!d!%s\n100000002 e a!e!%s\n"
     "100000002 f a!f!%s\n"},
    {"a host that nobody links to: back over his own links",
     "home a(10), b(20)\nx a(500), b(1)\ny x(1)\nx w(3)\n",
     "10 a a!%s\n100000021 x a!x!%s\n100000025 w a!x!w!%s\n20 b b!%s\n"
     "300000043 y a!x!y!%s\n"},
    {"ties: fewer hosts on the way", "home a(10), q(5)\nq r(5)\nr t(10)\na t(10)\n",
     "10 a a!%s\n10 r q!r!%s\n20 t a!t!%s\n5 q q!%s\n"},
    {"ties: fewer hosts, even if that way is found later",
     "home a(10), q(5)\nq r(4)\nr t(11)\na t(10)\n",
     "10 a a!%s\n20 t a!t!%s\n5 q q!%s\n9 r q!r!%s\n"},
    {"ties: rather not through a domain", "home .d(10), b(5)\n.d = {x}\nb x(5)\n",
     "10 .d %s\n10 x b!x!%s\n5 b b!%s\n"},
    {"a dearer gateway waits again, and a cheaper one may still come",
     "home h(50), g(2), k(2)\n.d = k\ng .d(70)\nh .d(5)\n.d = {p}\n",
     "2 g g!%s\n2 k k!%s\n50 h h!%s\n55 .d h!%s\n55 p h!p.d!%s\n"},
    {"ties: who is called as it goes on, then the shorter, then the later name",
     "home ab(1), ax(1), zz(1), b(1), cc(1)\nab ac(1)\nax ac(1), axe(1)\nzz axe(1)\n"
     "b d(1)\ncc d(1)\nzz e(1)\ncc e(1)\n",
     "1 ab ab!%s\n1 ax ax!%s\n1 b b!%s\n1 cc cc!%s\n1 zz zz!%s\n2 ac ax!ac!%s\n"
     "2 axe ax!axe!%s\n2 d b!d!%s\n2 e zz!e!%s\n"},
    {"costs beyond comparison", "home a(DEAD*99), b(DEAD*1000)\na c(DEAD), d(DEAD*2)\n",
     "1000000001 b b!%s\n100000001 c a!c!%s\n101000001 d a!d!%s\n99000000 a a!%s\n"},
};

static void
test_meaning(void)
{
    check_cases(meaning, G_N_ELEMENTS(meaning), 0);
}

/* Names in one case; members of domains that do not relay. */
static void
test_styles(void)
{
    static const Case folded[] = {
        {"fold", "Home A(1), private(2)\na \"B C\"(1)\nPRIVATE D(DEMAND)\n",
         "1 a a!%s\n2 b c a!b c!%s\n2 private private!%s\n302 d private!d!%s\n"},
    };
    static const Case terminal[] = {
        {"domains", "home .d(1)\n.d = {a, .e}\na b(1)\n.e = {c}\nc d(1)\n",
         "1 .d %s\n1 a a.d!%s\n1 c c.e.d!%s\n100000002 b a.d!b!%s\n"
         "100000002 d c.e.d!d!%s\n"},
    };

    check_cases(terminal, G_N_ELEMENTS(terminal), BP_MAP_TERMINAL_DOMAINS);
    check_cases(folded, G_N_ELEMENTS(folded), BP_MAP_FOLD);
}

/* ---- mistakes ---- */

static const struct {
    const char *map;
    const char *message; /* a line each */
    const char *routes;  /* but home's line */
} mistakes[] = {
    /* The rest of the statement goes, and nothing else. */
    {"home a(1), b(2) c(3), d(4)\nhome e(5)\n",
     "m:1: expected a comma, not \"c\": the rest of the statement is left out",
     "1 a a!%s\n2 b b!%s\n5 e e!%s\n"},
    {"home a(1), b\n c(3)\nhome e(5)\n",
     "m:2: expected a comma or a cost, not \"c\": the rest of the statement is left "
     "out",
     "1 a a!%s\n5 e e!%s\n"},
    {"home a(1), (2), b(3)\n",
     "m:1: expected the name of a host, not \"(\": the rest of the statement is left "
     "out",
     "1 a a!%s\n"},
    {"home @a!(1)\nhome b(1)\n",
     "m:1: expected a comma or a cost, not \"!\": the rest of the statement is left "
     "out",
     "1 b b!%s\n"},
    {"home <a, b(1)\nhome c(1)\n",
     "m:1: expected a > behind the name, not \",\": the rest of the statement is left "
     "out",
     "1 c c!%s\n"},
    {"home\nhome a(1)\n",
     "m:1: expected links, not the end of the statement: the rest of the statement is "
     "left "
     "out",
     "1 a a!%s\n"},
    {"PRIVATE {a}\nhome a(1)\n",
     "m:1: expected the name of a host, not \"{\": the rest of the statement is left "
     "out",
     "1 a a!%s\n"},
    {"echo shar: extracting \"u.xxx\" (12 characters)\nhome a(1)\n$ X\nX\n",
     "m:1: expected a comma or a cost, not \"extracting\": the rest of the statement "
     "is left "
     "out\n"
     "m:3: expected the name of a host, not \"$\": the rest of the statement is left "
     "out\n"
     "m:4: expected links, not the end of the statement: the rest of the statement is "
     "left "
     "out",
     "1 a a!%s\n"},
    {"home a(1), \"b\n c(2)\nhome d(3)\n",
     "m:1: expected the name of a host, not \"\"b\": the rest of the statement is left "
     "out",
     "1 a a!%s\n3 d d!%s\n"},
    {"home \"\"(1)\nhome d(3)\n",
     "m:1: expected the name of a host, not \"\"\": the rest of the statement is left "
     "out",
     "3 d d!%s\n"},
    /* A net is whole or not there; an alias is there when it is closed. */
    {"home a(1)\nn = {a, b(2)}(3)\na = c, d e\n",
     "m:2: expected a comma or }, not \"(\": the rest of the statement is left out\n"
     "m:3: expected a comma, not \"e\": the rest of the statement is left out",
     "1 a a!%s\n1 c a!%s\n"},
    {"home a(1)\nn = {a, b}(2), c\n= a\nhome d(1)\n",
     "m:2: expected the end of the statement behind a net, not \",\": the rest of the "
     "statement is left out\n"
     "m:3: expected the members of a net, not \"a\": the rest of the statement is left "
     "out",
     "1 a a!%s\n1 d d!%s\n"},
    {"home a(1)\nprivate {b, (}\na b(1)\ndead {a!}\n",
     "m:2: expected a name or }, not \"(\": the rest of the statement is left out\n"
     "m:4: expected the name of a host, not \"}\": the rest of the statement is left "
     "out",
     "1 a a!%s\n"},
    {".a = .b\nhome .a(1)\n",
     "m:1: expected no alias of a domain, as .a and .b are: left out", "1 .a %s\n"},
    /* Costs. */
    {"home a(DEMND), b(1)\n",
     "m:1: expected a cost word such as DEMAND or DAILY, not \"DEMND\" (did you mean "
     "\"DEMAND\"?): this counts as 4000",
     "1 b b!%s\n4000 a a!%s\n"},
    {"home a(7/0), b(1)\n",
     "m:1: expected a cost that is not divided by 0: this counts as 7",
     "1 b b!%s\n7 a a!%s\n"},
    {"home a(LOW-10), b(1)\na c(1)\n",
     "m:1: expected a cost from 0 on: the link from home to a counts as dead",
     "1 b b!%s\n100000001 a a!%s\n100000003 c a!c!%s\n"},
    {"home a(99999999999999999999), b(1)\n",
     "m:1: expected a cost from 0 to 1000000000000000, not \"99999999999999999999\": "
     "what "
     "costs so much is left out",
     "1 b b!%s\n"},
    {"home a(5 5), b(1)\nhome c(1\nhome d(1)\n",
     "m:1: expected a cost such as DEMAND, 300 or HOURLY*4+LOW, not \"5 5\": the rest "
     "of the "
     "statement is left out\n"
     "m:2: expected a cost that ends in ), not the end of the statement: the rest of "
     "the "
     "statement is left out",
     "1 d d!%s\n"},
    {"home a(5#\n 5)\nhome b(1)\n",
     "m:2: expected a cost such as DEMAND, 300 or HOURLY*4+LOW, not \"5 5\": the rest "
     "of the "
     "statement is left out",
     "1 b b!%s\n"},
    {"home a(1)\na b(5)\nadjust {a(-6)}\n",
     "m:3: expected costs from 0 on: some links of a count as dead",
     "1 a a!%s\n100000002 b a!b!%s\n"},
    /* Where it is told to be. */
    {"home a(1)\nfile {\"elsewhere\"}\nhome b(1)\nhome c d\n",
     "elsewhere:2: expected a comma or a cost, not \"d\": the rest of the statement is "
     "left "
     "out",
     "1 a a!%s\n1 b b!%s\n"},
};

static void
test_mistakes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        const char *text = mistakes[i].map;
        g_autofree char *message = NULL, *printed = NULL, *wanted = NULL;

        g_test_message("%s", text);
        printed = routes_of(text, strlen(text), 0, &message);
        g_assert_cmpstr(message, ==, mistakes[i].message);
        wanted = g_strconcat("0 home %s\n", mistakes[i].routes, NULL);
        g_strdelimit(printed, "\t", ' ');
        g_assert_cmpstr(printed, ==, wanted);
    }
}

/* ---- damage ---- */

static const char sample[] =
    "#N\thome\n#L\t40 46 N / 74 0 W\nhome\ta(DEMAND), <b>(HOURLY*4),\n"
    "\t@c(DAILY/2), d!(LOCAL+(2-3)*HIGH), # and\n\te\n\n"
    "net = {a, b, \"q r\"}!(LOCAL)\nring = @{home, c, .dom}\n= {x, y}(1)\n"
    "a = a.long.name, a2\n.dom = {.sub, p}\na .dom\nprivate {s}\na s(5)\ns "
    "t(5)\nprivate {}\n"
    "adjust {a(10)}\nfile {other}\ngatewayed {net}\nz a(3)\r\n";

static guint32
count_links(const char *text, gsize n_bytes)
{
    g_autoptr(BpMap) map = bp_map_new(0);
    g_autoptr(BpProblems) problems = bp_problems_new();

    bp_map_text_read(map, text, n_bytes, "m", NULL, problems);
    return bp_map_n_links(map);
}

/* What stands in the lines before a cut is read, wherever it is; in memory of just that size, so that
 * nothing behind it can be looked at. */
static void
test_cut_anywhere(void)
{
    guint32 n_links = 0;

    for (gsize n = 0; n < sizeof sample; n++) {
        g_autofree char *cut = g_memdup2(sample, MAX(n, 1)), *printed = NULL;
        guint32 n_cut = count_links(cut, n);

        g_assert_cmpuint(n_cut, >=, n_links);
        if (n > 0 && cut[n - 1] == '\n')
            n_links = n_cut;
        printed = routes_of(cut, n, BP_MAP_FOLD, NULL);
        g_assert_true(g_str_has_prefix(printed, "0\thome\t%s\n"));
    }
    /* 5, nets 6 + 6 + 4, aliases 4, the domain 2, and 4. */
    g_assert_cmpuint(n_links, ==, 31);
}

/* One byte put in, taken out or exchanged, and the last statement is read all the same. */
static void
test_damaged_bytes(void)
{
    static const char bytes[] = {0,   '\n', ' ', '"', '#', '(',  ')',  '{',
                                 '}', ',',  '=', '<', '!', '\r', '\\', (char)0xff};
    static const char last[] = "\n\nhome last(1)\n";

    for (gsize i = 0; i + 1 < sizeof sample; i++) {
        for (gsize j = 0; j < sizeof bytes; j++) {
            g_autoptr(GString) text = g_string_new(sample);
            g_autofree char *printed = NULL;

            if (j % 2 == 0)
                g_string_insert_c(text, (gssize)i, bytes[j]);
            else
                text->str[i] = bytes[j];
            g_string_append(text, last);
            printed = routes_of(text->str, text->len, 0, NULL);
            g_assert_nonnull(strstr(printed, "\tlast\t"));
        }
    }
}

/* Long lines, many links, deep brackets, chains and rings of aliases. */
static void
test_extremes(void)
{
    g_autoptr(GString) text = g_string_new("home ");
    g_autofree char *printed = NULL, *message = NULL;
    g_autofree char *brackets = g_strnfill(100000, '('),
                    *name = g_strnfill(100000, 'n');
    g_auto(GStrv) lines = NULL;

    for (int i = 0; i < 5000; i++)
        g_string_append_printf(text, "h%d(%d), ", i, i);
    g_string_append_printf(text, "\nh1 deep(%s1), fine(1)\nhome %s(1)\n", brackets,
                           name);
    for (int i = 0; i < 2000; i++)
        g_string_append_printf(text, "a%d = a%d\nc%d c%d(1)\n", i, (i + 1) % 2000, i,
                               i + 1);
    g_string_append(text, "home <a0>(5), c0(1)\nhome last(1)\n");
    printed = routes_of(text->str, text->len, 0, &message);
    g_assert_nonnull(strstr(message, "m:2: expected a cost that ends in )"));
    g_assert_nonnull(strstr(printed, "\n1\tlast\tlast!%s\n"));
    g_assert_nonnull(strstr(printed, "\n4999\th4999\th4999!%s\n"));
    g_assert_nonnull(strstr(printed, "\n5\ta1000\ta0!%s\n"));
    g_assert_nonnull(strstr(printed, "\n2001\tc2000\tc0!c1!"));
    lines = g_strsplit(printed, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, 1 + 5000 + 1 + 2000 + 2001 + 1 + 1);
}

/* Twelve names that are all aliases of each other: copies without end, if let. */
static void
test_alias_mesh(void)
{
    g_autoptr(GString) text = g_string_new("home <a0>(5)\na0 x(1)\n");
    g_autofree char *printed = NULL, *message = NULL;

    for (int i = 0; i < 12; i++)
        for (int j = 0; j < i; j++)
            g_string_append_printf(text, "a%d = a%d\n", i, j);
    printed = routes_of(text->str, text->len, 0, &message);
    g_assert_cmpstr(message, ==, "");
    g_assert_nonnull(strstr(printed, "\n5\ta11\ta0!%s\n"));
    g_assert_nonnull(strstr(printed, "100000006\tx\ta0!x!%s\n"));
}

/* ---- listeners ---- */

static void
note_entry(const BpMapEntry *entry, gpointer data)
{
    g_string_append_printf(data, "%s:%d %s|%s|%s|%s\n", entry->file, entry->line,
                           entry->names ? entry->names : "-",
                           entry->system ? entry->system : "-",
                           entry->organisation ? entry->organisation : "-",
                           entry->position ? entry->position : "-");
}

static void
note_link(const char *file, int line, guint32 a, char op, guint32 b, gint64 cost,
          gpointer data)
{
    g_string_append_printf(data, "%s:%d %u%c%u %d\n", file, line, a, op, b, (int)cost);
}

/* What comments with letters say, in any order and spelling. */
static void
test_entries(void)
{
    static const char text[] =
        "# a map\n#R\tnone\n#N\tihnp4, .ih\n#S\tAT&T 3B; UNIX\r\n#C\tx\n"
        "#L\t41 48 N / 88 06 W city\n#O\tBell\n#O\tTwice\nihnp4 a(1)\n"
        "#N a\n#N b\n#name\tc\nfile {other}\n# Name: d\n#location 52.22N 4.54E\n#S\n";
    g_autoptr(GString) noted = g_string_new(NULL);
    g_autoptr(BpMap) map = bp_map_new(0);
    g_autoptr(BpProblems) problems = bp_problems_new();
    const BpMapListener listener = {.entry = note_entry, .data = noted};

    bp_map_text_read(map, text, strlen(text), "m", &listener, problems);
    g_assert_cmpuint(bp_problems_count(problems), ==, 0);
    g_assert_cmpstr(noted->str, ==,
                    "m:3 ihnp4, .ih|AT&T 3B; UNIX|Bell|41 48 N / 88 06 W city\n"
                    "m:10 a, b, c|-|-|-\n"
                    "other:1 d|-|-|52.22N 4.54E\n");
}

static void
test_traces(void)
{
    static const char text[] = "a b(3), @c\na = d\n= {a, b}(7)\n";
    g_autoptr(GString) noted = g_string_new(NULL);
    g_autoptr(BpMap) map = bp_map_new(0);
    g_autoptr(BpProblems) problems = bp_problems_new();
    const BpMapListener listener = {.trace = note_link, .data = noted};

    bp_map_text_read(map, text, strlen(text), "m", &listener, problems);
    g_assert_cmpstr(noted->str, ==,
                    "m:1 0!1 3\nm:1 0@2 4000\nm:2 0=3 0\nm:3 4{0 7\nm:3 4{1 7\n");
}

/* ---- files ---- */

static void
test_files(void)
{
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("uucp-map-XXXXXX", &path, NULL);
    g_autoptr(BpMap) map = bp_map_new(0);
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(fd, >=, 0);
    g_close(fd, NULL);
    g_assert_true(bp_map_file_read(map, path, NULL, problems, &error));
    g_assert_cmpuint(bp_map_n_nodes(map), ==, 0);
    g_assert_true(g_file_set_contents(path, "a b(1)\nc", -1, NULL));
    g_assert_true(bp_map_file_read(map, path, NULL, problems, &error));
    g_assert_cmpuint(bp_map_n_links(map), ==, 1);
    g_assert_cmpuint(bp_problems_count(problems), ==, 1);
    g_unlink(path);

    g_assert_false(bp_map_file_read(map, path, NULL, problems, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
    g_assert_nonnull(strstr(error->message, "cannot be read: No such file"));
    g_clear_error(&error);
    g_assert_false(bp_map_file_read(map, "/", NULL, problems, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
}

/* Private names end with their file. */
static void
test_private_files(void)
{
    g_autoptr(BpMap) map = bp_map_new(0);
    g_autoptr(BpProblems) problems = bp_problems_new();

    bp_map_text_read(map, "private {a}\nx a(1)\n", 19, "m", NULL, problems);
    bp_map_text_read(map, "x a(1)\n", 7, "m", NULL, problems);
    g_assert_cmpuint(bp_map_n_nodes(map), ==, 3);
    g_assert_cmpuint(bp_map_n_links(map), ==, 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/uucp-map/language", test_language);
    g_test_add_func("/uucp-map/meaning", test_meaning);
    g_test_add_func("/uucp-map/styles", test_styles);
    g_test_add_func("/uucp-map/mistakes", test_mistakes);
    g_test_add_func("/uucp-map/cut-anywhere", test_cut_anywhere);
    g_test_add_func("/uucp-map/damaged-bytes", test_damaged_bytes);
    g_test_add_func("/uucp-map/extremes", test_extremes);
    g_test_add_func("/uucp-map/alias-mesh", test_alias_mesh);
    g_test_add_func("/uucp-map/entries", test_entries);
    g_test_add_func("/uucp-map/traces", test_traces);
    g_test_add_func("/uucp-map/files", test_files);
    g_test_add_func("/uucp-map/private-files", test_private_files);
    return g_test_run();
}
