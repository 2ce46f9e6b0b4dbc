/* test_plain.c - nothing that a terminal would obey gets through. */
#include <bangpath/plain.h>

static void
test_plain(void)
{
    static const struct {
        const char *text;
        const char *plain;
    } cases[] = {
        {"", ""},
        {"u17@ihnp4 <x> 'y' \\", "u17@ihnp4 <x> 'y' \\"},
        {"Z\xc3\xbcrich \xe2\x82\xac", "Z\xc3\xbcrich \xe2\x82\xac"},
        {"a\x1b[2Jb", "a\\x1b[2Jb"},
        {"a\r\n\tb\x7f", "a\\x0d\\x0a\\x09b\\x7f"},
        {"\xc2\x9b"
         "31m",
         "\\x9b31m"},                    /* a control sequence in one character */
        {"x\xe2\x80\xaey", "x\\u202ey"}, /* from right to left */
        {"x\xe2\x80\xa8y", "x\\u2028y"}, /* a line separator */
        {"caf\xe9 \xff", "caf\\xe9 \\xff"},
        {"cut \xe2\x82", "cut \\xe2\\x82"},
    };
    g_autofree char *nothing = bp_plain(NULL);

    g_assert_cmpstr(nothing, ==, "");
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *plain = bp_plain(cases[i].text);

        g_assert_cmpstr(plain, ==, cases[i].plain);
        g_assert_true(g_utf8_validate(plain, -1, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/plain", test_plain);
    return g_test_run();
}
