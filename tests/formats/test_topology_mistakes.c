/* test_topology_mistakes.c - topologies that are just right still, wrong, cut, damaged or too
 * much. */
#include "topology_kit.h"

#include <unistd.h>

static const struct {
    const char *text;
    const char *message; /* all of it, or what it holds where it begins with * */
} mistakes[] = {
    {"", "t.gv: no graph: expected graph { a -- b }"},
    {"graph", "t.gv: the file ends before the graph's brace {"},
    {"}", "t.gv:1: expected graph { a -- b }"},
    {"graph {}", "t.gv: no hosts: expected at least one"},
    {"digraph { a -> b }", "*t.gv:1: a directed graph"},
    {"graph { a -> b }", "t.gv:1: syntax error near '->'"},
    {"graph {\n\na --\n\n}", "t.gv:3: syntax error near '}'"},
    {"graph { a",
     "t.gv:1: the graph's brace { is still open where the file ends in line "
     "1"},
    {"graph { a [\nb",
     "t.gv:1: a bracket [ is still open where the file ends in line 2"},
    {"graph { a [org=\"\n\n",
     "t.gv:1: a quoted string is still open where the file ends "
     "in line 3"},
    {"graph {\na [org=x\"]\nb [org=\"y\"]\nc [org=\"z\"]\n}",
     "t.gv:4: a quoted string is still open where the file ends in line 5: perhaps a "
     "quote is missing in line 2, where the first begins that goes on in the next "
     "line"},
    {"graph { \"a\nt.gv:9: b!\" }",
     "*t.gv:1: host \"a\\x0at.gv:9: b!\": expected a name "},
    {"graph {\n/*\n", "t.gv:2: a comment is still open where the file ends in line 3"},
    {"graph { a } b", "*t.gv:1: text after the graph's closing brace"},
    {"graph { 1a }", "*t.gv:1: syntax ambiguity"},
    {"graph { \"\xff\" }", "t.gv:1: text that is not UTF-8"},
    {"graph {\n a [relay=opn] }", "t.gv:2: host \"a\": relay = \"opn\": expected one "
                                  "of: open, closed-by-peer, closed, "
                                  "closed-by-sender (did you mean \"open\"?)"},
    {"graph { a [mailer=\"sendmail 8.99\"] }",
     "*mailer = \"sendmail 8.99\": expected one of: rmail, "},
    {"graph { a [mailer=\"sendmail 8.99\"] }", "*(did you mean \"sendmail 8.9\"?)"},
    {"graph { a [holes=\"bang,perzent\"] }",
     "t.gv:1: host \"a\": holes = \"bang,perzent\": expected one or more, parted by "
     "commas, of: percent, bang, source-route, null, own-domain, none (did you mean "
     "\"percent\"?)"},
    {"graph {\n node [holes=\"none, bang\"]; a }",
     "t.gv:2: default of hosts: holes = \"none, bang\": expected \"none\" alone, or "
     "names parted by commas"},
    {"graph { a [auth=maybe] }", "*auth = \"maybe\": expected yes or no"},
    {"graph { n [kind=net mailer=rmail]; n -- a [line=t1] }",
     "*net \"n\": mailer is for hosts: a net only joins its members"},
    {"graph {\n node [lines=\"-1\"]; a; b }",
     "t.gv:2: default of hosts: lines = \"-1\": expected a whole number from 0 to "
     "65535"},
    {"graph { a [mailboxes=99999999999999999999] }",
     "*host \"a\": mailboxes = \"99999999999999999999\": expected a whole number from "
     "0 to "
     "16777216"},
    {"graph { a [spool=5] }", "*spool = \"5\": expected a size"},
    {"graph { a [spool=\"-5 B\"] }", "*spool = \"-5 B\": expected a size"},
    {"graph { a [lat=90.1 lon=0] }",
     "*lat = \"90.1\": expected degrees from -90 to 90"},
    {"graph { a [lat=1] }", "*lat is given alone"},
    {"graph { a [tz=\"5\"] }", "*tz = \"5\": expected an offset"},
    {"graph {\n a\n b [relai=open] }",
     "t.gv:3: host \"b\": unknown attribute \"relai\"; did you mean \"relay\"?"},
    {"graph { a [speed=5] }", "*unknown attribute \"speed\"; it is one of links"},
    {"graph { eposh=1980; a }",
     "*unknown attribute \"eposh\" of the graph; did you mean"},
    {"graph { epoch=1969; a }", "*epoch = \"1969\": expected a whole number from 1970"},
    {"graph { net=usenet; a }", "*net = \"usenet\": expected one or more"},
    {"graph { subgraph s { net=uucp; a } }", "*expected in the whole graph"},
    {"graph {\n a -- b }", "t.gv:2: link \"a\" -- \"b\": it has no line: expected "
                           "line=v22bis or another, or "
                           "speed=\"2400 bps\""},
    {"graph { a -- b [line=v23] }",
     "*link \"a\" -- \"b\": line = \"v23\": expected one "
     "of"},
    {"graph { a -- b [speed=2400] }", "*speed = \"2400\": expected a speed"},
    {"graph { a -- b [line=v34 cost=\"1-2\"] }", "*cost = \"1-2\": expected"},
    {"graph { a -- b [line=v34 cost=\"99999999*9\"] }", "*cost = "},
    {"graph { a -- b [line=v34 schedule=Never] }", "*neither end ever calls: expected"},
    {"graph { a -- b [line=v34 schedule=\"poll 4 h\" schedule_back=demand] }",
     "*schedule_back = \"demand\": expected none: nobody calls back"},
    {"graph { a -- b [line=v34 schedule_back=\"poll 4 h\"] }",
     "*schedule_back = \"poll 4 h\": expected demand, windows"},
    {"graph { a -- b [line=v34 schedule=\"Any;10\" retry=\"5 min\"] }",
     "*retry is given twice: expected"},
    {"graph { a -- b [line=v34 price=\"1 $/min\" tariff=usa] }",
     "*price is given twice: expected price or tariff"},
    {"graph { a -- b [line=t1 protocol=g tariff=usa] }",
     "*tariff = \"usa\": expected none: it is for calls"},
    {"graph { a -- b [line=v34 tariff=\"usa-1988\"] }",
     "*tariff = \"usa-1988\": expected one of: usa, local"},
    {"graph { a -- b [line=t1 protocol=g payer=caller] }",
     "*payer = \"caller\": expected a, b or both"},
    {"graph { a -- b [line=t1 protocol=g rent=\"1000\"] }",
     "*rent = \"1000\": expected a rent with its unit, such as 1000 $/month"},
    {"graph { net=internet; n [kind=net]; n -- a [line=t1 payer=b] }",
     "*payer = \"b\": expected none: a member of a net"},
    {"graph { a [clock=\"5 min\"]; a -- b [line=v34] }",
     "*clock = \"5 min\": expected how wrong the clock is"},
    {"graph { a -- b [line=v34 retry_rule=hdp] }",
     "*retry_rule = \"hdp\": expected one of: doubling, hdb"},
    {"graph { a -- b [line=v34 price=\"1 $/min/min\"] }", "*price = "},
    {"graph { a -- b [line=v34 price=\"-1 $/min\"] }", "*price = "},
    {"graph { a -- b [line=v34 overhead=\"3 s\"] }",
     "*overhead: protocol g has no such parameter; it has: "},
    {"graph { a -- b [line=v34 window=\"3 s\"] }",
     "*window = \"3 s\": expected a whole"},
    {"graph { a -- b [line=v34 key=x] }", "*unknown attribute \"key\""},
    {"graph { a -- b [line=v34 retry=\"0 s\"] }", "*retry = \"0 s\": expected"},
    {"graph {\n a -- a [line=v34] }", "t.gv:2: host \"a\": a link to itself"},
    {"graph { a [lines=0]; a -- b [line=v34] }",
     "*it is dialled, but \"a\" has lines=0"},
    {"graph { a [net=uucp]; b [net=bitnet]; a -- b [line=v34] }",
     "*its ends have no network in common: give protocol="},
    {"graph { a [serves=bb]; bbb; }", "t.gv:1: host \"a\": serves = \"bb\": expected "
                                      "names of hosts; there is no such host; "
                                      "did you mean \"bbb\"?"},
    {"graph { a [smart_host=a] }", "*not the host itself"},
    {"graph { n [kind=net] }",
     "t.gv:1: net \"n\": a net without members: expected edges "
     "to hosts"},
    {"graph { net=internet; n [kind=net lines=3]; n -- a [line=t1] }",
     "t.gv:1: net \"n\": lines is for hosts: a net only joins its members"},
    {"graph { net=internet; n [kind=net]; n -- a [line=t1]; b [relay_for=n] }",
     "*not a net"},
    {"graph { net=internet; n [kind=net]; n -- a [line=t1 schedule=demand] }",
     "*schedule = \"demand\": expected permanent"},
    {"graph { n [kind=net]; m [kind=net]; n -- m [line=t1] }", "*both are nets"},
    {"graph { \"a!b\" }", "*host \"a!b\": expected a name without"},
    {"graph { \"\" }", "*host \"\": expected a name without"},
    {"graph { a [mailboxes=16777216]; {", "*still open"},
};

