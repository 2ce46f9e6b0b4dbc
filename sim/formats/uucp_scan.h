/* uucp_scan.h - the words and signs of a UUCP map.
 *
 * Private to formats. The text is scanned where it stands and nothing is copied.
 */
#ifndef BANGPATH_FORMATS_UUCP_SCAN_H
#define BANGPATH_FORMATS_UUCP_SCAN_H

#include <glib.h>

/** BpUucpKind: of a token; a sign is its own character. */
typedef enum {
    BP_UUCP_END = 0, /* of the statement */
    BP_UUCP_WORD = 256,
    BP_UUCP_QUOTED, /* a word between quotes */
    BP_UUCP_BAD,    /* what has no place in a map */
} BpUucpKind;

typedef struct {
    const char *at;  /* behind the token */
    const char *end; /* of the text */
    int line;        /* of the token */
    int kind;        /* a BpUucpKind or a sign */
    const char *start;
    gsize n_bytes;
} BpUucpScan;

void bp_uucp_scan_init(BpUucpScan *scan, const char *text, gsize n_bytes);

/** bp_uucp_scan_next: goes to the next token of the statement, and stays at its end. */
void bp_uucp_scan_next(BpUucpScan *scan);

/** bp_uucp_scan_skip: goes to the end of the statement. */
void bp_uucp_scan_skip(BpUucpScan *scan);

/** bp_uucp_scan_line_end: the newline that ends the line at hand, or the end of the text. */
const char *bp_uucp_scan_line_end(const BpUucpScan *scan);

/** bp_uucp_scan_cost: appends what stands between the `(` that is the token and the `)` that
 * belongs to it, in one line, and goes on to the latter. FALSE, at the end of the statement,
 * if there is none. */
gboolean bp_uucp_scan_cost(BpUucpScan *scan, GString *cost);

#endif
