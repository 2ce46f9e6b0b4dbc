/* topology_split.c - cuts a Graphviz file between statements.
 *
 * A statement need not end with `;` in Graphviz's language. It ends as well where a
 * name, a string or a brace follows something complete; a `;` is put in there, so that
 * cgraph is done with a statement before it asks for the text of the next one.
 */
#include "topology_split.h"

#include <bangpath/topology_file.h>
#include <string.h>

/* cgraph's parser gives up at some thousands, and does not recover. */
#define MAX_DEPTH 100

typedef enum {
    T_END,
    T_ATOM,
    T_STRING,
    T_HTML,
    T_OPEN,
    T_CLOSE,
    T_OPEN_BRACKET,
    T_CLOSE_BRACKET,
    T_SEMICOLON,
    T_OPERATOR,
    T_NUL,
} Token;

void
bp_split_init(BpSplit *split, BpSource *source, const char *name, gsize piece_bytes,
              BpProblems *problems)
{
    *split = (BpSplit){.source = source,
                       .name = name,
                       .problems = problems,
                       .piece_bytes = piece_bytes,
                       .line = 1,
                       .line_start = TRUE};
    split->text = g_string_new(NULL);
    split->chunks = g_array_new(FALSE, FALSE, sizeof(BpChunk));
    if (bp_source_peek(source, 0) == 0xEF && bp_source_peek(source, 1) == 0xBB &&
        bp_source_peek(source, 2) == 0xBF)
        source->at += 3;
}

void
bp_split_clear(BpSplit *split)
{
    g_string_free(split->text, TRUE);
    g_array_free(split->chunks, TRUE);
}

static gboolean
fail(BpSplit *split, int line, const char *what)
{
    if (bp_source_check(split->source, split->name, split->problems))
        bp_problems_add(split->problems, split->name, line, "%s", what);
    return FALSE;
}

static gboolean
fail_at_end(BpSplit *split, int line, const char *open)
{
    g_autofree char *what = g_strdup_printf(
        "%s is still open where the file ends in line %d", open, split->line);

    return fail(split, line, what);
}

static gboolean
is_atom(int c)
{
    return c >= 0x80 || (c >= 0 && g_ascii_isalnum(c)) || c == '_' || c == '.';
}

static int
peek(BpSplit *split)
{
    return bp_source_peek(split->source, 0);
}

static void
skip(BpSplit *split)
{
    int c = *split->source->at;

    split->line_start = c == '\n';
    if (c == '\n')
        split->line++;
    bp_source_skip(split->source);
}

/* Moves one character over. FALSE when the statement is too long. */
static gboolean
copy(BpSplit *split)
{
    g_string_append_c(split->text, (char)*split->source->at);
    skip(split);
    return split->text->len - split->statement_at <= BP_STATEMENT_MAX_BYTES;
}

static gboolean
fail_too_long(BpSplit *split)
{
    return fail(split, split->chunk_line,
                "a statement is longer than 16 MiB: perhaps a bracket, brace or quote "
                "does not end");
}

static void
skip_line(BpSplit *split)
{
    int c;

    while ((c = peek(split)) >= 0 && c != '\n')
        skip(split);
}

static gboolean
skip_block_comment(BpSplit *split)
{
    int began = split->line, c;

    skip(split);
    skip(split);
    while ((c = peek(split)) >= 0) {
        if (c == '\n')
            split->blank_lines++;
        skip(split);
        if (c == '*' && peek(split) == '/') {
            skip(split);
            return TRUE;
        }
    }
    return fail_at_end(split, began, "a comment");
}

/* Blanks, comments and lines that begin with #, which are the C preprocessor's. */
static gboolean
skip_blanks(BpSplit *split)
{
    for (;;) {
        int c = peek(split);

        if (c == '\n')
            split->blank_lines++;
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            skip(split);
        } else if ((c == '#' && split->line_start) ||
                   (c == '/' && bp_source_peek(split->source, 1) == '/')) {
            skip_line(split);
        } else if (c == '/' && bp_source_peek(split->source, 1) == '*') {
            if (!skip_block_comment(split))
                return FALSE;
        } else {
            return TRUE;
        }
        split->blank = TRUE;
    }
}

static Token
look(BpSplit *split)
{
    int c = peek(split), next;

    switch (c) {
    case -1:
        return T_END;
    case '\0':
        return T_NUL;
    case '"':
        return T_STRING;
    case '<':
        return T_HTML;
    case '{':
        return T_OPEN;
    case '}':
        return T_CLOSE;
    case '[':
        return T_OPEN_BRACKET;
    case ']':
        return T_CLOSE_BRACKET;
    case ';':
        return T_SEMICOLON;
    case '-':
        next = bp_source_peek(split->source, 1);
        return next == '.' || (next >= '0' && next <= '9') ? T_ATOM : T_OPERATOR;
    default:
        return is_atom(c) ? T_ATOM : T_OPERATOR;
    }
}

