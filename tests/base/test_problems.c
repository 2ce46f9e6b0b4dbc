/* test_problems.c - everything wrong with one input, in the order found. */
#include <bangpath/error.h>

#include <string.h>

/* No problem is no error. */
static void
test_none(void)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    GError *error = NULL;

    g_assert_true(bp_problems_to_error(problems, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(bp_problems_count(problems), ==, 0);
    bp_problems_free(NULL);
}

/* One line a problem, with as much of the place as is known. */
static void
test_places(void)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GError) error = NULL;

    bp_problems_add(problems, "a.scenario", 14, "[%s] bcc", "spammer cyber");
    bp_problems_add(problems, "a.scenario", 0, "no [scenario]");
    bp_problems_add(problems, NULL, 3, "100%% wrong");
    bp_problems_add(problems, NULL, 0, "%s", "nowhere");

    g_assert_false(bp_problems_to_error(problems, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
    g_assert_cmpstr(error->message, ==,
                    "a.scenario:14: [spammer cyber] bcc\n"
                    "a.scenario: no [scenario]\n"
                    "line 3: 100% wrong\n"
                    "nowhere");
    g_assert_cmpuint(bp_problems_count(problems), ==, 4);
    g_assert_false(bp_problems_to_error(problems, NULL));
}

/* After a hundred the rest are counted. */
static void
test_many(void)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GError) hundred = NULL, more = NULL;

    for (int i = 1; i <= 100; i++)
        bp_problems_add(problems, "f", i, "x");
    g_assert_false(bp_problems_to_error(problems, &hundred));
    g_assert_true(g_str_has_suffix(hundred->message, "\nf:100: x"));

    for (int i = 101; i <= 1100; i++)
        bp_problems_add(problems, "f", i, "x");
    g_assert_false(bp_problems_to_error(problems, &more));
    g_assert_true(g_str_has_suffix(more->message, "\nf:100: x\nand 1000 more"));
    g_assert_cmpuint(bp_problems_count(problems), ==, 1100);
}

/* A name with a newline in it passes for no message of its own, and one of pages is cut, but not
 * what is expected, nor within a character. */
static void
test_one_line_each(void)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GString) name = g_string_new("a");
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) lines = NULL;

    for (guint i = 0; i < 5000; i++)
        g_string_append(name, "\xc3\xa9");
    bp_problems_add(problems, "f.gv", 1, "host \"%s\": no", "a\nbangpath: all is well");
    bp_problems_add(problems, "f.gv", 2, "host \"%s\": expected a name", name->str);
    g_assert_false(bp_problems_to_error(problems, &error));
    lines = g_strsplit(error->message, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, 2);
    g_assert_cmpstr(lines[0], ==, "f.gv:1: host \"a\\x0abangpath: all is well\": no");
    g_assert_true(g_utf8_validate(lines[1], -1, NULL));
    g_assert_cmpuint(strlen(lines[1]), <, 1600);
    g_assert_true(g_str_has_prefix(lines[1], "f.gv:2: host \"a\xc3\xa9"));
    g_assert_true(g_str_has_suffix(lines[1], "\xc3\xa9\": expected a name"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/problems/none", test_none);
    g_test_add_func("/problems/places", test_places);
    g_test_add_func("/problems/many", test_many);
    g_test_add_func("/problems/one-line-each", test_one_line_each);
    return g_test_run();
}
