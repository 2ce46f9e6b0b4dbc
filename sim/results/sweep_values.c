/* sweep_values.c - lists of values and ranges, as [sweep] has them.
 *
 * A range is counted in whole units of its last decimal, so that 0.1 .. 1 has ten steps.
 */
#include <bangpath/sweep.h>

#include <stdlib.h>
#include <string.h>

#define MAX_DECIMALS 6
#define MAX_DIGITS 12 /* before the point: all of it fits 63 bits */

/* A number in millionths, and the unit that follows it. */
typedef struct {
    gint64 millionths;
    char *unit; /* owned: with the blanks before it */
} Quantity;

static void
clear_quantity(Quantity *quantity)
{
    g_clear_pointer(&quantity->unit, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Quantity, clear_quantity)

/* FALSE if @text does not begin with a decimal number of a size that we count. */
static gboolean
read_quantity(const char *text, Quantity *quantity)
{
    gboolean minus = *text == '-';
    const char *at = text + minus;
    gsize whole = strspn(at, "0123456789");
    gsize decimals = at[whole] == '.' ? strspn(at + whole + 1, "0123456789") : 0;
    gint64 number = 0;

    if (whole == 0 || whole > MAX_DIGITS || decimals > MAX_DECIMALS ||
        (at[whole] == '.' && decimals == 0))
        return FALSE;
    for (gsize i = 0; i < whole; i++)
        number = number * 10 + (at[i] - '0');
    for (gsize i = 0; i < MAX_DECIMALS; i++)
        number = number * 10 + (i < decimals ? at[whole + 1 + i] - '0' : 0);
    quantity->millionths = minus ? -number : number;
    at += whole + (decimals > 0 ? decimals + 1 : 0);
    quantity->unit = g_strdup(at);
    return TRUE;
}

/* (transfer full): without zeros at the end. */
static char *
quantity_text(gint64 millionths, const char *unit)
{
    gint64 size = ABS(millionths);
    g_autofree char *decimals = g_strdup_printf(".%06" G_GINT64_FORMAT, size % 1000000);
    gsize n = strlen(decimals);

    while (decimals[n - 1] == '0')
        decimals[--n] = '\0';
    if (n == 1)
        decimals[0] = '\0';
    return g_strdup_printf("%s%" G_GINT64_FORMAT "%s%s", millionths < 0 ? "-" : "",
                           size / 1000000, decimals, unit);
}

static gboolean
fail(GError **error, const char *expected)
{
    g_set_error_literal(error, BP_ERROR, BP_ERROR_VALUE, expected);
    return FALSE;
}

/* By how much a range goes on from the last of @values; 0 if that cannot be said. */
static gint64
step_of(const GPtrArray *values, const Quantity *last, const Quantity *to)
{
    g_auto(Quantity) before = {0};

    if (values->len == 1)
        return to->millionths < last->millionths ? -1000000 : 1000000;
    if (!read_quantity(values->pdata[values->len - 2], &before) ||
        !g_str_equal(before.unit, last->unit))
        return 0;
    return last->millionths - before.millionths;
}

/* Adds what lies between the last of @values and @text, which is added too if a step hits
 * it. */
static gboolean
go_on(GPtrArray *values, const char *text, GError **error)
{
    g_auto(Quantity) last = {0};
    g_auto(Quantity) to = {0};

    if (values->len == 0 || !read_quantity(values->pdata[values->len - 1], &last) ||
        !read_quantity(text, &to) || !g_str_equal(last.unit, to.unit))
        return fail(error, "numbers of one unit on both sides of .., such as 0%, "
                           "10% .. 100%");

    gint64 step = step_of(values, &last, &to);

    if (step == 0 || (to.millionths - last.millionths) / step < 0)
        return fail(error, "two values before .. that lead to the one after it, such "
                           "as 0%, 10% .. 100%");
    if ((to.millionths - last.millionths) % step != 0)
        return fail(error, "a range that ends on one of its steps, such as 0%, 10% .. "
                           "100%");
    if ((to.millionths - last.millionths) / step > BP_SWEEP_MAX_POINTS)
        return fail(error, "a range of at most 100000 values");
    for (gint64 i = 1; i <= (to.millionths - last.millionths) / step; i++)
        g_ptr_array_add(values, quantity_text(last.millionths + i * step, last.unit));
    return TRUE;
}

/* Where a value ends: at a comma or `..` that is neither quoted nor in brackets. */
static const char *
end_of(const char *text)
{
    gboolean quoted = FALSE;
    int depth = 0;

    for (; *text != '\0'; text++) {
        if (*text == '"')
            quoted = !quoted;
        else if (!quoted && *text == '(')
            depth++;
        else if (!quoted && *text == ')')
            depth--;
        else if (!quoted && depth <= 0 && (*text == ',' || strncmp(text, "..", 2) == 0))
            return text;
    }
    return text;
}

/* (transfer full): without blanks at its ends, and without quotes around it. */
static char *
value_text(const char *from, const char *to)
{
    char *text = g_strstrip(g_strndup(from, (gsize)(to - from)));
    gsize n = strlen(text);

    if (n >= 2 && text[0] == '"' && text[n - 1] == '"') {
        text[n - 1] = '\0';
        memmove(text, text + 1, n - 1);
        g_strstrip(text);
    }
    return text;
}

static gboolean
has_twice(const GPtrArray *values)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < values->len; i++)
        if (!g_hash_table_add(seen, values->pdata[i]))
            return TRUE;
    return FALSE;
}

GPtrArray *
bp_sweep_values(const char *text, GError **error)
{
    g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);
    gboolean range = FALSE;

    for (const char *at = text;;) {
        const char *end = end_of(at);
        char *value = value_text(at, end);

        if (*value == '\0') {
            g_free(value);
            fail(error, "a value on each side of every comma and ..");
            return NULL;
        }
        if (range) {
            gboolean good = go_on(values, value, error);

            g_free(value);
            if (!good)
                return NULL;
        } else {
            g_ptr_array_add(values, value);
        }
        if (*end == '\0')
            break;
        range = *end == '.';
        at = end + (range ? 2 : 1);
    }
    if (has_twice(values)) {
        fail(error, "each value once");
        return NULL;
    }
    return g_steal_pointer(&values);
}