/* Where a quote is missing, what should be outside of quotes is within from there on: that shows
 * first at a string that goes on over the end of a line, as they seldom do. */
static gboolean
fail_in_string(BpSplit *split, int began)
{
    g_autofree char *what = NULL;

    if (split->long_string_line == 0 || split->long_string_line == began)
        return fail_at_end(split, began, "a quoted string");
    what = g_strdup_printf(
        "a quoted string is still open where the file ends in line %d: perhaps a quote "
        "is missing in line %d, where the first begins that goes on in the next line",
        split->line, split->long_string_line);
    return fail(split, began, what);
}

static gboolean
copy_string(BpSplit *split)
{
    int began = split->line, c;

    if (!copy(split))
        return fail_too_long(split);
    while ((c = peek(split)) > 0) {
        if (!copy(split))
            return fail_too_long(split);
        if (c == '"') {
            if (split->line > began && split->long_string_line == 0)
                split->long_string_line = began;
            return TRUE;
        }
        if (c == '\\' && peek(split) > 0 && !copy(split))
            return fail_too_long(split);
    }
    return c == 0 ? fail(split, split->line, "a NUL byte: this is no text file")
                  : fail_in_string(split, began);
}

/* Angle brackets nest. */
static gboolean
copy_html(BpSplit *split)
{
    int began = split->line, c;
    guint depth = 0;

    while ((c = peek(split)) > 0) {
        if (!copy(split))
            return fail_too_long(split);
        if (c == '<')
            depth++;
        if (c == '>' && --depth == 0)
            return TRUE;
    }
    return c == 0 ? fail(split, split->line, "a NUL byte: this is no text file")
                  : fail_at_end(split, began, "a string between < and >");
}

static gboolean
copy_atom(BpSplit *split)
{
    gsize from = split->text->len;
    gboolean after_word = split->previous == BP_SPLIT_SUBGRAPH;

    do {
        if (!copy(split))
            return fail_too_long(split);
    } while (is_atom(peek(split)));
    split->previous =
        !after_word && g_ascii_strcasecmp(split->text->str + from, "subgraph") == 0
            ? BP_SPLIT_SUBGRAPH
            : BP_SPLIT_ATOM;
    /* The name of a subgraph: its brace still belongs to it. */
    if (after_word)
        split->previous = BP_SPLIT_OPERATOR;
    return TRUE;
}

static gboolean
copy_operator(BpSplit *split)
{
    int c = peek(split), next = bp_source_peek(split->source, 1);

    if (!copy(split))
        return fail_too_long(split);
    if (c == '-' && (next == '-' || next == '>') && !copy(split))
        return fail_too_long(split);
    split->previous = BP_SPLIT_OPERATOR;
    return TRUE;
}

static gboolean
end_chunk(BpSplit *split)
{
    BpChunk chunk = {split->text->len, split->chunk_line};
    gsize from = 0;

    if (split->chunks->len > 0)
        from = g_array_index(split->chunks, BpChunk, split->chunks->len - 1).end;
    if (!g_utf8_validate(split->text->str + from, (gssize)(chunk.end - from), NULL))
        return fail(split, split->chunk_line, "text that is not UTF-8");
    g_array_append_val(split->chunks, chunk);
    split->chunk_open = FALSE;
    return TRUE;
}

static gboolean
end_statement(BpSplit *split)
{
    split->previous = BP_SPLIT_NOTHING;
    if (split->depth == 1)
        split->statement_at = split->text->len;
    return end_chunk(split);
}

/* Whether what stands before @token is a statement without its `;`. */
static gboolean
ends_before(const BpSplit *split, Token token)
{
    BpSplitPrevious previous = split->previous;

    if (split->depth == 0 || split->in_brackets || previous == BP_SPLIT_NOTHING ||
        previous == BP_SPLIT_OPERATOR)
        return FALSE;
    switch (token) {
    case T_ATOM:
    case T_STRING:
    case T_HTML:
    case T_OPEN:
        return previous != BP_SPLIT_SUBGRAPH;
    case T_CLOSE:
        return TRUE;
    default:
        return FALSE;
    }
}

/* The blanks before a token: none before a statement, as lines are counted there anew.
 * */
