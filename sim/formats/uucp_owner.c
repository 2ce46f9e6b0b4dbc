/* uucp_owner.c - maps name who keeps a site, and many sites are somebody's own. What of
 * them is kept errs on the side of too little. */
#include "uucp_owner.h"

#include <bangpath/import.h>
#include <string.h>

#define MACHINE_CHARS 40
#define ORGANISATION_CHARS 80
#define DIGITS_OF_CODE 4      /* in a row: a postal code */
#define DIGITS_OF_TELEPHONE 7 /* in a piece */

static const char *const home_words[] = {"home",    "residence", "personal",
                                         "private", "hobby",     "basement"};

/* Parts of words that organisations have in their names and people have not. */
static const char *const company_words[] = {
    "acad",  "agency", "assoc",   "bank",   "bell",   "cent",  "cie",    "club",
    "coll",  "comm",   "comp",    "consul", "corp",   "data",  "dep",    "dev",
    "digit", "dist",   "div",     "educ",   "elec",   "engin", "enterp", "found",
    "gmbh",  "group",  "hogesch", "hospi",  "indus",  "info",  "inst",   "inter",
    "lab",   "logi",   "ltd",     "mach",   "manag",  "math",  "med",    "micro",
    "minis", "nation", "net",     "observ", "office", "physi", "prod",   "proj",
    "publi", "resea",  "school",  "scien",  "serv",   "soci",  "soft",   "studi",
    "syst",  "tech",   "tele",    "union",  "univ",   "works",
};

/* ---- people ---- */

static gboolean
has_word_of(const char *folded, const char *const *words, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (strstr(folded, words[i]))
            return TRUE;
    return FALSE;
}

/* Words as they are compared: letters only, small ones. */
static char **
split_words(const char *text)
{
    g_autofree char *folded = g_utf8_strdown(text, -1);

    for (char *c = folded; *c; c++)
        if (!g_ascii_isalpha(*c) && (guchar)*c < 0x80)
            *c = ' ';
    return g_strsplit(g_strstrip(folded), " ", -1);
}

/* A short name counts as a word of its own, a longer one within another too. */
static gboolean
names_contact(const char *text, const char *contact)
{
    static const char *const common[] = {"of", "the", "and", "for", "at",
                                         "to", "in",  "de",  NULL};
    g_auto(GStrv) names = contact ? split_words(contact) : NULL;
    g_auto(GStrv) words = split_words(text);

    for (char **name = names; name && *name; name++) {
        gsize n = strlen(*name);

        if (n < 2 || g_strv_contains(common, *name))
            continue;
        for (char **word = words; *word; word++)
            if (n >= 4 ? strstr(*word, *name) != NULL : strcmp(*word, *name) == 0)
                return TRUE;
    }
    return FALSE;
}

/* Whether it says of itself that it is a company. */
static gboolean
is_company(const char *folded)
{
    static const char *const forms[] = {"inc", "ltd", "llc", "plc", "gmbh", "ag",
                                        "co",  "bv",  "nv",  "ab",  "as",   "aps",
                                        "oy",  "spa", "sa",  "kg",  "usa",  NULL};
    g_auto(GStrv) words = g_strsplit_set(folded, " ,;()/&", -1);

    for (char **word = words; *word; word++) {
        g_auto(GStrv) letters = g_strsplit(*word, ".", -1);
        g_autofree char *bare = g_strjoinv("", letters);

        if (g_strv_contains(forms, bare))
            return TRUE;
    }
    return has_word_of(folded, company_words, G_N_ELEMENTS(company_words));
}

/* `Jane's machine`. */
static gboolean
is_possessive(const char *text)
{
    return g_regex_match_simple("^\\S+'s?( |$)", text, 0, 0);
}

/* A radio amateur's: `N0CALL`. */
static gboolean
has_call_sign(const char *text)
{
    return g_regex_match_simple("\\b[A-Z]{1,2}[0-9][A-Z]{1,3}\\b", text, 0, 0);
}

