/* param.h - one row a parameter: it parses, checks, gives the default and prints the help.
 *
 * Layer: base. Rows are static tables that end with a NULL name. Values stand in an
 * array in the order of the rows.
 */
#ifndef BANGPATH_PARAM_H
#define BANGPATH_PARAM_H

#include <bangpath/error.h>
#include <glib.h>

/**
 * BpParamKind: what a text may be, and where it goes in BpValue.
 * @BP_PARAM_TEXT: any text that is not empty: @text
 * @BP_PARAM_BOOL: yes or no: @number 1 or 0
 * @BP_PARAM_WHOLE: a whole number from min to max: @number
 * @BP_PARAM_DECIMAL: @number in millionths
 * @BP_PARAM_DURATION: @number in us
 * @BP_PARAM_BYTES: @number in bytes
 * @BP_PARAM_SPEED: @number in bit/s
 * @BP_PARAM_SHARE: @number in ppm
 * @BP_PARAM_PRICE: @number in millionths of a dollar a minute
 * @BP_PARAM_RATE: `5 / mailbox / d`: @number is the mean interval in us, 0 for never;
 *   choices[0] is the word between the strokes, or choices is NULL
 * @BP_PARAM_MOMENT: @number in us from begin
 * @BP_PARAM_INSTANT: @number in Unix seconds
 * @BP_PARAM_ZONE: @number in minutes east of UTC
 * @BP_PARAM_CHOICE: one of choices: @number its index
 * @BP_PARAM_CHOICES: several of choices, parted by commas: @number a mask of 1 << index
 * @BP_PARAM_NAMES: names parted by commas, maybe behind `names:`: @names
 * @BP_PARAM_CHOICE_OR_NAMES: @number the index of the choice, or -1 and @names
 * @BP_PARAM_PORTION: `60%`, `all` (100%), `none` (0%), or a whole number: @share TRUE and
 *   @number in ppm, or @share FALSE and @number
 * @BP_PARAM_SELECTION: `largest 30%`, `random 30%` (@number 0 or 1 as in BpSelection,
 *   @number2 in ppm), `all`, `none`, or names (@number BP_SELECT_NAMES and @names)
 * @BP_PARAM_SIZE: `2 KB` (@number in bytes, @number2 0) or `lognormal(2 KB, 1.1)`
 *   (@number the median, @number2 the sigma of the logarithm in millionths)
 */
typedef enum {
    BP_PARAM_TEXT,
    BP_PARAM_BOOL,
    BP_PARAM_WHOLE,
    BP_PARAM_DECIMAL,
    BP_PARAM_DURATION,
    BP_PARAM_BYTES,
    BP_PARAM_SPEED,
    BP_PARAM_SHARE,
    BP_PARAM_PRICE,
    BP_PARAM_RATE,
    BP_PARAM_MOMENT,
    BP_PARAM_INSTANT,
    BP_PARAM_ZONE,
    BP_PARAM_CHOICE,
    BP_PARAM_CHOICES,
    BP_PARAM_NAMES,
    BP_PARAM_CHOICE_OR_NAMES,
    BP_PARAM_PORTION,
    BP_PARAM_SELECTION,
    BP_PARAM_SIZE,
} BpParamKind;

/** BpSelection: @number of a BP_PARAM_SELECTION. */
typedef enum {
    BP_SELECT_LARGEST,
    BP_SELECT_RANDOM,
    BP_SELECT_ALL,
    BP_SELECT_NONE,
    BP_SELECT_NAMES,
} BpSelection;

/**
 * BpParam:
 * @name: the key as written in a file
 * @fallback: the default as one would write it; "" = stays unset; NULL = must be given
 * @min: @max: bounds on the number, in the unit of its kind; both 0 = the kind's own
 * @choices: (array zero-terminated=1) (nullable): for the kinds with words
 * @help: one line, no full stop, with the source of the default
 *
 * Bounds of a BP_PARAM_PORTION are on the whole number, those of a BP_PARAM_RATE on the
 * interval unless it is 0, and those of a BP_PARAM_MOMENT on the time from begin. @max may be
 * G_MAXINT64 where only @min matters. A choice stands alone: in a list it is no name.
 */
typedef struct {
    const char *name;
    BpParamKind kind;
    const char *fallback;
    gint64 min;
    gint64 max;
    const char *const *choices;
    const char *help;
} BpParam;

/** BpValue: a parsed value and whence it came. */
typedef struct {
    gint64 number;
    gint64 number2;
    gboolean share;
    gboolean set; /* FALSE if it was not given and the fallback is "" */
    gboolean
        given;    /* TRUE if the user wrote it: raw, file and line say what and where */
    char *text;   /* owned, nullable */
    char **names; /* owned, nullable */
    char *raw;    /* owned, nullable: as written */
    const char *file; /* interned, nullable */
    int line;
} BpValue;

void bp_value_clear(BpValue *value);

/**
 * bp_param_parse:
 * @begin_unix_s: what BP_PARAM_MOMENT counts from; other kinds do not look
 * @value: (out): cleared by the caller before; number, number2, share, text, names and set
 *   are filled in; given, raw and the place are not
 *
 * An empty @text is an error of every kind. On failure the message reads on after
 * "expected": `a whole number from 1 to 1000000`; @value is untouched.
 */
gboolean bp_param_parse(const BpParam *row, const char *text, gint64 begin_unix_s,
                        BpValue *value, GError **error);

/** bp_param_find: the index of the row called @name, or -1. */
int bp_param_find(const BpParam *rows, const char *name);

/** bp_param_count: rows before the one without a name. */
guint bp_param_count(const BpParam *rows);

/** bp_param_names: (transfer container): names of all rows, NULL-terminated. */
const char **bp_param_names(const BpParam *rows);

/** bp_param_defaults: (transfer full): an array of bp_param_count() values, all defaults.
 * A row that must be given stays unset. Free with bp_values_free(). */
BpValue *bp_param_defaults(const BpParam *rows, gint64 begin_unix_s);

void bp_values_free(const BpParam *rows, BpValue *values);

/** bp_param_describe: (transfer full): `a whole number from 1 to 1000000`: what a value of
 * @row looks like. */
char *bp_param_describe(const BpParam *row);

#endif
