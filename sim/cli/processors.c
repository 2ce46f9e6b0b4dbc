/* processors.c - how many processors there are for us. GLib (2.74) counts those of the machine, of which taskset, a
 * container or a batch system may have left us one. */
#define _GNU_SOURCE
#include "command.h"

#include <sched.h>

gboolean
command_has_second_processor(void)
{
    cpu_set_t ours;

    if (sched_getaffinity(0, sizeof ours, &ours) != 0)
        return g_get_num_processors() > 1; /* more than a set holds */
    return CPU_COUNT(&ours) > 1;
}
