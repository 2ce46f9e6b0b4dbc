/* param_text.h - what a row's bounds are.
 *
 * Private to base.
 */
#ifndef BANGPATH_BASE_PARAM_TEXT_H
#define BANGPATH_BASE_PARAM_TEXT_H

#include <bangpath/param.h>

/** bp_param_is_bounded: whether @row has bounds of its own: not both are 0. */
gboolean bp_param_is_bounded(const BpParam *row);

#endif
