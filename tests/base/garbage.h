/* garbage.h - texts that nobody would write, made of pieces of those that some do. */
#ifndef BANGPATH_TESTS_GARBAGE_H
#define BANGPATH_TESTS_GARBAGE_H

#include <glib.h>

static inline char *
garbage(void)
{
    static const char *const pieces[] = {
        "0",         "9",       "12",      "999999999999999999999999999",
        ".",         "-",       "+",       " ",
        "\t",        "\n",      "/",       "%",
        "$",         "KB",      "KiB",     "GiB",
        "s",         "min",     "w",       "d",
        "$/min",     "bps",     "kbps",    "day",
        "day 4",     ":",       "09:00",   "1996",
        "-09",       "mailbox", "largest", "all",
        "none",      ",",       "(",       ")",
        "lognormal", "T",       "Z",       "e9",
        "\xc3\xa9",  "\xff",    "\x01",    "=",
    };
    GString *text = g_string_new(NULL);

    for (int n = g_test_rand_int_range(0, 8); n > 0; n--) {
        int piece = g_test_rand_int_range(0, G_N_ELEMENTS(pieces) + 1);

        if (piece < (int)G_N_ELEMENTS(pieces))
            g_string_append(text, pieces[piece]);
        else
            g_string_append_c(text, (char)g_test_rand_int_range(1, 256));
    }
    return g_string_free(text, FALSE);
}

#endif
