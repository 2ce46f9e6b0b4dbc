/* problems.c - the list of what is wrong. */
#include <bangpath/error.h>

/* A file of another kind can be wrong on every line: nobody reads more than this. */
#define MAX_KEPT 100

/* What a quote forgotten makes a name of goes on for pages; what stands before and behind it tells
 * what is wrong. */
#define HEAD_BYTES 1000
#define TAIL_BYTES 500

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

/* A line each, whatever is quoted: a name with a newline in it must not pass for a message. */
static void
append_line(GString *text, GString *line)
{
    if (line->len > HEAD_BYTES + TAIL_BYTES) {
        gsize head = HEAD_BYTES, tail = line->len - TAIL_BYTES;

        /* Not within a character of UTF-8. */
        while (((guint8)line->str[head] & 0xc0) == 0x80 && head > 0)
            head--;
        while (((guint8)line->str[tail] & 0xc0) == 0x80)
            tail++;
        g_string_erase(line, (gssize)head, (gssize)(tail - head));
        g_string_insert(line, (gssize)head, " ... ");
    }
    g_string_replace(line, "\n", "\\x0a", 0);
    if (text->len > 0)
        g_string_append_c(text, '\n');
    g_string_append_len(text, line->str, (gssize)line->len);
}

void
bp_problems_add(BpProblems *problems, const char *file, int line, const char *format,
                ...)
{
    g_autoptr(GString) said = NULL;
    va_list args;

    g_return_if_fail(problems && format && line >= 0);

    if (++problems->n_added > MAX_KEPT)
        return;

    said = g_string_new(NULL);
    if (file)
        g_string_append_printf(said, "%s:", file);
    if (line > 0)
        g_string_append_printf(said, file ? "%d:" : "line %d:", line);
    if (file || line > 0)
        g_string_append_c(said, ' ');
    va_start(args, format);
    g_string_append_vprintf(said, format, args);
    va_end(args);
    append_line(problems->text, said);
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
