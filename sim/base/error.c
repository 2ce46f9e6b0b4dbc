/* error.c - the name of the error domain. */
#include <bangpath/error.h>

G_DEFINE_QUARK(bp - error - quark, bp_error)
