/* test_fold.c - lines broken to fit. */
#include <bangpath/fold.h>

typedef struct {
    const char *text;
    guint columns;
    guint indent;
    const char *folded;
} Case;

static const Case cases[] = {
    {"as it is\n", 0, 0, "as it is\n"},
    {"just fits\n", 9, 2, "just fits\n"},
    {"just does not\n", 12, 2, "just does\n  not\n"},
    {"one two three four", 9, 2, "one two\n  three\n  four"},
    /* Blanks of a label do not count, nor are any left at an end. */
    {"Label  a b\n", 8, 7, "Label  a\n       b\n"},
    {"a b   \n", 3, 1, "a b\n"},
    /* A word too long is left whole. */
    {"unbreakable on\n", 5, 2, "unbreakable\n  on\n"},
    {"to unbreakable on\n", 6, 2, "to\n  unbreakable\n  on\n"},
    /* A number and its unit stay together. */
    {"took 1.4 s, or 2 h\n", 9, 0, "took\n1.4 s, or\n2 h\n"},
    {"took 12 pages\n", 8, 0, "took 12\npages\n"},
    /* Columns, not bytes: two for each of these, none for colour. */
    {"\u4e2d\u6587 \u4e2d\u6587\n", 9, 0, "\u4e2d\u6587 \u4e2d\u6587\n"},
    {"\u4e2d\u6587 \u4e2d\u6587\n", 8, 0, "\u4e2d\u6587\n\u4e2d\u6587\n"},
    {"\033[1;31mred\033[0m ink\n", 7, 0, "\033[1;31mred\033[0m ink\n"},
    {"\n\n", 5, 2, "\n\n"},
    {"", 5, 2, ""},
};

static void
test_fold(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *c = &cases[i];
        g_autofree char *folded = bp_fold(c->text, c->columns, c->indent);

        g_assert_cmpstr(folded, ==, c->folded);
    }
}

static void
test_columns(void)
{
    g_assert_cmpuint(bp_text_columns(""), ==, 0);
    g_assert_cmpuint(bp_text_columns("caf\u00e9"), ==, 4);
    g_assert_cmpuint(bp_text_columns("cafe\u0301"), ==, 4);
    g_assert_cmpuint(bp_text_columns("\u4e2d"), ==, 2);
    g_assert_cmpuint(bp_text_columns("\033[36mreach\033[0m"), ==, 5);
    g_assert_cmpuint(bp_text_columns("\033[2J"), ==, 4); /* not of colour */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/fold/lines", test_fold);
    g_test_add_func("/base/fold/columns", test_columns);
    return g_test_run();
}
