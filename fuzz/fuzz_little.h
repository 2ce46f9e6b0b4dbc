/* fuzz_little.h - a topology and a trace for targets that need some. */
#ifndef BANGPATH_FUZZ_LITTLE_H
#define BANGPATH_FUZZ_LITTLE_H

#include "fuzz.h"

static const char fuzz_little_gv[] =
    "graph little {\n"
    "  net=uucp; epoch=1996;\n"
    "  agis [net=\"uucp,internet\" mailboxes=9 mailer=\"sendmail 8.6\"]\n"
    "  r1 [net=internet relay=closed serves=leaves]; r2 [net=internet mailboxes=30]\n"
    "  inet [kind=net net=internet]; inet -- {agis r1 r2} [line=t1]\n"
    "  agis -- leaf [line=bell212a]; leaf -- twig [line=v22bis cost=DAILY "
    "schedule=\"Wk2300-0800\"]\n"
    "  r1 -- stub [speed=\"9600 bps\" protocol=plain]\n"
    "}\n";

/* Puts t.gv and mail.csv beside what fuzz_file() makes. */
static inline void
fuzz_little_files(void)
{
    static const char csv[] = "time,from,to,bytes\n"
                              "0,agis!u0,u0@twig,1000\n"
                              "1.5,leaf!eric,twig!u0;r2!u4,2000\n";
    static gboolean are_there;

    if (are_there)
        return;
    g_free(fuzz_file("t.gv", fuzz_little_gv, strlen(fuzz_little_gv)));
    g_free(fuzz_file("mail.csv", csv, strlen(csv)));
    are_there = TRUE;
}

#endif
