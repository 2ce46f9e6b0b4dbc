/* cmd_new.c - bangpath new: a scenario to start from, which runs as it is. */
#include "command.h"

extern const BpCommand bp_command_new;

/* Kept small enough to run in a second and to read in a minute; every group that there is
 * stands in it, so that trying one out is a matter of changing a word. */
static const char text[] =
    "# A scenario to start from. It runs as it is:\n"
    "#   bangpath new > my.scenario\n"
    "#   bangpath check my.scenario\n"
    "#   bangpath run my.scenario -o my.db\n"
    "#   bangpath render my.db -o my.svg\n"
    "# What follows # or ; is a comment. Every quantity has its unit: 2 KB, 30 d, "
    "40%.\n"
    "# 'bangpath keys' lists all groups and keys, with their units and defaults.\n"
    "\n"
    "[scenario]\n"
    "title = My first scenario: spam through open relays\n"
    "generate = scale-free, hosts=200, mailboxes=10   ; a network that grew by chance\n"
    "# topology = my.gv             ; or one of your own, instead: a Graphviz file\n"
    "begin = 1994-04-12             ; midnight, UTC; \"day 1\" below is this date\n"
    "length = 14 d\n"
    "warm-up = 1 d                  ; mail written before does not count for delays\n"
    "seed = 1                       ; of every chance: the same seed, the same run\n"
    "\n"
    "# What ordinary people write to one another.\n"
    "[mail]\n"
    "rate = 0.5 / mailbox / d\n"
    "size = lognormal(2 KB, 1.1)    ; median, and sigma of the logarithm; or just: 2 "
    "KB\n"
    "\n"
    "# One who writes to everybody, by way of other people's hosts. There may be "
    "several,\n"
    "# each with a name of its own. In a generated network the hosts are h0, h1, ...\n"
    "[spammer first]\n"
    "host = h150                    ; where his account is\n"
    "line = v32bis                  ; his modem; 'bangpath keys lines' lists them\n"
    "start = day 8 09:00            ; when he begins\n"
    "life = 24 h                    ; then his account is cut off\n"
    "targets = 60%                  ; of all mailboxes\n"
    "size = 5 KB\n"
    "bcc = 100                      ; recipients of one message\n"
    "relays = published list        ; or none, or names such as: h3, h17\n"
    "use = rotate                   ; or stick, hop\n"
    "forge = random                 ; whose name he uses; or none, null, relay, u1@h9\n"
    "\n"
    "# Hosts that ask a blacklist refuse mail from the relays on it. Only on the "
    "Internet\n"
    "# can it be asked, which this network is no part of: so it is switched off here.\n"
    "[blacklist rbl]\n"
    "enabled = no\n"
    "lists = open relays\n"
    "subscribers = random 30%\n"
    "\n"
    "# Administrators close their relays: each then carries mail for its own users and "
    "for\n"
    "# those whom it serves only. See what that does to spam, and to everybody's "
    "mail:\n"
    "#   bangpath run my.scenario --set closure.share=90%\n"
    "[closure]\n"
    "which = random                 ; or busiest-first, by-degree, adoption\n"
    "share = 30%                    ; of the relays open at begin\n"
    "from = day 2\n"
    "over = 5 d                     ; evenly spread\n"
    "\n"
    "# What is kept whole in the run database, of all messages.\n"
    "[output]\n"
    "trace = 1%\n";

static int
run(int argc, char **argv)
{
    if (!command_parse(&bp_command_new, NULL,
                       "It is printed on standard output, and needs no other file:\n"
                       "  bangpath new > my.scenario\n"
                       "  bangpath run my.scenario",
                       &argc, &argv, 0, 0))
        return EXIT_BAD_USAGE;
    g_print("%s", text);
    return EXIT_DONE;
}

const BpCommand bp_command_new = {
    .name = "new",
    .arguments = "",
    .help = "Print a commented scenario to start from",
    .run = run,
};