static void
test_mistakes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        const char *expected = mistakes[i].message;
        g_autofree char *message = NULL;
        BpNetwork *network = read_pieces(mistakes[i].text, strlen(mistakes[i].text),
                                         BP_PIECE_BYTES, &message);

        g_assert_null(network);
        if (*expected != '*') {
            g_assert_cmpstr(message, ==, expected);
        } else if (!strstr(message, expected + 1)) {
            g_test_message("%s: %s, not %s", mistakes[i].text, message, expected + 1);
            g_test_fail();
        }
    }
}

/* All mistakes of a file are told at once. */
static void
test_all_mistakes(void)
{
    g_autofree char *message = NULL;
    const char *text = "graph {\n a [lines=x]\n b [lon=200 lat=0]\n a -- b [line=y]\n}";

    g_assert_null(read_pieces(text, strlen(text), BP_PIECE_BYTES, &message));
    g_assert_nonnull(strstr(message, "t.gv:2: "));
    g_assert_nonnull(strstr(message, "\nt.gv:3: "));
    g_assert_nonnull(strstr(message, "\nt.gv:4: "));
}

static const char *const good[] = {
    "\xEF\xBB\xBFgraph{a}",
    "graph { a b c }",
    "STRICT GRAPH x { Node [lines=2] a SubGraph b { c } \"subgraph\" }",
    "graph { a [shape=box, pos=\"1,2!\"; color=red] [org=\"}{]\"] }",
    "graph { a -- b -- c [line=v34]\n{d e} -- {f; g;} [line=v34] }",
    "graph { edge [line=v34 window=2]; a:n -- b:s:w; b -- c [protocol=plain]; }",
    "graph { \"a\" + \"b\" [lines=\"4\"] /* } */ // {\n# x\n}",
    "graph { a [label=<<b>x</b><br/>>] b }",
    "graph { node [serves=leaves kind=host lat=1 lon=2]; a -- b [speed=\"2400 bps\"]; "
    "}",
    "graph { net=internet; node [lines=3 relay=closed]; edge [schedule=demand "
    "line=t1]\n"
    "  n -- a; n [kind=net] }",
    "graph { net=internet; a [lines=0]; n [kind=net]; a -- n [line=t1]; }",
    "graph { a -- b [line=v34]; b -- a [line=v32]; a -- b [line=v34] }",
    "graph { a [lines=3 lines=\"\" org=x machine=y serves=b]; a [org=\"\" machine=\"\" "
    "serves=\"\"]; }",
};

