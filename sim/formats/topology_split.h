/* topology_split.h - cuts a Graphviz file between statements, so that it can be parsed
 * in pieces.
 *
 * Private to formats. Only sees where strings, comments, brackets and braces begin and
 * end; what it all means is cgraph's business.
 */
#ifndef BANGPATH_FORMATS_TOPOLOGY_SPLIT_H
#define BANGPATH_FORMATS_TOPOLOGY_SPLIT_H

#include "source.h"

#include <bangpath/error.h>
#include <glib.h>

/** BpChunk: text of the piece up to @end, from the end of the chunk before: no more
 * than one statement, at any depth of braces, that begins in @line. */
typedef struct {
    gsize end;
    int line;
} BpChunk;

/** BpSplitPrevious: what came before, as far as it says whether a statement can end
 * here. */
typedef enum {
    BP_SPLIT_NOTHING,
    BP_SPLIT_ATOM,
    BP_SPLIT_SUBGRAPH, /* the word */
    BP_SPLIT_OPERATOR,
    BP_SPLIT_BRACKET, /* ] */
    BP_SPLIT_BRACE,   /* } */
} BpSplitPrevious;

typedef struct {
    BpSource *source;     /* borrowed */
    const char *name;     /* borrowed */
    BpProblems *problems; /* borrowed */
    gsize piece_bytes;  /* a piece ends with the first whole statement after so many */
    GString *text;      /* owned: the piece: statements without comments */
    GArray *chunks;     /* owned, of BpChunk */
    gsize statement_at; /* where the outermost statement began */
    int line;
    int chunk_line;
    int token_line;       /* where the string, comment or bracket that is open began */
    int long_string_line; /* where the first string began that went on in the next; or 0 */
    guint blank_lines;    /* not yet written */
    gboolean blank;
    gboolean chunk_open;
    gboolean in_brackets;
    gboolean line_start;
    gboolean over; /* the graph's last brace has come */
    guint depth;
    BpSplitPrevious previous;
} BpSplit;

void bp_split_init(BpSplit *split, BpSource *source, const char *name,
                   gsize piece_bytes, BpProblems *problems);
void bp_split_clear(BpSplit *split);

/** bp_split_header: what stands before the first brace is the piece, the brace
 * included. FALSE after a problem. */
gboolean bp_split_header(BpSplit *split);

/**
 * bp_split_next: the next statements are the piece; an empty piece ends the graph.
 * FALSE after a problem.
 */
gboolean bp_split_next(BpSplit *split);

#endif
