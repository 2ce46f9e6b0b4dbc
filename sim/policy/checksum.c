/* checksum.c - refuses a body that a clearing-house has counted too often, as the
 * Distributed Checksum Clearinghouse's clients did.
 */
#include <bangpath/policy.h>

static BpVerdict
judge(const gint64 *p, const BpEnvelope *envelope)
{
    return envelope->body_count >= (guint64)p[BP_CHECKSUM_THRESHOLD]
               ? bp_refuse(BP_REASON_BULK)
               : bp_accept();
}

const BpPolicy bp_checksum = {
    .name = "checksum",
    .help = "refuses bodies that a clearing-house has counted too often",
    .stage = BP_STAGE_CONTENT,
    .judge = judge,
};
