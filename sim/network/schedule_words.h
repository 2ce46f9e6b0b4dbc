/* schedule_words.h - the words that schedules are written with.
 *
 * Private to network: schedule_read.c reads them, schedule_write.c writes them.
 */
#ifndef BANGPATH_NETWORK_SCHEDULE_WORDS_H
#define BANGPATH_NETWORK_SCHEDULE_WORDS_H

#include <glib.h>

#define BP_DAY_MINUTES (24 * 60)
#define BP_ALL_DAYS 0x7f
#define BP_WEEKDAYS 0x3e

/** BpDayWord: the days that @name means, 1 << day, Sunday first. */
typedef struct {
    const char *name;
    guint mask;
} BpDayWord;

#define BP_N_DAY_WORDS 10

/** bp_day_words: the seven days from Sunday on, then words for several. */
extern const BpDayWord bp_day_words[BP_N_DAY_WORDS];

#endif
