/* number.c - by way of decimal text, which is exact in glibc and the same everywhere. */
#include "number.h"

#include <math.h>

#define TEXT_SIZE 330 /* of DBL_MAX with six decimals */

char *
bp_number_text(double number)
{
    char text[TEXT_SIZE];
    gsize n;

    if (!isfinite(number))
        return g_strdup("null");

    g_ascii_formatd(text, sizeof text, "%.6f", number);
    n = strlen(text);
    while (text[n - 1] == '0')
        n--;
    if (text[n - 1] == '.')
        n--;
    text[n] = '\0';
    return g_strdup(g_str_equal(text, "-0") ? "0" : text);
}

double
bp_number_rounded(double number)
{
    g_autofree char *text = bp_number_text(number);

    return g_ascii_strtod(text, NULL);
}

char *
bp_wholes_text(const GArray *numbers)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < numbers->len; i++)
        g_string_append_printf(text, "%s%" G_GUINT64_FORMAT, i > 0 ? ", " : "",
                               g_array_index(numbers, guint64, i));
    return g_string_free(text, FALSE);
}
