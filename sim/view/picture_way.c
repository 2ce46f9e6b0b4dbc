/* picture_way.c - pictures of a part of what happened: spam alone, or one message. */
#include <bangpath/picture.h>

#include <bangpath/calendar.h>
#include <bangpath/story.h>
#include <bangpath/units.h>
#include <string.h>

#define MAX_BOUNCES 200 /* that are followed, too */

static BpPictureNode *
node_at(const BpPicture *picture, guint32 i)
{
    return &g_array_index(picture->nodes, BpPictureNode, i);
}

static void
fade_all(BpPicture *picture)
{
    for (guint32 i = 0; i < picture->nodes->len; i++)
        node_at(picture, i)->faint = TRUE;
    for (guint i = 0; i < picture->links->len; i++)
        g_array_index(picture->links, BpPictureLink, i).faint = TRUE;
}

void
bp_picture_spam_only(BpPicture *picture)
{
    char *subtitle;

    g_return_if_fail(picture->is_run);

    fade_all(picture);
    for (guint i = 0; i < picture->links->len; i++) {
        BpPictureLink *link = &g_array_index(picture->links, BpPictureLink, i);

        link->faint = link->spam_copies == 0;
        if (link->faint)
            continue;
        node_at(picture, link->a)->faint = FALSE;
        node_at(picture, link->b)->faint = FALSE;
    }
    for (guint32 i = 0; i < picture->nodes->len; i++)
        if (node_at(picture, i)->reached)
            node_at(picture, i)->faint = FALSE;
    subtitle = g_strconcat(picture->subtitle != NULL ? picture->subtitle : "",
                           "; faint: where no spam went", NULL);
    g_free(picture->subtitle);
    picture->subtitle = subtitle;
}

/* ---- one message ---- */

/* Follower: up to @until_us. */
typedef struct {
    BpPicture *picture; /* borrowed */
    gint64 until_us;
    guint n_hops;
    guint n_refusals;
    guint n_bounces;
} Follower;

static void
touch(const Follower *follower, guint32 node, guint on_way)
{
    node_at(follower->picture, node)->faint = FALSE;
    node_at(follower->picture, node)->on_way |= on_way;
}

static void
add_line(const Follower *follower, guint32 a, guint32 b, gint64 recipients,
         BpPictureRole role)
{
    const BpPictureLink link = {
        .a = a,
        .b = b,
        .copies = (guint64)recipients,
        .role = role,
    };

    if (a != b)
        bp_picture_add_link(follower->picture, &link);
}

static void
add_hops(Follower *follower, const BpStory *story, BpPictureRole role)
{
    for (guint i = 0; i < story->hops->len; i++) {
        const BpStoryHop *hop = &g_array_index(story->hops, BpStoryHop, i);

        if (hop->time_us > follower->until_us)
            continue;
        touch(follower, hop->from, BP_PICTURE_PASSED);
        touch(follower, hop->to, BP_PICTURE_PASSED);
        add_line(follower, hop->from, hop->to, hop->recipients, role);
        follower->n_hops += role == BP_PICTURE_WAY;
    }
}

static void
add_refusals(Follower *follower, const BpStory *story)
{
    for (guint i = 0; i < story->refusals->len; i++) {
        const BpStoryRefusal *refusal =
            &g_array_index(story->refusals, BpStoryRefusal, i);

        if (refusal->time_us > follower->until_us)
            continue;
        follower->n_refusals++;
        touch(follower, refusal->host, BP_PICTURE_REFUSED);
        if (refusal->peer != BP_STORY_NONE)
            add_line(follower, refusal->peer, refusal->host, refusal->recipients,
                     BP_PICTURE_REFUSAL);
    }
}

static void
add_ends(Follower *follower, const BpStory *story)
{
    touch(follower, story->message.host, BP_PICTURE_WROTE);
    for (guint i = 0; i < story->recipients->len; i++) {
        const BpStoryRecipient *recipient =
            &g_array_index(story->recipients, BpStoryRecipient, i);

        if (recipient->at != BP_STORY_NONE &&
            recipient->time_us <= follower->until_us &&
            strcmp(recipient->state, "delivered") == 0)
            touch(follower, recipient->at, BP_PICTURE_GOT);
    }
}

static gboolean
add_bounces(Follower *follower, BpRunDb *db, const BpStory *story, GError **error)
{
    for (guint i = 0; i < MIN(story->bounces->len, MAX_BOUNCES); i++) {
        const BpStoryBounce *bounce = &g_array_index(story->bounces, BpStoryBounce, i);
        g_autoptr(BpStory) back = NULL;

        if (bounce->id == NULL || bounce->warning)
            continue;
        back = bp_story_read(db, bounce->serial, error);
        if (back == NULL)
            return FALSE;
        if (back->message.time_us > follower->until_us)
            continue;
        follower->n_bounces++;
        add_hops(follower, back, BP_PICTURE_BOUNCE);
    }
    return TRUE;
}

/* "Message 10, spam, from u31@asks-list01 to 100: 11 hops, 9 refusals, 9 bounces; ..." */
static char *
describe(const Follower *follower, const BpRunDb *db, const BpStory *story)
{
    const BpStoryMessage *message = &story->message;
    g_autofree char *moment =
        bp_format_moment(bp_run_db_begin_unix_s(db), follower->until_us);
    g_autofree char *recipients = bp_format_count(story->recipients->len);
    const gboolean at_end = follower->until_us == bp_run_db_end_us(db);

    return g_strdup_printf("Message %" G_GINT64_FORMAT
                           ", %s, from %s to %s recipient%s: %u hop%s, %u "
                           "refusal%s, %u bounce%s%s%s",
                           message->serial, message->kind, message->from, recipients,
                           story->recipients->len == 1 ? "" : "s", follower->n_hops,
                           follower->n_hops == 1 ? "" : "s", follower->n_refusals,
                           follower->n_refusals == 1 ? "" : "s", follower->n_bounces,
                           follower->n_bounces == 1 ? "" : "s",
                           at_end ? "" : "; until ", at_end ? "" : moment);
}

gboolean
bp_picture_follow(BpPicture *picture, BpRunDb *db, gint64 serial, gint64 at_us,
                  GError **error)
{
    g_autoptr(BpStory) story = bp_story_read(db, serial, error);
    Follower follower = {
        .picture = picture,
        .until_us = at_us < 0 ? bp_run_db_end_us(db) : at_us,
    };

    g_return_val_if_fail(picture->is_run, FALSE);

    if (story == NULL)
        return FALSE;
    fade_all(picture);
    picture->follows = TRUE;
    add_ends(&follower, story);
    add_hops(&follower, story, BP_PICTURE_WAY);
    add_refusals(&follower, story);
    if (!add_bounces(&follower, db, story, error))
        return FALSE;
    g_free(picture->subtitle);
    picture->subtitle = describe(&follower, db, story);
    return TRUE;
}
