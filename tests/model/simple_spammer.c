/* simple_spammer.c - one who hands the same letter to relays of his net, over a line of his own.
 *
 * Whenever a connection of his line has nothing to do he writes to the next of his targets,
 * whose order is by lot: the program's own, as in simple_guard.c.
 */
#include "simple_private.h"

#include <bangpath/random.h>

/* The line to his host's first net comes after all others. */
void
add_spammer_line(Case *c)
{
    if (c->spammer == CASE_NOBODY)
        return;
    c->links[c->n_links] = (CaseLink){.a = c->spammer,
                                      .b = case_common_net(c, c->spammer, c->spammer),
                                      .bps = 10000000,
                                      .smtp = TRUE,
                                      .latency_ms = 1};
}

gboolean
is_his_line(const Sim *s, int channel)
{
    return s->c->spammer != CASE_NOBODY && channel / 2 == s->c->n_links;
}

static gboolean
is_at_work(const Sim *s)
{
    gint64 start = s->c->spam_start_min * MINUTE;

    return s->now >= start && s->now < start + s->c->spam_life_min * MINUTE;
}

/* ---- relays ---- */

/* By the order of names: whoever comes after the one in use; @again: of those that have not
 * been offered the message in hand. */
static gboolean
move_on(Sim *s, gboolean again)
{
    for (int k = 1; k <= CASE_HOSTS; k++) {
        int host = ((s->relay_in_use == NONE ? -1 : s->relay_in_use) + k) % CASE_HOSTS;

        if ((s->c->spam_relays >> host & 1) == 0 ||
            (again && s->offered[host] == s->n_spams))
            continue;
        s->relay_in_use = host;
        return TRUE;
    }
    return FALSE;
}

int
relay_after(Sim *s, int refuser)
{
    gboolean tries = s->c->spam_retries || s->c->spam_use == CASE_HOP;

    if (s->c->spam_relays == 0 || !tries || !is_at_work(s))
        return NONE;
    if (s->relay_in_use == refuser && !move_on(s, TRUE))
        return NONE;
    s->offered[s->relay_in_use] = s->n_spams;
    return s->relay_in_use;
}

/* ---- letters ---- */

static Recipient
next_target(Sim *s)
{
    BpPermutation order;
    int mailbox;

    bp_permutation_init(&order, s->c->seed, bp_stream("targets of spammer cyber"),
                        (guint64)(s->c->n_hosts * CASE_MAILBOXES));
    mailbox = (int)bp_permutation_at(&order, (guint64)s->n_targets++);
    return (Recipient){.host = mailbox / CASE_MAILBOXES,
                       .user = mailbox % CASE_MAILBOXES};
}

/* Whom his line does not lead to gets it by way of his own host. */
static int
reached_by_line(const Sim *s, int host)
{
    int net = s->c->links[s->c->n_links].b;

    return host != s->c->spammer && access_of(s, host, net) != NONE ? host
                                                                    : s->c->spammer;
}

/* NULL: he has nothing more to write, or nobody to hand it to. */
Copy *
next_spam(Sim *s)
{
    gboolean stays = s->relay_in_use != NONE && s->c->spam_use != CASE_ROTATE;
    Copy *copy;

    if (!is_at_work(s) || s->n_targets == s->c->spam_targets ||
        (s->c->spam_relays != 0 && !stays && !move_on(s, FALSE)))
        return NULL;
    copy = g_new0(Copy, 1);
    copy->message = s->n_messages++;
    copy->bytes = 1000;
    copy->is_his = TRUE;
    copy->writer = copy->from_host = s->c->spammer;
    copy->from_user = CASE_MAILBOXES; /* beside those of the users */
    s->n_spams++;
    do
        copy->to[copy->n++] = next_target(s);
    while (s->c->spam_relays != 0 && copy->n < s->c->spam_bcc &&
           s->n_targets < s->c->spam_targets);
    copy->next = s->relay_in_use;
    if (s->c->spam_relays == 0)
        copy->next = reached_by_line(s, copy->to[0].host);
    else
        s->offered[copy->next] = s->n_spams;
    copy->came_min = s->now / MINUTE;
    return copy;
}
