/* story_private.h - what story.c and story_find.c share. */
#ifndef BP_STORY_PRIVATE_H
#define BP_STORY_PRIVATE_H

#include <bangpath/story.h>

#include "run_db_private.h"

/* The columns that bp_story_message() wants, first and in this order. */
#define BP_STORY_COLUMNS                                                               \
    "m.serial, m.id, m.kind, m.time_us, m.host, m.from_addr, m.forged, m.size_bytes, " \
    "m.owner"

gboolean bp_story_message(const BpQuery *row, BpStoryMessage *message, GError **error);

#endif
