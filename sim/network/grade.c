/* grade.c - how urgent mail is. */
#include <bangpath/grade.h>

/* uunet's mail had grade C and less with size (Taylor manual, Grades); its steps are not
 * known. */
#define LARGE_BYTES 10000

const char *const bp_flavour_names[] = {"normal", "crash", "hold", NULL};

guint8
bp_grade_of_mail(guint64 size_bytes)
{
    guint8 grade = BP_GRADE_MAIL;

    for (guint64 bytes = LARGE_BYTES; size_bytes > bytes && grade < 'Z'; bytes *= 2)
        grade++;
    return grade;
}
