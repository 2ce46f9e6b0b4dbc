/* call_report.h - what `bangpath call` prints. */
#ifndef BANGPATH_CLI_CALL_REPORT_H
#define BANGPATH_CLI_CALL_REPORT_H

#include "call_plan.h"

/** CallSpread: of a figure over all runs. */
typedef struct {
    double mean;
    double deviation; /* of a single run: standard; 0 for one run */
    double least;
    double most;
} CallSpread;

/**
 * CallReport: what came of all runs.
 * @first: the first run, and @marks (element-type BpMark) what happened in it
 * @completed: runs that went to the end
 * @damaged: files that came with a damaged bit that nobody noticed, in all runs
 */
typedef struct {
    const CallPlan *plan; /* borrowed */
    BpTalked first;
    GArray *marks; /* borrowed */
    CallSpread duration_s;
    CallSpread repeats;
    CallSpread out_bytes;
    CallSpread in_bytes;
    CallSpread cost;
    guint completed;
    guint64 damaged;
} CallReport;

void call_report_print(const CallReport *report);

/** call_report_print_json: one object. */
void call_report_print_json(const CallReport *report);

#endif
