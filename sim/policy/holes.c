/* holes.c - what gets by a closed relay because of its mailer's age.
 *
 * RFC 2505, 2.1: HELO and MAIL FROM prove nothing, and source routes and their like must be
 * taken off before a recipient is judged. Mailers that forgot one of these stayed open to
 * those who knew.
 */
#include <bangpath/policy.h>

const char *const bp_hole_names[] = {"percent", "bang",       "source-route",
                                     "null",    "own-domain", NULL};

gboolean
bp_envelope_slips_through(const BpEnvelope *envelope)
{
    static const guint8 hole_of_form[BP_N_FORMS] = {
        [BP_FORM_PERCENT] = BP_HOLE_PERCENT,
        [BP_FORM_BANG] = BP_HOLE_BANG,
        [BP_FORM_ROUTE] = BP_HOLE_ROUTE,
    };

    return (envelope->holes & hole_of_form[envelope->form]) != 0 ||
           (envelope->sender_is_null && (envelope->holes & BP_HOLE_NULL)) ||
           (envelope->sender_is_served && (envelope->holes & BP_HOLE_OWN_DOMAIN));
}
