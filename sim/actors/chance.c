/* chance.c - chances of hosts, mailboxes and letters that no policy moves. */
#include <bangpath/chance.h>

#include <bangpath/random.h>
#include <bangpath/units.h>

gboolean
bp_chance(guint64 seed, guint32 stream, guint32 entity, guint64 counter, gint64 ppm)
{
    BpDraw draw = bp_draw(seed, stream, entity, counter);

    return (gint64)bp_below(draw, 0, (guint64)BP_PPM) < ppm;
}

static guint64
word_of(BpDraw draw)
{
    return (guint64)draw.word[0] << 32 | draw.word[1];
}

guint64
bp_letter_key(guint64 seed, const BpMessageInfo *message)
{
    guint32 stream = bp_stream("letters");
    guint64 hash =
        word_of(bp_draw(seed, stream, message->from.host, (guint64)message->born_us));

    hash ^= (guint64)message->kind << 8 | message->owner;
    return word_of(bp_draw(seed, stream, message->from.user, hash));
}
