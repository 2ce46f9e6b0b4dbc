/* nearest.c - what the user may have meant. */
#include <bangpath/error.h>

#include <string.h>

static gboolean
same(char a, char b)
{
    return g_ascii_tolower(a) == g_ascii_tolower(b);
}

/* Damerau-Levenshtein, each letter edited at most once ("optimal string alignment"): the
 * table's last three rows suffice. @rows has room for three rows of strlen(b) + 1. */
static gsize
distance(const char *a, const char *b, gsize *rows)
{
    gsize n_a = strlen(a), n_b = strlen(b), width = n_b + 1;
    gsize *before = rows, *above = rows + width, *row = rows + 2 * width, *spare;

    for (gsize j = 0; j <= n_b; j++)
        above[j] = j;
    for (gsize i = 1; i <= n_a; i++) {
        row[0] = i;
        for (gsize j = 1; j <= n_b; j++) {
            row[j] = above[j - 1] + !same(a[i - 1], b[j - 1]);
            row[j] = MIN(row[j], MIN(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
                row[j] = MIN(row[j], before[j - 2] + 1);
        }
        spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[n_b];
}

const char *
bp_nearest(const char *name, const char *const *names)
{
    gsize n_name = strlen(name), limit = n_name / 3 + 1, best = limit + 1;
    const char *nearest = NULL;
    g_autofree gsize *rows = NULL;

    g_return_val_if_fail(names, NULL);

    /* A name that differs more in length is further away than the limit. */
    rows = g_new0(gsize, 3 * (n_name + limit + 1));
    for (; *names; names++) {
        gsize n_other = strlen(*names), far;

        if (n_other > n_name + limit || n_other + limit < n_name)
            continue;
        far = distance(name, *names, rows);
        if (far < best) {
            best = far;
            nearest = *names;
        }
    }
    return nearest;
}