static void
test_good(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autoptr(BpNetwork) network = read_good(good[i]);

        for (gsize piece = 1; piece < 40; piece += 13) {
            g_autofree char *message = NULL;
            g_autoptr(BpNetwork) again =
                read_pieces(good[i], strlen(good[i]), piece, &message);

            g_assert_cmpstr(message, ==, NULL);
            g_assert_cmpuint(bp_network_n_links(again), ==,
                             bp_network_n_links(network));
        }
    }
}

/* A mistake in one file leaves nothing behind for the next. */
static void
test_after_a_mistake(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        g_autofree char *message = NULL;

        g_assert_null(read_pieces(mistakes[i].text, strlen(mistakes[i].text), 1, NULL));
        bp_network_free(read_good(good[i % G_N_ELEMENTS(good)]));
        g_assert_null(read_pieces("graph {\n a [lines=x] }", 22, 1, &message));
        g_assert_true(g_str_has_prefix(message, "t.gv:2: host \"a\": lines"));
    }
}

/* Cut anywhere, with a NUL or a byte that is no UTF-8 anywhere: an error, no crash. */
static void
test_cut(void)
{
    gsize n = strlen(backbone);

    for (gsize i = 0; i + 2 < n; i++) {
        g_autofree char *text = g_memdup2(backbone, n), *message = NULL;

        g_assert_null(read_pieces(text, i, i % 2 ? 1 : BP_PIECE_BYTES, &message));
        g_assert_cmpstr(message, !=, NULL);
        text[i] = i % 2 ? '\0' : '\xfe';
        bp_network_free(read_pieces(text, n, BP_PIECE_BYTES, NULL));
        text[i] = "{}[]\"<>;-#\\"[i % 11];
        bp_network_free(read_pieces(text, n, i % 3 ? 1 : BP_PIECE_BYTES, NULL));
    }
}

