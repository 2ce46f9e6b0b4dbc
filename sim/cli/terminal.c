/* terminal.c - asks the environment and the kernel about the terminal. */
#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#define USUAL_COLUMNS 80
#define MOST_COLUMNS 1000

guint
terminal_columns(int fd)
{
    struct winsize size;
    guint64 wish;

    if (!isatty(fd))
        return 0;
    if (g_ascii_string_to_unsigned(g_getenv("COLUMNS") ? g_getenv("COLUMNS") : "", 10,
                                   1, MOST_COLUMNS, &wish, NULL))
        return (guint)wish;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return MIN(size.ws_col, MOST_COLUMNS);
    return USUAL_COLUMNS;
}

gboolean
terminal_obeys(int fd)
{
    return isatty(fd) && g_strcmp0(g_getenv("TERM"), "dumb") != 0;
}

gboolean
terminal_has_blocks(int fd)
{
    return terminal_obeys(fd) && g_get_charset(NULL);
}
