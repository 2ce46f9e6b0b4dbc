/* profiles.c - lines by name, oldest first, dial-up before leased. */
#include <bangpath/line.h>

#include <bangpath/units.h>
#include <string.h>

/* Set-up is dialling and ringing, 10 to 15 s, and the modems' training: our judgement,
 * but that a V.90 customer was on the net 25 to 30 s after dialling (V.92 QuickConnect
 * notes). */
#define DIAL_MS 12000

/* One way through both modems and the trunk between them: our guess, growing with what
 * a modem computes. A packet switch (X.25) makes a round trip of 0.6 s, as Chesson's g
 * was tuned for. */
#define MODEM_MS 10
#define LEASED_MS 20

/* Of which 15 are a way of 2,000 km in fibre, half of the United States, with a detour of a
 * half: our guess. Where the places are known, a net counts their distance in its place. */
#define LEASED_WAY_MS 15

/* Dialled calls of 1969-70: most at 10^-5 or better at 1200 and 2000 bps (Bell System
 * Technical Journal 50, 1971: about 82 %); 3.2 * 10^-5 on average in 1964 (BSTJ 43). Those
 * of slower modems are fewer: our guess. Modems from the Trailblazer and HST on send again
 * what was damaged, and so did V.32bis modems (V.42). */
#define TEN_PER_MILLION 10000000 /* of 10^12 */
#define ONE_PER_MILLION 1000000

/* Half duplex: PEP takes 0.5 to 1.5 s to turn (descriptions of the Trailblazer); the least,
 * as commands and replies are short. */
#define PEP_TURN_MS 500

#define DIAL_UP(name_, bps_, train_ms, latency_ms, errors, help_)                  \
    {                                                                              \
        .name = (name_), .bps = (bps_), .setup_us = (DIAL_MS + (train_ms)) * 1000, \
        .latency_us = (latency_ms)*1000, .bit_errors = (errors), .dial_up = TRUE,  \
        .help = (help_),                                                           \
    }

#define WIRE(name_, bps_, latency_ms, way_ms, help_)                     \
    {                                                                    \
        .name = (name_), .bps = (bps_), .latency_us = (latency_ms)*1000, \
        .way_us = (way_ms)*1000, .help = (help_),                        \
    }

const BpLineProfile bp_line_profiles[] = {
    DIAL_UP("bell103", 300, 2000, MODEM_MS, ONE_PER_MILLION, "Bell 103 modem, 1962"),
    DIAL_UP("bell212a", 1200, 2000, MODEM_MS, TEN_PER_MILLION,
            "Bell 212A or V.22 modem, about 1980 (FTS-5001's default speed)"),
    DIAL_UP("v22bis", 2400, 4000, 2 * MODEM_MS, TEN_PER_MILLION, "V.22bis modem, 1984"),
    {
        .name = "trailblazer",
        .bps = 12000,
        .setup_us = (DIAL_MS + 18000) * 1000,
        .latency_us = 2 * MODEM_MS * 1000,
        .turnaround_us = PEP_TURN_MS * 1000,
        .spoofs = TRUE,
        .dial_up = TRUE,
        .help = "Telebit PEP modem, 1985: about 12,000 bps as measured with the modem "
                "answering g's packets itself (comp.dcom.modems 703, 1987)",
    },
    DIAL_UP(
        "hst", 9600, 10000, 3 * MODEM_MS, 0,
        "US Robotics HST modem, 1986: 9600 bps one way; the slow way back is left out"),
    DIAL_UP("v32", 9600, 10000, 4 * MODEM_MS, TEN_PER_MILLION,
            "V.32 modem, common from about 1988"),
    DIAL_UP("v32bis", 14400, 10000, 4 * MODEM_MS, 0, "V.32bis modem, 1991"),
    DIAL_UP("v34", 28800, 18000, 5 * MODEM_MS, 0, "V.34 modem, 1994 (V34PLUS.TXT)"),
    DIAL_UP("v34plus", 33600, 18000, 5 * MODEM_MS, 0, "V.34 modem, 1996 (V34PLUS.TXT)"),
    DIAL_UP(
        "v90", 33600, 18000, 5 * MODEM_MS, 0,
        "V.90 modem, 1998: 56,000 bps comes down to a customer, but 33,600 goes up, "
        "and that is taken both ways"),
    WIRE("bsc9600", 9600, LEASED_MS, LEASED_WAY_MS,
         "leased line of BITNET, synchronous, 1981 (WikiMili, BITNET)"),
    WIRE("leased9600", 9600, LEASED_MS, LEASED_WAY_MS,
         "leased line, 9600 bps, as uunet's to mcvax in 1988"),
    WIRE("leased19k2", 19200, LEASED_MS, LEASED_WAY_MS,
         "leased line, 19,200 bps, mid-1980s"),
    WIRE("leased56k", 56000, LEASED_MS, LEASED_WAY_MS,
         "leased line, 56 kbps, as NSFNET's in 1986 (Braun)"),
    WIRE("leased64k", 64000, LEASED_MS, LEASED_WAY_MS, "leased line, 64 kbps, 1988"),
    WIRE("t1", 1544000, LEASED_MS, LEASED_WAY_MS,
         "T1, 1.544 Mbps, as NSFNET's in 1988"),
    WIRE("t3", 44736000, LEASED_MS, LEASED_WAY_MS,
         "T3, 44.736 Mbps, as NSFNET's in 1992 (RFC 2235)"),
    WIRE("x25", 9600, 300, 0, "access to a packet-switched X.25 network, 9600 bps"),
    WIRE("lan", 10000000, 1, 0, "Ethernet, 10 Mbps"),
    {0},
};

const BpLineProfile *
bp_line_profile_find(const char *name)
{
    g_return_val_if_fail(name, NULL);

    for (const BpLineProfile *profile = bp_line_profiles; profile->name; profile++)
        if (strcmp(profile->name, name) == 0)
            return profile;
    return NULL;
}

const char **
bp_line_profile_names(void)
{
    const char **names = g_new(const char *, G_N_ELEMENTS(bp_line_profiles));

    for (gsize i = 0; i < G_N_ELEMENTS(bp_line_profiles); i++)
        names[i] = bp_line_profiles[i].name;
    return names;
}
