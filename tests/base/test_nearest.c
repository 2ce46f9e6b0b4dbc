/* test_nearest.c - did you mean? */
#include "garbage.h"

#include <bangpath/error.h>

/* The fewest edits win, the first of the list breaks ties, and far is nothing. */
static void
test_nearest(void)
{
    static const char *const words[] = {"stick",  "rotate", "hop",
                                        "closed", "ihnp4",  NULL};
    static const struct {
        const char *name;
        const char *nearest;
    } cases[] = {
        {"rotate", "rotate"},
        {"ROTATE", "rotate"},
        {"rotatte", "rotate"},
        {"rotte", "rotate"},
        {"ortate", "rotate"},
        {"totate", "rotate"},
        {"stcik", "stick"},
        {"hpo", "hop"},
        {"inhp4", "ihnp4"},
        {"close", "closed"},
        {"opened", NULL},
        {"x", NULL},
        {"xyzzy", NULL},
        {"", NULL},
        {"chop", "hop"},
        {"rot", "hop"},
        {"a rather long name that nothing here is like", NULL},
    };
    static const char *const none[] = {NULL};
    static const char *const yes_no[] = {"yes", "no", NULL};
    static const char *const ties[] = {"abd", "abc", NULL};

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("\"%s\"", cases[i].name);
        g_assert_cmpstr(bp_nearest(cases[i].name, words), ==, cases[i].nearest);
    }
    g_assert_null(bp_nearest("rotate", none));
    /* One swap, where two exchanges would be too many. */
    g_assert_cmpstr(bp_nearest("on", yes_no), ==, "no");
    g_assert_cmpstr(bp_nearest("abx", ties), ==, "abd");
    g_assert_cmpstr(bp_nearest("abc", ties), ==, "abc");
}

/* A third of the length plus one: three edits of six letters, two of five. */
static void
test_limit(void)
{
    static const char *const six[] = {"abcdef", NULL};
    static const char *const five[] = {"abcde", NULL};

    g_assert_cmpstr(bp_nearest("abcxyz", six), ==, "abcdef");
    g_assert_null(bp_nearest("abwxyz", six));
    g_assert_cmpstr(bp_nearest("abcxy", five), ==, "abcde");
    g_assert_null(bp_nearest("abxyz", five));
}

/* Any name finds itself, and garbage finds something or nothing. */
static void
test_garbage(void)
{
    for (int i = 0; i < 2000; i++) {
        g_autofree char *name = garbage(), *other = garbage();
        const char *both[] = {other, name, NULL}, *only_other[] = {other, NULL};

        g_assert_cmpint(g_ascii_strcasecmp(bp_nearest(name, both), name), ==, 0);
        bp_nearest(name, only_other);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/nearest/nearest", test_nearest);
    g_test_add_func("/nearest/limit", test_limit);
    g_test_add_func("/nearest/garbage", test_garbage);
    return g_test_run();
}