/* `J. Q. Public, Hill Valley`: two to four capitalised words and initials up to the first
 * sign, and no word that only organisations have. */
static gboolean
looks_like_a_name(const char *text, const char *folded)
{
    static const char pattern[] =
        "^(\\p{Lu}(\\p{Ll}+|\\.)\\s*(\\s|$|(?<=\\.))){2,4}($|[,;/(-])";
    g_autofree char *head = g_strndup(text, strcspn(text, ",;/("));

    g_strstrip(head);
    return !is_company(folded) && g_regex_match_simple(pattern, head, 0, 0);
}

/* A mail address, or a path. */
static gboolean
has_address(const char *text)
{
    for (const char *at = strpbrk(text, "@!"); at; at = strpbrk(at + 1, "@!"))
        if (at > text && g_ascii_isalnum(at[-1]) && g_ascii_isalnum(at[1]))
            return TRUE;
    return FALSE;
}

/* ---- places ---- */

static gboolean
has_code(const char *piece)
{
    guint run = 0, all = 0, longest = 0;

    for (const char *c = piece; *c; c++) {
        run = g_ascii_isdigit(*c) ? run + 1 : 0;
        all += g_ascii_isdigit(*c) != 0;
        longest = MAX(longest, run);
    }
    return longest >= DIGITS_OF_CODE || all >= DIGITS_OF_TELEPHONE;
}

static gboolean
has_street(const char *text)
{
    return g_regex_match_simple("\\b(street|st|avenue|ave|road|rd|boulevard|blvd|lane|"
                                "drive|strasse|straat|rue|via|p\\.? ?o\\.? box)\\b",
                                text, G_REGEX_CASELESS, 0);
}

/* Ends @text before the piece behind a comma that has a number in it, or a street. FALSE if
 * what is left is part of an address. */
static gboolean
cut_address(char *text)
{
    g_auto(GStrv) pieces = g_strsplit(text, ",", -1);
    gsize n = strlen(pieces[0]);

    if (has_code(pieces[0]) || has_street(pieces[0]))
        return FALSE;
    for (guint i = 1;
         pieces[i] && !strpbrk(pieces[i], "0123456789") && !has_street(pieces[i]); i++)
        n += strlen(pieces[i]) + 1;
    text[n] = '\0';
    return TRUE;
}

/* ---- both ---- */

/* In a form that a topology can hold; NULL if nothing is left. */
static char *
take_text(const char *text, gsize n, glong max)
{
    g_autofree char *clean = NULL;
    g_autofree char *spaced = g_strndup(text, n);

    g_strdelimit(spaced, "\t", ' ');
    clean = bp_import_text(spaced, strlen(spaced));
    if (g_utf8_strlen(clean, -1) > max)
        *g_utf8_offset_to_pointer(clean, max) = '\0';
    g_strstrip(clean);
    return *clean && strspn(clean, "?-. ") < strlen(clean) ? g_steal_pointer(&clean)
                                                           : NULL;
}

char *
bp_uucp_organisation(const char *text, const char *contact)
{
    g_autofree char *clean = take_text(text, strlen(text), ORGANISATION_CHARS);
    g_autofree char *folded = clean ? g_utf8_strdown(clean, -1) : NULL;

    if (!clean || has_address(clean) ||
        has_word_of(folded, home_words, G_N_ELEMENTS(home_words)) ||
        names_contact(clean, contact) || looks_like_a_name(clean, folded) ||
        is_possessive(clean) || has_call_sign(clean) || !cut_address(clean))
        return NULL;
    return g_steal_pointer(&clean);
}

char *
bp_uucp_machine(const char *text, const char *contact)
{
    g_autofree char *clean = take_text(text, strcspn(text, ";,"), MACHINE_CHARS);

    if (!clean || has_address(clean) || names_contact(clean, contact))
        return NULL;
    return g_steal_pointer(&clean);
}