/* Braces without end, a statement without end: refused while they are read. */
static void
test_too_much(void)
{
    g_autoptr(GString) text = g_string_new("graph {");
    g_autofree char *message = NULL, *long_one = NULL;

    for (int i = 0; i < 100000; i++)
        g_string_append_c(text, '{');
    g_assert_null(read_pieces(text->str, text->len, BP_PIECE_BYTES, &message));
    g_assert_cmpstr(message, ==, "t.gv:1: braces nested more than 100 deep");

    g_string_assign(text, "graph { a [org=\"");
    g_string_set_size(text, BP_STATEMENT_MAX_BYTES + 1000);
    memset(text->str + 16, 'x', text->len - 16);
    g_assert_null(read_pieces(text->str, text->len, BP_PIECE_BYTES, &long_one));
    g_assert_true(
        g_str_has_prefix(long_one, "t.gv:1: a statement is longer than 16 MiB"));
}

/* No file: a directory, a file that is not there, one that may not be read. */
static void
test_no_file(void)
{
    static const char *const paths[] = {"/", "/nonexistent.gv", "/proc/self/mem"};

    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(BpProblems) problems = bp_problems_new();
        g_autoptr(GError) error = NULL;

        g_assert_null(bp_topology_read(paths[i], problems));
        g_assert_false(bp_problems_to_error(problems, &error));
        g_assert_nonnull(strstr(error->message, ": cannot be read: "));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/topology/good", test_good);
    g_test_add_func("/topology/mistakes", test_mistakes);
    g_test_add_func("/topology/all-mistakes", test_all_mistakes);
    g_test_add_func("/topology/after-a-mistake", test_after_a_mistake);
    g_test_add_func("/topology/cut", test_cut);
    g_test_add_func("/topology/too-much", test_too_much);
    g_test_add_func("/topology/no-file", test_no_file);
    return g_test_run();
}