static gboolean
begin_token(BpSplit *split)
{
    if (!split->chunk_open) {
        split->chunk_line = split->line;
        split->chunk_open = TRUE;
    } else if (split->blank_lines > 0) {
        if (split->blank_lines > BP_STATEMENT_MAX_BYTES)
            return fail_too_long(split);
        for (guint i = 0; i < split->blank_lines; i++)
            g_string_append_c(split->text, '\n');
    } else if (split->blank) {
        g_string_append_c(split->text, ' ');
    }
    split->blank_lines = 0;
    split->blank = FALSE;
    return TRUE;
}

static gboolean
copy_brace(BpSplit *split, Token token)
{
    if (!copy(split))
        return fail_too_long(split);
    if (split->in_brackets) /* a mistake, and cgraph's to find */
        return TRUE;
    if (token == T_OPEN) {
        if (split->depth++ >= MAX_DEPTH)
            return fail(split, split->line, "braces nested more than 100 deep");
        split->previous = BP_SPLIT_NOTHING;
        return end_chunk(split);
    }
    split->depth--;
    split->previous = BP_SPLIT_BRACE;
    return TRUE;
}

static gboolean
copy_bracket(BpSplit *split, Token token)
{
    split->in_brackets = token == T_OPEN_BRACKET;
    if (split->in_brackets)
        split->token_line = split->line;
    else
        split->previous = BP_SPLIT_BRACKET;
    return copy(split) || fail_too_long(split);
}

static gboolean
copy_token(BpSplit *split, Token token)
{
    switch (token) {
    case T_ATOM:
        return copy_atom(split);
    case T_STRING:
    case T_HTML:
        /* A quoted word is a name, whatever it says. */
        split->previous =
            split->previous == BP_SPLIT_SUBGRAPH ? BP_SPLIT_OPERATOR : BP_SPLIT_ATOM;
        return token == T_STRING ? copy_string(split) : copy_html(split);
    case T_OPEN:
    case T_CLOSE:
        return copy_brace(split, token);
    case T_OPEN_BRACKET:
    case T_CLOSE_BRACKET:
        return copy_bracket(split, token);
    case T_SEMICOLON:
        if (!copy(split))
            return fail_too_long(split);
        return split->in_brackets || end_statement(split);
    default:
        return copy_operator(split);
    }
}

static gboolean
fail_in_graph(BpSplit *split, Token token)
{
    if (token == T_NUL)
        return fail(split, split->line, "a NUL byte: this is no text file");
    if (split->in_brackets)
        return fail_at_end(split, split->token_line, "a bracket [");
    return fail_at_end(split, split->line, "the graph's brace {");
}

/* Behind the last brace nothing but blanks and comments may follow. */
static gboolean
finish(BpSplit *split)
{
    skip(split);
    split->over = TRUE;
    if (!skip_blanks(split))
        return FALSE;
    if (peek(split) >= 0)
        return fail(split, split->line,
                    "text after the graph's closing brace: expected one graph a file");
    return bp_source_check(split->source, split->name, split->problems);
}

static void
clear_piece(BpSplit *split)
{
    g_string_truncate(split->text, 0);
    g_array_set_size(split->chunks, 0);
    split->statement_at = 0;
}

gboolean
bp_split_header(BpSplit *split)
{
    Token token;

    clear_piece(split);
    for (;;) {
        if (!skip_blanks(split))
            return FALSE;
        token = look(split);
        if (token == T_NUL)
            return fail(split, split->line, "a NUL byte: this is no text file");
        if (token == T_END)
            return fail(split, 0,
                        split->text->len == 0
                            ? "no graph: expected graph { a -- b }"
                            : "the file ends before the graph's brace {");
        if (token == T_CLOSE || token == T_CLOSE_BRACKET)
            return fail(split, split->line, "expected graph { a -- b }");
        if (!begin_token(split) || !copy_token(split, token))
            return FALSE;
        if (split->depth == 1)
            return TRUE;
    }
}

gboolean
bp_split_next(BpSplit *split)
{
    clear_piece(split);
    while (!split->over) {
        Token token;

        if (!skip_blanks(split))
            return FALSE;
        token = look(split);
        if (token == T_END || token == T_NUL)
            return fail_in_graph(split, token);
        if (ends_before(split, token)) {
            g_string_append_c(split->text, ';');
            if (!end_statement(split))
                return FALSE;
        }
        if (split->depth == 1 && split->previous == BP_SPLIT_NOTHING &&
            !split->chunk_open && split->text->len >= split->piece_bytes &&
            split->text->len > 0)
            return TRUE;
        if (token == T_CLOSE && split->depth == 1 && !split->in_brackets) {
            if (split->chunk_open && !end_statement(split))
                return FALSE;
            return finish(split);
        }
        if (!begin_token(split) || !copy_token(split, token))
            return FALSE;
    }
    return TRUE;
}
