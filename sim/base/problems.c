/* problems.c - the list of what is wrong. */
#include <bangpath/error.h>

/* A file of another kind can be wrong on every line: nobody reads more than this. */
#define MAX_KEPT 100

struct _BpProblems {
    GString *text; /* owned: the lines kept, a newline between each two */
    guint n_added;
};

BpProblems *
bp_problems_new(void)
{
    BpProblems *problems = g_new0(BpProblems, 1);

    problems->text = g_string_new(NULL);
    return problems;
}

void
bp_problems_free(BpProblems *problems)
{
    if (!problems)
        return;

    g_string_free(problems->text, TRUE);
    g_free(problems);
}

void
bp_problems_add(BpProblems *problems, const char *file, int line, const char *format,
                ...)
{
    GString *text;
    va_list args;

    g_return_if_fail(problems && format && line >= 0);

    if (++problems->n_added > MAX_KEPT)
        return;

    text = problems->text;
    if (text->len > 0)
        g_string_append_c(text, '\n');
    if (file)
        g_string_append_printf(text, "%s:", file);
    if (line > 0)
        g_string_append_printf(text, file ? "%d:" : "line %d:", line);
    if (file || line > 0)
        g_string_append_c(text, ' ');
    va_start(args, format);
    g_string_append_vprintf(text, format, args);
    va_end(args);
}

guint
bp_problems_count(const BpProblems *problems)
{
    g_return_val_if_fail(problems, 0);

    return problems->n_added;
}

gboolean
bp_problems_to_error(const BpProblems *problems, GError **error)
{
    g_return_val_if_fail(problems, TRUE);

    if (problems->n_added == 0)
        return TRUE;

    if (problems->n_added <= MAX_KEPT)
        g_set_error_literal(error, BP_ERROR, BP_ERROR_VALUE, problems->text->str);
    else
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE, "%s\nand %u more",
                    problems->text->str, problems->n_added - MAX_KEPT);
    return FALSE;
}
