/* transit.c - copies under way over nets: out of the spool, and still their sender's. */
#include "post_private.h"

static void
describe(const BpPost *post, guint32 copy, BpFile *file)
{
    const Copy *c = copy_at(post, copy);

    *file = (BpFile){
        .body_bytes = message_at(post, c->message)->size_bytes,
        .n_recipients = n_recipients_of(c),
        .to = c->to,
    };
}

gboolean
bp_transit_begin(gpointer data, guint32 channel, BpFile *file, guint32 *number)
{
    BpPost *post = data;

    if (!bp_spool_first(post, channel, file))
        return FALSE;
    *number = bp_spool_take(post, channel);
    bp_spool_count_bytes(post, channel, *number, +1);
    return TRUE;
}

void
bp_transit_end(BpPost *post, guint32 channel, guint32 copy)
{
    bp_spool_count_bytes(post, channel, copy, -1);
}

gboolean
bp_transit_offered(gpointer data, guint32 channel, guint32 *number, BpFile *file)
{
    BpPost *post = data;

    bp_transit_end(post, channel, *number);
    *number = bp_forward_offer(post, channel, *number);
    if (*number == BP_NONE)
        return FALSE;
    bp_spool_count_bytes(post, channel, *number, +1);
    describe(post, *number, file);
    return TRUE;
}

/* Whether the guards that @copy's host asks before the body comes are sure to say yes. Whoever
 * has a further line is called by many names, and nothing is foretold of him. */
static gboolean
guards_foretell(const BpPost *post, guint32 channel, const Copy *copy)
{
    guint bits = post->states[copy->to].guards & (post->at_stage[BP_STAGE_CONNECTION] |
                                                  post->at_stage[BP_STAGE_ENVELOPE]);

    if (bits != 0 && channel >= post->first_further)
        return FALSE;
    for (guint i = 0; bits >> i != 0; i++) {
        const BpGuard *guard = &g_array_index(post->guards, BpGuard, i);

        if ((bits >> i & 1) == 0)
            continue;
        if (guard->foretell == NULL ||
            !guard->foretell(guard->data, copy->to, channel_from(post, channel)))
            return FALSE;
    }
    return TRUE;
}

/* Whatever else its host does with mail: what is for users of its own, whom it has, it takes,
 * unless a guard may say no. */
gboolean
bp_transit_foretell(gpointer data, guint32 channel, guint32 copy)
{
    const BpPost *post = data;
    const Copy *c = copy_at(post, copy);
    guint32 n = n_recipients_of(c), i = 0;

    if (!guards_foretell(post, channel, c))
        return FALSE;
    for (; i < n; i++) {
        BpAddress to = recipient_of(post, c, i).to;

        if (to.host != c->to || to.user == BP_NOBODY)
            break;
    }
    return i == n;
}

void
bp_transit_put_back(gpointer data, guint32 channel, guint32 copy, guint32 primary)
{
    BpPost *post = data;

    bp_transit_end(post, channel, copy);
    copy_at(post, copy)->to = primary;
    bp_spool_doubt(post, channel);
    bp_spool_put_back(post, channel, copy);
}

/* Whether a bang path leads somebody's copy on from the host that it goes to next: none but
 * that one can follow it. */
static gboolean
is_led_on(const BpPost *post, const Copy *copy)
{
    guint32 n = n_recipients_of(copy);

    for (guint32 i = 0; i < n; i++) {
        BpPath path = recipient_of(post, copy, i).path;

        if (path != BP_NONE && !bp_paths_is_at_end(post->paths, path))
            return TRUE;
    }
    return FALSE;
}

/* Who stands in for @primary and can be called over the same net, unless he did. It is no
 * use to hand a host's own queue to itself. */
static guint32
stands_in(const BpPost *post, guint32 channel, guint32 copy, guint32 primary,
          guint32 tries)
{
    guint32 relay = bp_network_fallback(post->network, primary);

    if (tries > 0 || relay == BP_NONE || relay == channel_from(post, channel) ||
        bp_network_access(post->network, relay, channel_to(post, channel)) == BP_NONE ||
        is_led_on(post, copy_at(post, copy)))
        return BP_NONE;
    return relay;
}

guint32
bp_transit_unreachable(gpointer data, guint32 channel, guint32 copy, guint32 primary,
                       guint32 tries)
{
    BpPost *post = data;
    guint32 asking = post->asking;
    guint32 next = stands_in(post, channel, copy, primary, tries);

    if (next != BP_NONE) {
        copy_at(post, copy)->to = next;
        return next;
    }
    bp_transit_end(post, channel, copy);
    copy_at(post, copy)->to = primary;
    post->asking = channel;
    if (copy_at(post, copy)->direct && bp_post_is_owned(post, channel))
        bp_tell_sender(post, copy, channel, primary, BP_REASON_UNREACHABLE);
    else
        bp_spool_defer(post, channel, copy, BP_REASON_UNREACHABLE);
    post->asking = asking;
    return BP_NONE;
}
