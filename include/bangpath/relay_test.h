/* relay_test.h - the classic relay tests: what a host says to a stranger who would have it
 * pass on mail to another.
 *
 * Layer: actors.
 */
#ifndef BANGPATH_RELAY_TEST_H
#define BANGPATH_RELAY_TEST_H

#include <bangpath/post.h>
#include <glib.h>

/**
 * BpRelayTest: what the tester says, and how.
 * @BP_TEST_STRANGER: under his own name
 * @BP_TEST_OWN_DOMAIN: as a user of the relay
 * @BP_TEST_NULL: as nobody, as bounces are
 * @BP_TEST_PERCENT: for user%host@relay
 * @BP_TEST_BANG: for host!user
 * @BP_TEST_ROUTE: for @relay:user@host
 */
typedef enum {
    BP_TEST_STRANGER,
    BP_TEST_OWN_DOMAIN,
    BP_TEST_NULL,
    BP_TEST_PERCENT,
    BP_TEST_BANG,
    BP_TEST_ROUTE,
    BP_N_RELAY_TESTS,
} BpRelayTest;

/** bp_relay_test_name: `stranger`, `own-domain`, `null`, `percent`, `bang`, `source-route`. */
const char *bp_relay_test_name(BpRelayTest test);

/** bp_relay_test_list: (transfer full): the names of those whose bits, 1 << BpRelayTest, are
 * in @passed: `stranger,percent`; "" for none. */
char *bp_relay_test_list(guint passed);

/** bp_relay_test_from: the envelope sender in @test of @host by @tester, its user 0. */
BpAddress bp_relay_test_from(BpRelayTest test, guint32 host, guint32 tester);

/** bp_relay_test_form: how the recipient is written in @test. */
BpForm bp_relay_test_form(BpRelayTest test);

/** bp_relay_test_stranger: a host that @host neither serves nor relays for, nor anyone below
 * it, and that is not @not_this; the lowest-numbered one, or BP_NONE. */
guint32 bp_relay_test_stranger(const BpNetwork *network, guint32 host,
                               guint32 not_this);

/** bp_relay_test: what @host would say now to @tester, connected over a net if @on_net, in
 * @test about mail for a user of @target. Nothing is sent. */
BpVerdict bp_relay_test(const BpPost *post, guint32 host, guint32 tester,
                        guint32 target, gboolean on_net, BpRelayTest test);

/** bp_relay_test_passes: whether @host would pass on a stranger's mail in any of the tests,
 * tried by hosts that are strangers to it: FALSE if it has none. */
gboolean bp_relay_test_passes(const BpPost *post, const BpNetwork *network,
                              guint32 host);

#endif
